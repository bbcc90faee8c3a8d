"""A recipe says everything; dev posts never train; the test part is never opened."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rightsnlp.data.cases import load_cases
from rightsnlp.exceptions import InputFileError, InvalidArgumentError, SchemaError
from rightsnlp.training.recipe import default_recipe, load_parts, read_recipe


def test_the_shipped_recipe_reads() -> None:
    recipe = read_recipe(default_recipe())
    assert recipe.name == "rightsnlp-base"
    assert set(recipe.aims) == {"hate_speech", "incitement", "wrongful_removal"}


@pytest.mark.parametrize(
    ("content", "error", "said"),
    [
        ("name =", InputFileError, "not TOML"),
        ('name = "x"', SchemaError, "version"),
        ('name = "x"\nversion = "1"\n[features]\ncolour = 1', SchemaError, "colour"),
        ('name = "x"\nversion = "1"\n[features]\nbits = 99', InvalidArgumentError, "bits: got 99"),
        ('name = "x"\nversion = "1"\n[aims.a]\nprecision = 2.0', InvalidArgumentError, "precision: got 2"),
    ],
)
def test_a_recipe_that_is_wrong_is_refused(
    tmp_path: Path, content: str, error: type[Exception], said: str
) -> None:
    path = tmp_path / "recipe.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(error, match=said):
        read_recipe(path)


@pytest.mark.corpora
def test_no_dev_post_trains_in_any_source(corpora_dir: Path) -> None:
    parts = load_parts(read_recipe(default_recipe()), corpora_dir)
    train = np.concatenate([part.train.groups for part in parts])
    dev = np.concatenate([part.dev.groups for part in parts])
    assert set(train).isdisjoint(dev)


@pytest.mark.corpora
def test_no_case_of_the_test_part_is_loaded(corpora_dir: Path) -> None:
    parts = load_parts(read_recipe(default_recipe()), corpora_dir)
    loaded = {
        case
        for part in parts
        if part.source.name == "rightsnlp-cases"
        for case in part.train.frame["case_id"]
    }
    assert loaded.isdisjoint(load_cases(split="test").frame["case_id"])
