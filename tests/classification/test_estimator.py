"""An estimator keeps scikit-learn's contract without loading scikit-learn."""

from __future__ import annotations

import subprocess
import sys
from typing import Any, Self

import numpy as np
import pytest
from sklearn.base import BaseEstimator, clone
from sklearn.model_selection import GridSearchCV, cross_validate
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

from rightsnlp.classification.estimator import Estimator
from rightsnlp.exceptions import InvalidArgumentError

X = np.arange(24.0).reshape(12, 2)
Y = np.arange(12.0)


class Shifted(Estimator):
    """Predicts the mean, shifted."""

    def __init__(self, shift: float = 0.0, inner: Any = None) -> None:
        self.shift = shift
        self.inner = inner

    def fit(self, X: Any, y: Any) -> Self:
        self.mean_ = float(np.mean(y))
        return self

    def predict(self, X: Any) -> Any:
        return np.full(len(X), self.mean_ + self.shift)

    def score(self, X: Any, y: Any) -> float:
        return -float(np.mean((self.predict(X) - y) ** 2))


def test_a_clone_has_the_parameters_and_nothing_learnt() -> None:
    copy = clone(Shifted(2.0, inner=StandardScaler(with_mean=False)).fit(X, Y))
    assert copy.shift == 2.0
    assert copy.inner.with_mean is False
    assert not hasattr(copy, "mean_")


def test_it_works_in_a_pipeline_a_search_and_cross_validation() -> None:
    pipeline = make_pipeline(FunctionTransformer(), Shifted())
    assert len(cross_validate(pipeline, X, Y, cv=3)["test_score"]) == 3
    search = GridSearchCV(Shifted(), {"shift": [0.0, 100.0]}, cv=3).fit(X, Y)
    assert search.best_params_ == {"shift": 0.0}


def test_parameters_of_parameters_are_read_and_set() -> None:
    outer = Shifted(inner=Shifted(1.0))
    assert outer.get_params()["inner__shift"] == 1.0
    assert "inner__shift" not in outer.get_params(deep=False)
    assert outer.set_params(inner__shift=3.0).inner.shift == 3.0


@pytest.mark.parametrize("name", ["shifty", "shift__more", "mean_"])
def test_a_parameter_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(InvalidArgumentError, match="has no parameter"):
        Shifted().set_params(**{name: 1})


def test_it_agrees_with_scikit_learns_own_base() -> None:
    class Theirs(BaseEstimator):
        def __init__(self, shift: float = 0.0, inner: Any = None) -> None:
            self.shift = shift
            self.inner = inner

    ours, theirs = Shifted(1.0, inner=StandardScaler()), Theirs(1.0, inner=StandardScaler())
    assert {k: repr(v) for k, v in ours.get_params().items()} == {
        k: repr(v) for k, v in theirs.get_params().items()
    }
    assert ours.__sklearn_tags__() == theirs.__sklearn_tags__()


def test_it_shows_the_parameters_that_are_not_the_default() -> None:
    assert repr(Shifted()) == "Shifted()"
    assert repr(Shifted(1.0, inner=Shifted(2.0))) == "Shifted(shift=1.0, inner=Shifted(shift=2.0))"


def test_importing_it_loads_no_scikit_learn() -> None:
    code = "import rightsnlp.classification.estimator, sys; print('sklearn' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
