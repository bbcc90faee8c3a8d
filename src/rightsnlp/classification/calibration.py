"""From a score to a probability that means what it says, learnt on posts that the score was not learnt on.

Three maps: temperature (one parameter), Platt (two) and isotonic (centred: straight lines between the blocks'
centres). ``fit_calibrator`` chooses by cross-validated log loss, and prefers the simpler map unless another is
clearly better.

One map serves a whole label, unless the posts of a script show that they need their own:
``fit_script_calibrators``.

Sources: Platt 1999, "Probabilistic outputs for support vector machines"; Zadrozny and Elkan 2002, "Transforming
classifier scores into accurate multiclass probability estimates"; Oron and Flournoy 2017, "Centered isotonic
regression"; Guo et al. 2017, "On calibration of modern
neural networks".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from rightsnlp.exceptions import InvalidArgumentError

Method = Literal["temperature", "platt", "isotonic"]
METHODS: tuple[Method, ...] = ("temperature", "platt", "isotonic")

CALIBRATED_SCRIPTS = ("arabic", "hebrew", "latin")
"""The scripts whose posts may have a calibrator of their own."""

MIN_OF_A_CLASS = 50
"""Fewest positives, and negatives, of a script, in as many groups, for which a calibrator of its own is tried."""

_MIN_ISOTONIC = 1000
_MIN_GAIN = 0.01  # in cross-validated log loss, before a map that can bend more is taken
_FOLDS = 5
_FLOOR = 1e-6


@dataclass(frozen=True, eq=False)
class Calibrator:
    """A fitted map from a logit to a probability.

    Attributes
    ----------
    method : str
        ``temperature``, ``platt`` or ``isotonic``.
    slope, intercept : float
        Of the logistic map; isotonic ignores them.
    knots, values : ndarray of float64, shape (n_knots,)
        Logits and probabilities between which isotonic interpolates; empty for the other methods.

    Examples
    --------
    >>> calibrator = Calibrator("platt", slope=1.0, intercept=0.0)
    >>> calibrator.predict(np.array([0.0])).tolist()
    [0.5]
    """

    method: Method
    slope: float = 1.0
    intercept: float = 0.0
    knots: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    values: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))

    def predict(self, logits: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
        """Return probabilities in [0, 1], shape of ``logits``; a larger logit never gets a smaller one."""
        z: NDArray[np.float64] = np.asarray(logits, dtype=np.float64)
        if self.method == "isotonic":
            return np.asarray(np.interp(z, self.knots, self.values), dtype=np.float64)
        return _sigmoid(self.slope * z + self.intercept)

    def to_dict(self) -> dict[str, Any]:
        """Return the map as plain data."""
        if self.method == "isotonic":
            return {"method": self.method, "knots": self.knots.tolist(), "values": self.values.tolist()}
        return {"method": self.method, "slope": self.slope, "intercept": self.intercept}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Calibrator:
        """Build from plain data.

        Raises
        ------
        InvalidArgumentError
            When a number is not finite, or the map is not increasing.
        """
        knots = np.asarray(data.get("knots", []), dtype=np.float64)
        values = np.asarray(data.get("values", []), dtype=np.float64)
        slope, intercept = float(data.get("slope", 1.0)), float(data.get("intercept", 0.0))
        sane = (
            data["method"] in METHODS
            and knots.shape == values.shape
            and (data["method"] != "isotonic" or knots.size > 0)
            and bool(np.isfinite([slope, intercept, *knots, *values]).all())
            and bool((np.diff(knots) >= 0).all() and (np.diff(values) >= 0).all())
            and bool(((values >= 0) & (values <= 1)).all())
            and slope >= 0
        )
        if not sane:
            raise InvalidArgumentError(
                "calibrator: its numbers are no increasing map into [0, 1]",
                expected="what Calibrator.to_dict wrote",
                remedy="train the model again",
            )
        return cls(data["method"], slope, intercept, knots, values)


def fit_calibrator(
    logits: NDArray[np.floating[Any]],
    y: NDArray[Any],
    *,
    method: Method | Literal["auto"] = "auto",
    sample_weight: NDArray[np.floating[Any]] | None = None,
) -> Calibrator:
    """Fit a calibrator on held-out scores.

    Parameters
    ----------
    logits : ndarray, shape (n,)
        Scores of posts that the scorer was not fitted on.
    y : ndarray, shape (n,)
        1 or 0.
    method : {"auto", "temperature", "platt", "isotonic"}
        ``auto`` takes Platt, and isotonic instead only with 1,000 posts or more and a cross-validated log
        loss at least 1 % lower; temperature where there are too few posts of a class for two parameters.
    sample_weight : ndarray, shape (n,), optional

    Raises
    ------
    InvalidArgumentError
        When a class is absent, or the method has no such name.
    """
    z: NDArray[np.float64] = np.asarray(logits, dtype=np.float64)
    y = np.asarray(y, dtype=np.float64)
    weight = np.ones_like(y) if sample_weight is None else np.asarray(sample_weight, dtype=np.float64)
    if method not in {*METHODS, "auto"}:
        raise InvalidArgumentError(
            f"method: got {method!r}", expected=f"auto or one of {', '.join(METHODS)}", remedy="pass 'auto'"
        )
    if y.size == 0 or y.min() == y.max():
        raise InvalidArgumentError(
            f"y: got {int(y.sum())} positives among {y.size}",
            expected="both classes",
            remedy="calibrate on more posts",
        )
    if method == "auto":
        method = _choose(z, y, weight)
    return _FITTERS[method](z, y, weight)


def fit_script_calibrators(
    logits: NDArray[np.floating[Any]],
    y: NDArray[Any],
    scripts: NDArray[np.str_],
    shared: Calibrator,
    *,
    method: Method | Literal["auto"] = "auto",
    groups: NDArray[Any] | None = None,
) -> dict[str, Calibrator]:
    """Fit calibrators for the scripts whose posts the label's shared one does not fit.

    A score that is right of Arabic posts may be too sure of Hebrew ones, of which the scorer has seen few. Calibration
    within each language would mend that, but a post's language is a guess that costs more than its score; its main
    script is counted on the way (:func:`~rightsnlp.classification.ngrams.shape.main_scripts`), and stands in for the
    language.
    Within a script a larger score still never gets a smaller probability; between two scripts it may.

    Parameters
    ----------
    logits, y : ndarray, shape (n,)
        As :func:`fit_calibrator` takes them.
    scripts : ndarray of str, shape (n,)
        The main script of each post, one of :data:`~rightsnlp.text.script.SCRIPTS`.
    shared : Calibrator
        What was fitted on all these posts.
    method : {"auto", "temperature", "platt", "isotonic"}
    groups : ndarray, shape (n,), optional
        Posts of one group are held out together and count once in :data:`MIN_OF_A_CLASS`. Default: every post is its
        own.

    Returns
    -------
    dict of str to Calibrator
        By script, of :data:`CALIBRATED_SCRIPTS`: those with :data:`MIN_OF_A_CLASS` positives and as many negatives
        whose own calibrator has, on posts held out, a log loss at least 1 % lower than the shared one has on
        the same posts, when it too is fitted without them. Often none.

    Examples
    --------
    >>> z = np.tile(np.linspace(-3, 3, 400), 2)
    >>> scripts = np.repeat(["arabic", "hebrew"], 400)
    >>> y = (z > np.where(scripts == "hebrew", 2, -1)).astype(float)
    >>> sorted(fit_script_calibrators(z, y, scripts, fit_calibrator(z, y)))
    ['arabic', 'hebrew']
    """
    z: NDArray[np.float64] = np.asarray(logits, dtype=np.float64)
    y = np.asarray(y, dtype=np.float64)
    groups = np.arange(y.size) if groups is None else groups
    enough = [
        script for script in CALIBRATED_SCRIPTS if _fewest(y, groups, scripts == script) >= MIN_OF_A_CLASS
    ]
    if not enough:
        return {}
    weight = np.ones_like(y)
    fold = _folds(z, y, groups)
    shared_loss = _held_out_loss(shared.method, z, y, weight, fold)
    fitted = {}
    for script in enough:
        rows = scripts == script
        own = fit_calibrator(z[rows], y[rows], method=method)
        loss = _held_out_loss(own.method, z[rows], y[rows], weight[rows], fold[rows])
        if loss.sum() <= (1 - _MIN_GAIN) * shared_loss[rows].sum():
            fitted[script] = own
    return fitted


def _fewest(y: NDArray[np.float64], groups: NDArray[Any], rows: NDArray[np.bool_]) -> int:
    """Return the number of groups of the class that has fewer."""
    return min(np.unique(groups[rows & (y == value)]).size for value in (0, 1))


def _choose(logits: NDArray[np.float64], y: NDArray[np.float64], weight: NDArray[np.float64]) -> Method:
    if min(y.sum(), y.size - y.sum()) < 10:
        return "temperature"
    if y.size < _MIN_ISOTONIC:
        return "platt"
    fold = _folds(logits, y, np.arange(y.size))
    platt, isotonic = (
        float(_held_out_loss(method, logits, y, weight, fold).sum()) for method in ("platt", "isotonic")
    )
    return "isotonic" if isotonic < (1 - _MIN_GAIN) * platt else "platt"


def _folds(logits: NDArray[np.float64], y: NDArray[np.float64], groups: NDArray[Any]) -> NDArray[np.int64]:
    """Return a fold for each post; a group goes where its first post goes.

    Neighbours in score go to different folds, so that each fold spans all scores; no chance is involved.
    """
    _, first, code = np.unique(groups, return_index=True, return_inverse=True)
    fold = np.empty(first.size, dtype=np.int64)
    fold[np.lexsort((logits[first], y[first]))] = np.arange(first.size) % _FOLDS
    return fold[code]


def _held_out_loss(
    method: Method,
    logits: NDArray[np.float64],
    y: NDArray[np.float64],
    weight: NDArray[np.float64],
    fold: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Return each post's weighted log loss under a calibrator that was fitted without the post's fold."""
    p = np.empty_like(y)
    for held in np.unique(fold):
        train, test = fold != held, fold == held
        p[test] = _FITTERS[method](logits[train], y[train], weight[train]).predict(logits[test])
    p = np.clip(p, _FLOOR, 1 - _FLOOR)
    return -weight * (y * np.log(p) + (1 - y) * np.log1p(-p))


def _fit_temperature(
    logits: NDArray[np.float64], y: NDArray[np.float64], weight: NDArray[np.float64]
) -> Calibrator:
    from scipy.optimize import minimize_scalar

    def loss(log_slope: float) -> float:
        return float(weight @ (np.logaddexp(0, np.exp(log_slope) * logits) - y * np.exp(log_slope) * logits))

    best = minimize_scalar(loss, bounds=(-6, 6), method="bounded")
    return Calibrator("temperature", slope=float(f"{np.exp(best.x):.10g}"))


def _fit_platt(
    logits: NDArray[np.float64], y: NDArray[np.float64], weight: NDArray[np.float64]
) -> Calibrator:
    from scipy.optimize import minimize

    # Platt's own targets: they keep the slope finite when the classes separate.
    positives, negatives = float(weight @ y), float(weight @ (1 - y))
    target = np.where(y == 1, (positives + 1) / (positives + 2), 1 / (negatives + 2))

    def loss(theta: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        z = theta[0] * logits + theta[1]
        residual = weight * (_sigmoid(z) - target)
        value = float(weight @ (np.logaddexp(0, z) - target * z))
        return value, np.array([residual @ logits, residual.sum()])

    best = minimize(
        loss, x0=np.array([1.0, 0.0]), jac=True, method="L-BFGS-B", bounds=[(1e-3, None), (None, None)]
    )
    slope, intercept = (float(f"{value:.10g}") for value in best.x)  # the digits that every machine agrees on
    return Calibrator("platt", slope=slope, intercept=intercept)


def _fit_isotonic(
    logits: NDArray[np.float64], y: NDArray[np.float64], weight: NDArray[np.float64]
) -> Calibrator:
    from sklearn.isotonic import IsotonicRegression

    fitted = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip").fit(
        logits, y, sample_weight=weight
    )
    values, block = np.unique(fitted.predict(logits), return_inverse=True)
    total = np.bincount(block, weights=weight)
    centres = np.bincount(block, weights=weight * logits) / total
    # A block's value holds at its centre and the map runs straight between centres: a step would give many posts
    # one probability and lose their order. Beyond the outer centres it goes half of the way to 0 and to 1.
    ends = np.array([logits.min() - 1.0, logits.max() + 1.0])
    return Calibrator(
        "isotonic",
        knots=np.concatenate([ends[:1], centres, ends[1:]]),
        values=np.concatenate([values[:1] / 2, values, (values[-1:] + 1) / 2]),
    )


_FITTERS: dict[
    Method,
    Callable[[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]], Calibrator],
] = {"temperature": _fit_temperature, "platt": _fit_platt, "isotonic": _fit_isotonic}


def _sigmoid(z: NDArray[np.float64]) -> NDArray[np.float64]:
    # As exact as scipy's expit, which takes longer to import than most batches take to label.
    return np.asarray(np.exp(-np.logaddexp(0.0, -z)), dtype=np.float64)
