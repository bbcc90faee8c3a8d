"""McNemar's test of two systems' right and wrong answers on the same posts, exact and mid-p."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.intervals import clopper_pearson


@dataclass(frozen=True, slots=True)
class McNemar:
    """Result of McNemar's test.

    Attributes
    ----------
    only_a, only_b : int
        Posts that only the first, or only the second system got right.
    n : int
        Posts compared.
    p_exact, p_mid : float
        Two-sided p values. The exact one is never too small; the mid-p one is closer to the level.
    odds_ratio, low, high : float
        ``only_a / only_b`` with its interval; NaN when the systems never differ.
    """

    only_a: int
    only_b: int
    n: int
    p_exact: float
    p_mid: float
    odds_ratio: float
    low: float
    high: float

    def sentence(self, a: str = "the first", b: str = "the second", alpha: float = 0.05) -> str:
        """Return the result in words; a p value of ``alpha`` or more is no difference shown.

        Examples
        --------
        >>> mcnemar([1, 1, 0, 0], [1, 0, 1, 0]).sentence("A", "B")
        'No difference shown between A and B: 1 post only A got right, 1 only B (mid-p = 1.000, n = 4).'
        """
        posts = "post" if self.only_a == 1 else "posts"
        counts = f"{self.only_a:,} {posts} only {a} got right, {self.only_b:,} only {b}"
        tail = f"(mid-p = {self.p_mid:.3f}, n = {self.n:,})"
        if not self.p_mid < alpha:
            return f"No difference shown between {a} and {b}: {counts} {tail}."
        better, worse = (a, b) if self.only_a > self.only_b else (b, a)
        return f"{better} is right more often than {worse}: {counts} {tail}."


def mcnemar(right_a: npt.ArrayLike, right_b: npt.ArrayLike, *, confidence: float = 0.95) -> McNemar:
    """Compare which posts two systems got right.

    Only the posts on which they differ count. Posts must be independent: with duplicates or several posts of
    one author, use :func:`rightsnlp.evaluation.comparing.significance.compare` with groups.

    Parameters
    ----------
    right_a, right_b : array-like of bool (n,)
        Whether each system was right on each post.
    confidence : float
        Nominal coverage of the interval of the odds ratio.

    Returns
    -------
    McNemar

    Raises
    ------
    InvalidArgumentError
        When the two are not of one length, or hold anything but true and false.

    References
    ----------
    McNemar (1947), Note on the sampling error of the difference between correlated proportions. Fagerland,
    Lydersen, Laake (2013), The McNemar test for binary matched-pairs data: mid-p and asymptotic are better
    than exact conditional.

    Examples
    --------
    >>> result = mcnemar([1] * 15 + [0] * 5 + [1] * 10, [0] * 15 + [1] * 5 + [1] * 10)
    >>> result.only_a, result.only_b, round(result.p_exact, 4), round(result.p_mid, 4)
    (15, 5, 0.0414, 0.0266)
    """
    from scipy.stats import binom

    a, b = np.asarray(right_a), np.asarray(right_b)
    if a.ndim != 1 or a.shape != b.shape or not (np.isin(a, (0, 1)).all() and np.isin(b, (0, 1)).all()):
        raise InvalidArgumentError(
            f"right_a, right_b: got shapes {a.shape} and {b.shape}, or values other than true and false",
            expected="two boolean arrays of one length",
            remedy="leave out posts without a known answer in both",
        )
    a, b = a.astype(bool), b.astype(bool)
    only_a, only_b = int((a & ~b).sum()), int((b & ~a).sum())
    differ, fewer = only_a + only_b, min(only_a, only_b)
    tail = 2 * float(binom.cdf(fewer, differ, 0.5))
    p_exact = min(1.0, tail)
    p_mid = min(1.0, tail - float(binom.pmf(fewer, differ, 0.5)))
    if differ == 0:
        return McNemar(0, 0, a.size, 1.0, 1.0, math.nan, math.nan, math.nan)
    low, high = clopper_pearson(only_a, differ, confidence)
    odds = [math.inf if share == 1 else share / (1 - share) for share in (only_a / differ, low, high)]
    return McNemar(only_a, only_b, a.size, p_exact, p_mid, *odds)
