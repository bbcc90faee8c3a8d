from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rightsnlp.data.suites import load_suite
from rightsnlp.exceptions import InputFileError, SchemaError

HEADER = "functionality,case_id,test_case,label_gold,target_ident,direction,templ_id\n"


def suite(folder: Path, text: str) -> Path:
    path = folder / "check.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_hatecheck_columns_load_as_a_suite(tmp_path: Path) -> None:
    path = suite(
        tmp_path,
        HEADER
        + 'derog_neg_emote_h,1,نص عن جماعة,hateful,muslims,general,10\nident_pos_nh,2,"نص, لطيف",non-hateful,,,11\n',
    )
    loaded = load_suite(path)

    assert len(loaded) == 2
    assert loaded.texts[1] == "نص, لطيف"
    assert loaded.Y[:, 0].tolist() == [1, 0]
    assert np.isnan(loaded.Y[:, 1:]).all()
    assert loaded.functionality.tolist() == ["derog_neg_emote_h", "ident_pos_nh"]
    assert loaded.frame["target_ident"].tolist() == ["muslims", ""]
    assert repr(loaded) == "FunctionalSuite('check', n=2, functionalities=2)"


def test_multilingual_hatecheck_names_its_identifier_otherwise(tmp_path: Path) -> None:
    text = HEADER.replace("case_id", "mhc_case_id") + "profanity_nh,arabic-7,نص,Non-Hateful,,,1\n"

    assert load_suite(suite(tmp_path, text)).frame["case_id"].tolist() == ["arabic-7"]


def test_a_column_of_labels_answers_for_the_other_labels_too(tmp_path: Path) -> None:
    text = (
        "functionality,case_id,test_case,label_gold,direct,templ_id,labels,action\n"
        "threat,1,نص,hateful,,,hate_speech|incitement,\n"
        "removal,2,نص,non-hateful,,,wrongful_removal,removed\n"
        "news,3,نص,non-hateful,,,,\n"
    )
    loaded = load_suite(suite(tmp_path, text))

    # A removal cannot be judged where neither a report nor an action is given.
    np.testing.assert_array_equal(loaded.Y, [[1, 1, np.nan], [0, 0, 1], [0, 0, np.nan]])
    assert "direction" in loaded.frame


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("f,1,سر,maybe,,,\n", "row 1 has another label_gold"),
        ("f,1, ,hateful,,,\n", "row 1 has no test_case"),
    ],
)
def test_a_broken_case_is_refused_by_row_without_its_text(tmp_path: Path, row: str, message: str) -> None:
    with pytest.raises(SchemaError, match=message) as caught:
        load_suite(suite(tmp_path, HEADER + row))
    assert "سر" not in str(caught.value)


def test_labels_that_contradict_the_gold_label_are_refused(tmp_path: Path) -> None:
    text = "functionality,case_id,test_case,label_gold,labels\nf,1,a,hateful,hate_speech\nf,2,b,hateful,incitement\n"

    with pytest.raises(
        SchemaError, match=r"row 2 has labels that contradict its label_gold \(1 rows in all\)"
    ):
        load_suite(suite(tmp_path, text))


def test_another_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="has no column 'functionality'"):
        load_suite(suite(tmp_path, "text,label\na,1\n"))
    with pytest.raises(InputFileError, match="there is no such file"):
        load_suite(tmp_path / "none.csv")
