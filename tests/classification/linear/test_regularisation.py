"""How strongly a head is held back is chosen on posts that it has not seen."""

from __future__ import annotations

import numpy as np
import pytest

from rightsnlp.classification.linear.heads import Regularisation, Sample
from rightsnlp.classification.linear.regularisation import CONTRASTS, STRENGTHS, choose_regularisation
from rightsnlp.classification.ngrams.features import HashedNgrams
from rightsnlp.exceptions import InvalidArgumentError


def sample(n: int) -> Sample:
    rng = np.random.default_rng(0)
    words = np.array(["مطر", "شمس", "ريح", "غيم", "برد", "حر"])
    y = (np.arange(n) % 2).astype(float)
    posts = [" ".join([*rng.choice(words, 4), "ماء" if label else "نار"]) for label in y]
    return Sample(HashedNgrams(bits=12).transform(posts), y, np.arange(n) // 2, np.zeros(n), np.ones(n))


def chosen(n: int, C: float | str, contrast: float | str) -> Regularisation:
    return choose_regularisation(sample(n), 3, C=C, contrast=contrast, class_weight="balanced")


def test_numbers_are_taken_as_they_are() -> None:
    assert chosen(80, 0.7, 0.2) == Regularisation(0.7, 0.2)


def test_what_is_chosen_is_one_of_what_is_tried() -> None:
    found = chosen(80, "auto", "auto")
    assert found.C in STRENGTHS
    assert found.contrast in CONTRASTS
    assert chosen(80, "auto", "auto") == found


def test_one_may_be_given_and_the_other_chosen() -> None:
    assert chosen(80, 0.5, "auto").C == 0.5
    assert chosen(80, "auto", 0.5).contrast == 0.5


def test_of_few_posts_nothing_is_chosen() -> None:
    assert chosen(30, "auto", "auto") == Regularisation(1.0, 0.0)


@pytest.mark.parametrize(("C", "contrast"), [(0.0, 0.0), (1.0, -1.0), ("strong", 0.0), (float("inf"), 0.0)])
def test_what_makes_no_sense_is_refused(C: float | str, contrast: float | str) -> None:
    with pytest.raises(InvalidArgumentError, match="expected 'auto' or a number"):
        chosen(80, C, contrast)
