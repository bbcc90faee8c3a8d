"""The labels are data, versioned, and can be replaced."""

from __future__ import annotations

from pathlib import Path

import pytest

from rightsnlp.exceptions import InputFileError, InvalidArgumentError, SchemaError
from rightsnlp.taxonomy import Taxonomy, load_taxonomy, simple_taxonomy


def test_the_monitors_labels_in_order() -> None:
    assert load_taxonomy().names == ("hate_speech", "incitement", "wrongful_removal")


@pytest.mark.parametrize("label", load_taxonomy().labels, ids=lambda label: label.name)
def test_every_label_is_defined_in_english_and_arabic(label: object) -> None:
    for texts in (label.title, label.definition):  # type: ignore[attr-defined]
        assert set(texts) == {"en", "ar"}
        assert any("\u0600" <= character <= "\u06ff" for character in texts["ar"])


def test_wrongful_removal_is_never_read_off_the_post_alone() -> None:
    assert "text" not in load_taxonomy()["wrongful_removal"].needs_any


def test_the_definition_of_incitement_claims_no_legal_threshold() -> None:
    assert "never says that a legal threshold is met" in load_taxonomy()["incitement"].definition["en"]


def test_it_survives_a_round_trip_as_plain_data() -> None:
    taxonomy = load_taxonomy()
    assert Taxonomy.from_dict(taxonomy.to_dict()) == taxonomy


def test_another_label_set_can_be_loaded(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('name = "mine"\nversion = "1"\n[[labels]]\nname = "spam"\n', encoding="utf-8")
    assert load_taxonomy(path).names == ("spam",)
    assert load_taxonomy(path)["spam"].reads == ("text",)


@pytest.mark.parametrize(
    ("content", "error", "said"),
    [
        ("name = ", InputFileError, "not TOML"),
        ('name = "x"\nversion = "1"\nlabels = []', SchemaError, "no labels"),
        ('version = "1"\n[[labels]]\nname = "a"', SchemaError, "name"),
        (
            'name = "x"\nversion = "1"\n[[labels]]\nname = "a"\n[[labels]]\nname = "a"',
            SchemaError,
            "repeated",
        ),
        ('name = "x"\nversion = "1"\n[[labels]]\nname = "a"\nreads = ["soul"]', SchemaError, "soul"),
    ],
)
def test_what_is_no_taxonomy_is_refused(
    tmp_path: Path, content: str, error: type[Exception], said: str
) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(error, match=said):
        load_taxonomy(path)


def test_a_missing_file_is_named_without_its_folder(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match=r"taxonomy: cannot read 'none\.toml'") as caught:
        load_taxonomy(tmp_path / "none.toml")
    assert str(tmp_path) not in str(caught.value)


def test_a_label_that_is_not_there_is_answered_with_those_that_are() -> None:
    with pytest.raises(InvalidArgumentError, match="one of a, b"):
        simple_taxonomy(["a", "b"])["c"]
