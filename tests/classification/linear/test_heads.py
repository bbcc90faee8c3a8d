"""What a head says of posts that it was not fitted on."""

from __future__ import annotations

import numpy as np
import pytest

from rightsnlp.classification.linear import heads
from rightsnlp.classification.linear.heads import Regularisation, Sample, out_of_fold
from rightsnlp.classification.ngrams.features import HashedNgrams

POSTS = [f"{word} {number}" for number in range(20) for word in ("مطر", "شمس")]


def sample() -> Sample:
    n = len(POSTS)
    X = HashedNgrams(bits=10).transform(POSTS)
    y = np.array([post.startswith("مطر") for post in POSTS], dtype=float)
    return Sample(X, y, np.arange(n) // 2, np.zeros(n), np.ones(n))


def test_every_post_gets_a_logit_that_was_learnt_without_it() -> None:
    logits = out_of_fold(sample(), 5, Regularisation(), class_weight="balanced")
    assert np.isfinite(logits).all()
    assert ((logits > 0) == (sample().y == 1)).all()


def test_of_very_many_posts_one_fold_is_held_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heads, "_MOST_POSTS_IN_EVERY_FOLD", 30)
    held = np.isfinite(out_of_fold(sample(), 5, Regularisation(), class_weight="balanced"))
    assert held.sum() == len(POSTS) // 5
    # Whole groups, and both classes.
    assert (held[::2] == held[1::2]).all()
