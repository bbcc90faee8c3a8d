"""``card.toml`` holds what only a person can say, and is refused where it holds anything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from rightsnlp.exceptions import InputFileError, SchemaError
from rightsnlp.reporting.cards.facts import CardFacts, read_facts


def test_it_is_read_from_toml(tmp_path: Path) -> None:
    path = tmp_path / "card.toml"
    path.write_text('license = "mit"\nlanguages = ["ar"]\ngaps_ar = [" لا شيء. "]\n', encoding="utf-8")
    assert read_facts(path) == CardFacts(license="mit", languages=("ar",), gaps_ar=("لا شيء.",))


def test_what_may_be_empty_is_not_missing() -> None:
    full = CardFacts("mit", ("ar",), "cite", "command", ("gap",), ("ثغرة",))
    assert full.missing == []
    assert CardFacts().missing == ["license", "languages", "citation", "command", "gaps", "gaps_ar"]


@pytest.mark.parametrize(
    "data", [{"licence": "mit"}, {"languages": "ar"}, {"license": ["mit"]}, {"gaps": [1]}]
)
def test_another_field_or_kind_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(SchemaError, match="is no field, or not of its kind"):
        CardFacts.from_dict(data)


def test_a_file_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    (tmp_path / "card.toml").write_text("license:", encoding="utf-8")
    with pytest.raises(InputFileError, match=r"card\.toml: cannot be read"):
        read_facts(tmp_path / "card.toml")
    with pytest.raises(InputFileError):
        read_facts(tmp_path / "none.toml")
