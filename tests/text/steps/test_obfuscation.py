from __future__ import annotations

import csv
import re
from collections import Counter

import pytest

from rightsnlp.text.normalize import normalize
from rightsnlp.text.offsets import apply_edits
from rightsnlp.text.steps.obfuscation import (
    dot_letters,
    drop_repeats,
    join_letters,
    join_pieces,
    replace_lookalikes,
)


def variants(project_root):
    path = project_root / "tests" / "golden" / "obfuscation.tsv"
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            written = re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), row["written"])
            yield row["list"], written, row["expected"]


def test_nine_in_ten_written_variants_are_undone(project_root):
    total, undone = Counter(), Counter()
    for name, written, expected in variants(project_root):
        total[name] += 1
        undone[name] += normalize(written) == expected

    assert total.total() >= 150
    assert undone.total() >= 0.9 * total.total()
    # The last list was written when rules and words were fixed, and half of its words are in no table.
    assert undone["held back"] >= 0.65 * total["held back"]


@pytest.mark.parametrize(
    ("step", "written", "expected"),
    [
        (join_letters, "ق.ت.ل", "قتل"),
        (join_letters, "ق - ت - ل", "قتل"),
        (join_letters, "ا ق ت ل و ا ا ل ع ر ب", "اقتلوا العرب"),
        (join_pieces, "فلس.طين", "فلسطين"),
        (join_pieces, "ق🔪تل", "قتل"),
        (dot_letters, "سهٮد", "شهيد"),
        (replace_lookalikes, "فلس6ين", "فلسطين"),
        (replace_lookalikes, "حم@س", "حماس"),
        (drop_repeats, "ييههوودد", "يهود"),
    ],
)
def test_each_step_undoes_its_own_dodge(step, written, expected):
    assert apply_edits(written, step(written)) == expected


@pytest.mark.parametrize("step", [join_letters, join_pieces, dot_letters, replace_lookalikes, drop_repeats])
@pytest.mark.parametrize(
    "ordinary",
    [
        "م.ت.ف", "ش.م.م", "د.محمد", "أ.د. خالد", "ص.ب 12", "من.هم", "انتهى.وبدأ", "طالب/ة", "المعلم-ة",
        "15يوم", "يوم15", "ب100 شيكل", "ال6 مساء", "3 مرات", "9شباب", "7كم", "في10", "الـiPhone", "covid19",
        "الله", "ممتاز", "بموووت", "لللل", "والله!", "يارب❤", "حبيبي❤حياتي", "و ع ب", "ا ب ت ث", "1.5", "12/10/2023",
        "محمد،علي", "نعم..لا", "الساعه 5:30", "$100", "@محمد",
    ],
)  # fmt: skip
def test_ordinary_writing_is_left_alone(step, ordinary):
    assert apply_edits(ordinary, step(ordinary)) == ordinary


def test_offsets_of_a_joined_word_leave_out_the_signs():
    assert [edit.start for edit in join_letters("(ق.ت.ل)")] == [2, 4]


def test_a_word_that_could_be_two_becomes_the_commoner():
    # ٯٮل may be قتل or قبل; guessing the charged word would accuse the innocent one.
    assert normalize("ٯٮل") == "قبل"
