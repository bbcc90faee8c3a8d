"""The guideline says the same in both languages, defines every label, and its examples keep its own rules."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from rightsnlp.records import ACTIONS, CASE_FIELDS
from rightsnlp.taxonomy import load_taxonomy

DOCS = Path(__file__).resolve().parents[1] / "docs"
ENGLISH, ARABIC = DOCS / "guideline.md", DOCS / "guideline.ar.md"
BOTH = pytest.mark.parametrize("path", [ENGLISH, ARABIC], ids=["en", "ar"])
PARTS = {
    "Post": "post",
    "المنشور": "post",
    "Report": "report",
    "البلاغ": "report",
    "Action": "action",
    "الإجراء": "action",
}
TAXONOMY = load_taxonomy()


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


class Example:
    def __init__(self, row: str) -> None:
        number, case, labels, self.why = (cell.strip() for cell in row.strip().strip("|").split(" | "))
        self.number = int(number)
        self.labels = set(re.findall(r"`([^`]+)`", labels))
        self.originals = re.findall(r"«([^»]+)»", case)
        self.action = next(iter(re.findall(r"`([^`]+)`", case)), "none")
        self.parts = {PARTS[name] for name in re.findall(r"\*\*([^:]+):\*\*", case) if name in PARTS}


def examples(path: Path) -> list[Example]:
    return [Example(row) for row in re.findall(r"^\| \d+ \|.*$", read(path), re.MULTILINE)]


def headings(path: Path) -> list[str]:
    return re.findall(r"^(#+ \d*)", read(path), re.MULTILINE)


def section(path: Path, number: int) -> str:
    return read(path).split(f"\n## {number}. ")[1].split("\n## ")[0]


class TestExamples:
    @BOTH
    def test_they_are_numbered_in_order_and_counted_in_the_text(self, path: Path) -> None:
        numbers = [example.number for example in examples(path)]
        assert numbers == list(range(1, 83))
        assert str(len(numbers)) in read(path).split("\n## 1.")[0]

    def test_they_are_the_same_in_both_languages(self) -> None:
        for english, arabic in zip(examples(ENGLISH), examples(ARABIC), strict=True):
            assert english.labels == arabic.labels, english.number
            assert english.originals == arabic.originals, english.number
            assert (english.parts, english.action) == (arabic.parts, arabic.action), english.number

    @BOTH
    def test_their_labels_are_those_of_the_taxonomy(self, path: Path) -> None:
        for example in examples(path):
            assert example.labels, example.number
            assert example.labels <= {*TAXONOMY.names, "none", "skip", "wrongful_removal?"}, example.number
            assert len(example.labels) == 1 or not example.labels & {"none", "skip"}, example.number

    @BOTH
    def test_their_actions_are_those_of_the_records(self, path: Path) -> None:
        assert {example.action for example in examples(path)} <= set(ACTIONS)

    @BOTH
    def test_no_label_is_read_from_what_a_case_lacks(self, path: Path) -> None:
        for example in examples(path):
            acted = example.action not in {"none", "unknown"}
            if example.labels & {"hate_speech", "incitement"}:
                assert "post" in example.parts, example.number
            if "wrongful_removal" in example.labels:
                assert "report" in example.parts or acted, example.number
            if "wrongful_removal?" in example.labels:
                assert example.parts == {"post"}, example.number

    @BOTH
    def test_what_is_hateful_was_not_removed_wrongfully(self, path: Path) -> None:
        for example in examples(path):
            if "wrongful_removal" in example.labels:
                assert example.labels == {"wrongful_removal"}, example.number

    @BOTH
    def test_every_label_has_several_and_at_least_two_in_five_have_none(self, path: Path) -> None:
        found = [example.labels for example in examples(path)]
        for name in TAXONOMY.names:
            assert sum(name in labels for labels in found) >= 8, name
        assert sum(labels == {"none"} for labels in found) >= 24

    @BOTH
    def test_each_says_why(self, path: Path) -> None:
        assert all(example.why for example in examples(path))

    @BOTH
    def test_none_is_told_twice(self, path: Path) -> None:
        told = [example.originals[0] for example in examples(path)]
        assert len(told) == len(set(told))

    def test_examples_in_other_scripts_have_a_gloss(self) -> None:
        """English readers get one for Arabic and Hebrew, Arabic readers for Hebrew and Latin letters."""
        for path, foreign in ((ENGLISH, "[\u0590-\u06ff]"), (ARABIC, "[\u0590-\u05ff]|[a-z]{3}")):
            for original, after in re.findall(r"«([^»]+)»(..)", section(path, 5)):
                if re.search(foreign, original):
                    assert after == " (", (path.name, original)

    @BOTH
    def test_they_are_called_synthetic(self, path: Path) -> None:
        assert re.search(r"\*\*(synthetic|مصطنعة)\*\*", read(path))


class TestText:
    def test_both_have_the_same_sections(self) -> None:
        assert headings(ENGLISH) == headings(ARABIC)

    def test_both_are_of_one_version(self) -> None:
        assert re.findall(r"Version (\d+)\.", read(ENGLISH)) == re.findall(r"الإصدار (\d+)\.", read(ARABIC))

    @pytest.mark.parametrize(("path", "language"), [(ENGLISH, "en"), (ARABIC, "ar")])
    def test_every_label_is_defined_under_its_title(self, path: Path, language: str) -> None:
        for label in TAXONOMY.labels:
            assert f"\n### `{label.name}` – {label.title[language]}\n\n" in read(path)

    @BOTH
    def test_the_questions_of_the_tree_are_numbered_and_lead_to_every_label(self, path: Path) -> None:
        tree = section(path, 4)
        assert [int(n) for n in re.findall(r"^(\d+)\. ", tree, re.MULTILINE)] == list(range(1, 16))
        for name in TAXONOMY.names:
            assert f"**`{name}`**" in tree

    def test_both_trees_lead_the_same_way(self) -> None:
        """Question for question: the sections, labels and next questions that it names."""
        english, arabic = (
            re.split(r"^(?=\d+\. )", section(path, 4), flags=re.MULTILINE) for path in (ENGLISH, ARABIC)
        )
        for one, other in zip(english, arabic, strict=True):
            assert re.findall(r"\d+|`\w+`", one) == re.findall(r"\d+|`\w+`", other)

    @BOTH
    def test_the_rabat_fields_are_those_of_a_case(self, path: Path) -> None:
        fields = [field for field in CASE_FIELDS if field.startswith("rabat_")]
        assert re.findall(r"^\| `(rabat_\w+)` \|", read(path), re.MULTILINE) == fields

    def test_both_rest_on_the_same_sources(self) -> None:
        texts = [" ".join(section(path, 12).split()) for path in (ENGLISH, ARABIC)]
        titles = [re.findall(r"\*([^*]+)\*", text) for text in texts]
        assert titles[0] == titles[1]
        assert len(titles[0]) >= 10

    @BOTH
    def test_links_lead_to_files_that_exist(self, path: Path) -> None:
        links = re.findall(r"\]\(([^)#\s]+)\)", read(path))
        assert links
        for link in links:
            assert (path.parent / link).is_file(), link

    def test_arabic_is_set_from_right_to_left_and_code_is_not(self) -> None:
        text = read(ARABIC)
        assert text.startswith('<div dir="rtl">\n\n')
        assert text.endswith("\n\n</div>\n")
        assert text.count("<div") == text.count("</div>")
        assert len(re.findall(r'<div dir="ltr">\n\n```', text)) == text.count("\n```\n")

    @BOTH
    def test_nothing_is_printed_that_was_not_read_at_its_source(self, path: Path) -> None:
        assert "unverified" not in read(path).lower()

    @BOTH
    def test_the_code_runs(self, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        said: Callable[[int], dict[str, object]] = lambda user: {  # noqa: E731
            "completed_by": user,
            "result": [{"type": "choices", "value": {"choices": ["incitement"]}}],
        }
        task = {"id": 1, "data": {"text": "كلام"}, "annotations": [said(1), said(2)]}
        (tmp_path / "export.json").write_text(json.dumps([task]), encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        namespace: dict[str, object] = {}
        (code,) = re.findall(r"^```python\n(.*?)^```", read(path), re.DOTALL | re.MULTILINE)
        exec(compile(code, path.name, "exec"), namespace)  # our own file, as a reader would run it
        assert "incitement" in str(namespace["table"])
