"""The head of a card is written and read by huggingface_hub's own classes."""

from __future__ import annotations

import pytest
from huggingface_hub import DatasetCardData, ModelCardData
from hypothesis import given
from hypothesis import strategies as st

from rightsnlp.exceptions import InputFileError
from rightsnlp.reporting.cards.head import read_card, write_card

TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40).filter(
    lambda text: text == text.strip()
)


@given(TEXTS, st.lists(TEXTS, min_size=1, max_size=3))
def test_what_is_written_is_read_back(name: str, languages: list[str]) -> None:
    text = write_card(DatasetCardData(pretty_name=name, language=languages), "# عنوان\n\n---\n\nنصّ\n")
    head, body = read_card(text, "dataset")
    assert head == {"pretty_name": name, "language": languages}
    assert body == "# عنوان\n\n---\n\nنصّ"


def test_a_text_without_a_head_is_all_body() -> None:
    assert read_card("# Mine\n", "dataset") == ({}, "# Mine")


@pytest.mark.parametrize("head", ["license: [", "- a\n- b", "model-index:\n- nothing: 1"])
def test_a_broken_head_is_refused(head: str) -> None:
    with pytest.raises(InputFileError, match="its head cannot be read"):
        read_card(f"---\n{head}\n---\n\n# Mine\n", "model")


def test_the_head_is_the_same_each_time() -> None:
    data = {"license": "mit", "tags": ["b", "a"], "language": ["no", "ar"]}
    assert write_card(ModelCardData(**data), "") == write_card(ModelCardData(**data), "")
    assert read_card(write_card(ModelCardData(**data), ""), "model")[0]["language"] == ["no", "ar"]
