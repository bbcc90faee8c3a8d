from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rightsnlp.checks.functional.consistency import case_groups
from rightsnlp.data.suites import hatecheck_failures, load_suite
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


# The columns and the values of the files that HateCheck and Multilingual HateCheck publish; the sentences are ours.
HATECHECK = (
    ",functionality,case_id,test_case,label_gold,target_ident,direction,focus_words,focus_lemma,ref_case_id,"
    "ref_templ_id,templ_id,case_templ\n"
    "0,threat_dir_h,1,Out with the women. ,hateful,women,general,out with,out,,,1,Out with the [IDENTITY_P].\n"
    "1,threat_dir_h,2,Out with the Muslims. ,hateful,Muslims,directed,out with,out,,,1,Out with the [IDENTITY_P].\n"
    '2,counter_quote_nh,2101,"He said ""out with the women"", which is vile.",non-hateful,women,,-,-,1,1,524,\n'
    "3,profanity_nh,2202,Damn this rain.,non-hateful,,,damn,damn,,,611,\n"
)
ANNOTATIONS = (
    ",functionality,case_id,templ_id,test_case,label_gold,label_1,label_2,label_3,label_4,label_5,label_6,label_7,"
    "label_8,label_9,label_10,count_label_h,count_label_nh,label_annot_maj\n"
    "0,threat_dir_h,1,1,Out with them. ,hateful,hateful,,hateful,hateful,,,hateful,,non-hateful,,4,1,hateful\n"
    "1,threat_dir_h,2,1,Out. ,hateful,hateful,,hateful,hateful,,,non-hateful,,non-hateful,,3,2,hateful\n"
    "2,profanity_nh,3,2,Damn. ,non-hateful,,,non-hateful,hateful,,,hateful,,hateful,hateful,4,1,hateful\n"
)
MULTILINGUAL = (
    "mhc_case_id,functionality,test_case,label_gold,target_ident,ref_case_id,ref_templ_id,templ_id,case_templ,"
    "gender_male,gender_female,label_annotated,label_annotated_maj,disagreement_in_case,disagreement_in_template\n"
    "arabic-1,threat_dir_h,اطردوا النساء.,hateful,women,,,1,اطردوا ال[IDENT_P].,,,"
    "\"['hateful', 'hateful', 'hateful']\",hateful,False,True\n"
    "arabic-2,threat_dir_h,اطردوا اللاجئين.,hateful,immigrants,,,1,اطردوا ال[IDENT_P].,,,"
    "\"['non-hateful', 'hateful', 'non-hateful']\",non-hateful,True,True\n"
    "arabic-3,ident_pos_nh,أهلًا بالنساء.,non-hateful,women,1.0,1.0,2,,أهلًا ب[male_IDENT_S].,أهلًا ب[female_IDENT_S].,"
    "\"['non-hateful', 'non-hateful', 'non-hateful']\",non-hateful,False,False\n"
)


def test_hatechecks_own_file_is_read_as_it_is(tmp_path: Path) -> None:
    loaded = load_suite(suite(tmp_path, HATECHECK), language="en")

    assert "" not in loaded.frame.columns
    assert loaded.texts[0] == "Out with the women. "
    assert loaded.Y[:, 0].tolist() == [1, 1, 0, 0]
    assert loaded.frame["case_id"].tolist() == ["1", "2", "2101", "2202"]
    assert set(loaded.frame["language"]) == {"en"}
    assert load_suite(suite(tmp_path, HATECHECK)).frame["language"].tolist() == [""] * 4
    assert "disagreement_in_case" not in loaded.frame


def test_hatechecks_cases_belong_together_by_template_and_reference(tmp_path: Path) -> None:
    groups = case_groups(load_suite(suite(tmp_path, HATECHECK)).frame)

    assert [tuple(row) for row in groups.to_numpy()] == [
        ("frame", "1", "1"), ("frame", "1", "2"), ("reference", "2101", "1"), ("reference", "2101", "2101"),
    ]  # fmt: skip


def test_in_hatechecks_annotations_fewer_than_four_in_five_are_a_disagreement(tmp_path: Path) -> None:
    loaded = load_suite(suite(tmp_path, ANNOTATIONS))

    assert loaded.frame["disagreement_in_case"].tolist() == ["False", "True", "True"]


def test_multilingual_hatechecks_own_file_is_read_as_it_is(tmp_path: Path) -> None:
    loaded = load_suite(suite(tmp_path, MULTILINGUAL))

    assert loaded.frame["case_id"].tolist() == ["arabic-1", "arabic-2", "arabic-3"]
    assert loaded.frame["language"].tolist() == ["ar"] * 3
    assert loaded.frame["disagreement_in_case"].str.lower().tolist() == ["false", "true", "false"]
    references = case_groups(loaded.frame).query("unit == 'reference'")
    assert references["case_id"].tolist() == ["arabic-1", "arabic-3"]


def test_a_majority_against_the_gold_label_is_a_disagreement(tmp_path: Path) -> None:
    text = (
        HEADER.replace("\n", ",label_annotated_maj\n")
        + "f,1,a,hateful,,,,non-hateful\nf,2,b,hateful,,,,hateful\n"
    )

    assert load_suite(suite(tmp_path, text)).frame["disagreement_in_case"].tolist() == ["True", "False"]


def test_the_language_of_every_multilingual_suite_is_known(tmp_path: Path) -> None:
    names = [
        "arabic",
        "dutch",
        "french",
        "german",
        "hindi",
        "italian",
        "mandarin",
        "polish",
        "portuguese",
        "spanish",
    ]
    rows = "".join(f"f,{name}-1,a,hateful,,,\n" for name in names)
    loaded = load_suite(suite(tmp_path, HEADER.replace("case_id", "mhc_case_id") + rows))

    assert loaded.frame["language"].tolist() == ["ar", "nl", "fr", "de", "hi", "it", "zh", "pl", "pt", "es"]


def test_every_functionality_of_hatecheck_says_what_a_failure_would_mean_in_both_languages() -> None:
    said = hatecheck_failures()

    assert len(said) == 30
    assert all(name.endswith(("_h", "_nh")) and set(texts) == {"en", "ar"} for name, texts in said.items())
    assert all(len(text) > 15 and text.endswith(".") for texts in said.values() for text in texts.values())


def test_a_language_that_the_file_tells_is_kept(tmp_path: Path) -> None:
    text = HEADER.replace("\n", ",language\n") + "f,arabic-1,a,hateful,,,,apc\n"

    assert load_suite(suite(tmp_path, text), language="en").frame["language"].tolist() == ["apc"]


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


@pytest.mark.parametrize(
    ("hateful", "other"),
    [("hateful", "non-hateful"), ("Hateful", "not hateful"), ("hate", "nothate"), ("1", "0"), ("1.0", "0.0")],
)
def test_the_gold_label_is_read_in_every_spelling_of_the_copies(
    tmp_path: Path, hateful: str, other: str
) -> None:
    rows = f"f,1,نص,{hateful},,,1\ng,2,نص آخر,{other},,,2\n"
    assert load_suite(suite(tmp_path, HEADER + rows)).Y[:, 0].tolist() == [1, 0]


def test_of_two_columns_of_identifiers_the_multilingual_one_counts(tmp_path: Path) -> None:
    text = "functionality,mhc_case_id,case_id,test_case,label_gold\nf,arabic-1,1,نص,hateful\n"
    loaded = load_suite(suite(tmp_path, text))
    assert loaded.frame[["case_id", "language", "case_number"]].values.tolist() == [["arabic-1", "ar", "1"]]


def test_another_gold_label_is_refused_by_row(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="row 1 has another label_gold"):
        load_suite(suite(tmp_path, HEADER + "f,1,نص,perhaps,,,1\n"))
