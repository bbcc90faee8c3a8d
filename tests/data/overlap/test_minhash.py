from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from rightsnlp.data.overlap.minhash import (
    N_PERMUTATIONS,
    jaccard,
    rows_a_band,
    shingle,
    signatures,
    similar_pairs,
)


def random_documents(n: int, seed: int = 0) -> list[list[str]]:
    rng = np.random.default_rng(seed)
    return [[f"w{word}" for word in rng.integers(0, 5000, rng.integers(3, 30))] for _ in range(n)]


def with_copies(documents: list[list[str]]) -> list[list[str]]:
    """Each document, and after it a copy: with a word changed in the middle, or one added at the end."""
    copies = [
        [*words, f"x{i}"] if i % 2 else [*words[: len(words) // 2], f"x{i}", *words[len(words) // 2 + 1 :]]
        for i, words in enumerate(documents)
    ]
    return [document for pair in zip(documents, copies, strict=True) for document in pair]


def test_shingles_are_distinct_and_shared_by_equal_word_runs() -> None:
    sets = shingle([["a", "b", "c", "a", "b", "c"], ["b", "c", "a"], ["a", "b"], ["a", "b"]], 3)
    rows = [set(sets.hashes[a:b].tolist()) for a, b in zip(sets.offsets, sets.offsets[1:], strict=False)]

    assert [len(row) for row in rows] == [3, 1, 1, 1]
    assert rows[1] < rows[0]
    assert rows[2] == rows[3]
    assert not rows[2] & rows[0]


def test_word_order_matters() -> None:
    sets = shingle([["a", "b", "c"], ["c", "b", "a"]], 3)

    assert sets.hashes[0] != sets.hashes[1]


def test_jaccard_is_exact() -> None:
    documents = with_copies(random_documents(50))
    sets = shingle(documents, 2)
    pairs = np.array([[i, i + 1] for i in range(99)])
    grams = [set(pairwise(words)) for words in documents]
    expected = [len(grams[i] & grams[j]) / len(grams[i] | grams[j]) for i, j in pairs]

    np.testing.assert_allclose(jaccard(sets, pairs), expected)


def test_the_share_of_equal_minima_estimates_jaccard() -> None:
    sets = shingle(with_copies(random_documents(300)), 1)
    pairs = np.array([[2 * i, 2 * i + 1] for i in range(300)])
    minima = signatures(sets)
    estimate = (minima[pairs[:, 0]] == minima[pairs[:, 1]]).mean(axis=1)
    error = estimate - jaccard(sets, pairs)

    assert abs(error.mean()) < 0.01
    assert np.abs(error).max() < 5 * 0.5 / np.sqrt(N_PERMUTATIONS)


@pytest.mark.parametrize("threshold", [0.5, 0.7, 0.9])
def test_pairs_found_are_those_of_comparing_all(threshold: float) -> None:
    sets = shingle(with_copies(random_documents(200)), 3)
    n = len(sets.offsets) - 1
    everything = np.array([[i, j] for i in range(n) for j in range(i + 1, n)])
    expected = {tuple(pair) for pair in everything[jaccard(sets, everything) >= threshold]}
    found = {tuple(pair) for pair in similar_pairs(sets, threshold)}

    assert found <= expected
    assert len(found) >= 0.98 * len(expected) > 10


@pytest.mark.parametrize("threshold", [0.1, 0.3, 0.5, 0.7, 0.9, 1.0])
def test_a_pair_at_the_threshold_is_nearly_always_a_candidate(threshold: float) -> None:
    rows = rows_a_band(threshold)
    missed = (1 - threshold**rows) ** (N_PERMUTATIONS // rows)

    assert missed <= 0.005


def test_signatures_do_not_depend_on_what_else_is_there() -> None:
    documents = random_documents(20)

    np.testing.assert_array_equal(
        signatures(shingle(documents, 3))[:5], signatures(shingle(documents[:5], 3))
    )


def test_rensa_estimates_the_same_similarity() -> None:
    rensa = pytest.importorskip("rensa")
    documents = with_copies(random_documents(200))
    grams = [[" ".join(words[i : i + 3]) for i in range(len(words) - 2)] for words in documents]
    theirs = [rensa.RMinHash.from_token_sets([tokens], num_perm=128, seed=1)[0] for tokens in grams]
    pairs = np.array([[2 * i, 2 * i + 1] for i in range(200)])
    minima = signatures(shingle(documents, 3))
    ours = (minima[pairs[:, 0]] == minima[pairs[:, 1]]).mean(axis=1)
    reference = np.array([theirs[i].jaccard(theirs[j]) for i, j in pairs])

    assert abs((ours - reference).mean()) < 0.01
    assert np.corrcoef(ours, reference)[0, 1] > 0.98
