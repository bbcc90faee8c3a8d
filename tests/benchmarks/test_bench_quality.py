"""The comparison of quality, on a handful of posts: that its parts do what its tables say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("fasttext", reason="fastText is for development only")


@pytest.fixture
def bench(project_root: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(project_root / "benchmarks")
    import bench_quality

    return bench_quality


@pytest.mark.slow
def test_it_prints_three_tables_and_keeps_numbers_only(
    run_benchmark: Callable[..., str], tiny_corpora: Path, tmp_path: Path
) -> None:
    arguments = (tiny_corpora, "--bits", 10, "--resamples", 50, "--cache", tmp_path / "scores")
    printed = run_benchmark("bench_quality.py", *arguments)
    assert printed.count("| l-hsab | 54 | 18 |") == 2
    assert "rightsnlp, largest logit, with offsets chosen inside" in printed
    kept = sorted((tmp_path / "scores").iterdir())
    assert {path.suffix for path in kept} == {".npy"}
    assert all(np.load(path, allow_pickle=False).shape[0] == 54 for path in kept)
    assert run_benchmark("bench_quality.py", *arguments) == printed


def test_one_corpus_alone(run_benchmark: Callable[..., str], tiny_corpora: Path) -> None:
    printed = run_benchmark(
        "bench_quality.py", tiny_corpora, "--fold-only", "mlma", "--bits", 10, "--resamples", 50
    )
    assert "| mlma | 54 | 18 |" in printed
    assert "l-hsab" not in printed


def test_a_post_of_the_held_out_corpus_is_never_learnt_from(bench, tiny_corpora: Path, monkeypatch) -> None:
    seen: list[str] = []

    def spy(system, train, test, bits, domains):
        seen.extend(train.groups)
        assert len(domains) == len(train)
        return np.zeros(len(test))

    monkeypatch.setattr(bench, "fit_and_score", spy)
    corpora = [bench.load(name, str(tiny_corpora)) for name in ("l-hsab", "mlma")]
    bench.across("rightsnlp", corpora[0], [corpora[0], corpora[1]], 10)
    assert seen
    assert not set(seen) & set(corpora[0].groups)


def test_offsets_move_the_classes_to_the_best_macro_f1(bench) -> None:
    rng = np.random.default_rng(0)
    y = rng.integers(0, 3, 300)
    logits = np.eye(3)[y] + rng.normal(0, 0.2, (300, 3))
    found = bench.offsets(logits - np.array([0.0, 1.0, 0.0]), y)
    assert found[1] - found[0] == pytest.approx(1.0, abs=0.3)


def test_macro_f1_is_scikit_learns(bench) -> None:
    from sklearn.metrics import f1_score

    rng = np.random.default_rng(1)
    y, labels = rng.integers(0, 3, (2, 50))
    weight = rng.integers(0, 3, 50).astype(float)
    expected = f1_score(y, labels, average="macro", sample_weight=weight)
    assert bench._macro_f1(weight[None], y, labels)[0] == pytest.approx(expected)
