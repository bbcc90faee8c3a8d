"""A functional suite is run on any model, or on the predictions of anyone."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rightsnlp.checks import FunctionalReport, evaluate_suite, evaluate_suite_predictions
from rightsnlp.data.suites import FunctionalSuite, load_suite
from rightsnlp.exceptions import InvalidArgumentError, SchemaError
from rightsnlp.intervals import wilson
from rightsnlp.records import Decision, LabelDecision
from rightsnlp.shipped import shipped_folder

CASES = pd.DataFrame(
    [
        ("threat", "a1", "out with them", "hateful", "refugees", "t1", "ar", "p1"),
        ("threat", "a2", "out with you", "hateful", "women", "t1", "ar", ""),
        ("threat", "h1", "out", "hateful", "women", "t2", "he", ""),
        ("mention", "a3", "in with them", "non-hateful", "refugees", "t3", "ar", "p1"),
        ("mention", "a4", "good morning", "non-hateful", "", "t4", "ar", ""),
    ],
    columns=[
        "functionality", "case_id", "test_case", "label_gold", "target_ident", "templ_id", "language", "pair",
    ],
)  # fmt: skip
SAID = pd.DataFrame(
    {
        "functionality": ["threat", "mention"],
        "failure": ["A threat would be missed.", "A name becomes enough."],
        "failure_ar": ["يفوت تهديد.", "يكفي ذكر الاسم."],
    }
)


def load(folder: Path, frame: pd.DataFrame) -> FunctionalSuite:
    frame.to_csv(folder / "mine.csv", index=False)
    return load_suite(folder / "mine.csv")


@pytest.fixture
def suite(tmp_path: Path) -> FunctionalSuite:
    return load(tmp_path, CASES)


class Words:
    """Knows hate speech by the word "with", and an unrelated label."""

    labels_ = ("other", "hate_speech")

    def predict_proba(self, posts: list[str]) -> np.ndarray:
        p = [0.9 if "with" in post else 0.2 for post in posts]
        return np.column_stack([np.zeros(len(p)), p])


class Deciding(Words):
    model_info_ = {"name": "demo", "version": "1"}  # noqa: RUF012

    def decide(self, posts: list[str]) -> list[dict[str, LabelDecision]]:
        rows = []
        for _, p in self.predict_proba(posts):
            word = Decision.REVIEW if p > 0.5 else Decision.NOT_ASSIGNED
            rows.append(
                {
                    "other": LabelDecision("other", Decision.INSUFFICIENT, math.nan, math.nan),
                    "hate_speech": LabelDecision("hate_speech", word, float(p), math.nan),
                }
            )
        return rows


def test_each_functionality_and_language_has_its_accuracy_n_and_interval(suite: FunctionalSuite) -> None:
    report = evaluate_suite(Words(), suite)
    frame = report.to_frame().set_index(["functionality", "language"])
    assert frame["n"].to_dict() == {("threat", "ar"): 2, ("threat", "he"): 1, ("mention", "ar"): 2}
    assert frame["correct"].to_dict() == {("threat", "ar"): 2, ("threat", "he"): 0, ("mention", "ar"): 1}
    assert tuple(frame.loc[("mention", "ar"), ["low", "high"]]) == wilson(1, 2)
    assert report.labels == ("hate_speech",)


def test_review_counts_as_not_assigned_and_stands_beside(suite: FunctionalSuite) -> None:
    report = evaluate_suite(Deciding(), suite)
    threat, mention = report.get("threat", language="ar"), report.get("mention")
    assert (threat.correct, threat.review, threat.wrong_in_review) == (0, 2, 2)
    assert (mention.correct, mention.review, mention.wrong_in_review) == (2, 1, 0)
    assert report.signature["decisions"] == "given"
    assert report.signature["model"] == {"name": "demo", "version": "1"}


def test_thresholds_given_take_the_place_of_the_models_decisions(suite: FunctionalSuite) -> None:
    report = evaluate_suite(Deciding(), suite, thresholds=0.5)
    assert report.get("threat", language="ar").correct == 2
    assert report.signature["thresholds"] == {"hate_speech": 0.5}


def test_totals_part_those_for_which_the_label_holds_from_the_others(suite: FunctionalSuite) -> None:
    totals = evaluate_suite(Words(), suite, language="ar").to_frame("totals").set_index("functionality")
    assert totals["n"].to_dict() == {"(all)": 4, "(label holds)": 2, "(label does not hold)": 2}
    assert totals["correct"].tolist() == [3, 2, 1]


def test_failures_are_told_in_words_the_worst_first(suite: FunctionalSuite) -> None:
    report = evaluate_suite(Words(), suite, functionalities=SAID)
    assert report.failures() == [
        "threat (he), hate_speech: 1 of 1 wrong, 0 of these in review. A threat would be missed.",
        "mention (ar), hate_speech: 1 of 2 wrong, 0 of these in review. A name becomes enough.",
    ]
    (first,) = report.failures(worst=1, language="ar")
    assert first.endswith("يفوت تهديد.")
    assert "in review" not in first


def test_hatechecks_own_functionalities_are_told_in_words_without_a_table(tmp_path: Path) -> None:
    suite = load(tmp_path, CASES.assign(functionality=["threat_dir_h"] * 3 + ["mine"] * 2))
    report = evaluate_suite(Words(), suite, language="he")
    assert report.failures()[0].endswith("A person in danger would wait in the queue behind harmless posts.")
    assert set(report.sentences) == {"threat_dir_h"}


def test_among_equally_wrong_what_no_person_will_see_comes_first(suite: FunctionalSuite) -> None:
    decisions = ["review", "review", "not_assigned", "not_assigned", "not_assigned"]
    worst = evaluate_suite_predictions(decisions, suite).worst()
    assert [result.language for result in worst] == ["he", "ar"]


def test_pairs_are_told_apart_and_frames_judged_alike(suite: FunctionalSuite) -> None:
    found = evaluate_suite(Words(), suite).to_frame("consistency").set_index("unit")
    assert found["asked"].to_dict() == {"pair": "told apart", "frame": "judged alike"}
    assert found["held"].to_dict() == {"pair": 0, "frame": 1}


def test_functionality_by_target_is_a_table_for_a_heat_map(suite: FunctionalSuite) -> None:
    table = evaluate_suite(Words(), suite).by_target()
    assert table["n"].columns.tolist() == ["refugees", "women", "(none)"]
    assert table["n"].loc["threat"].tolist() == [1, 2, 0]
    assert table["accuracy"].loc["threat"].tolist()[:2] == [1.0, 0.5]
    assert math.isnan(table["accuracy"].loc["threat", "(none)"])
    assert evaluate_suite(Words(), suite).by_target(language="he")["n"].to_numpy().tolist() == [[1]]
    with pytest.raises(InvalidArgumentError, match="of which there is no case"):
        evaluate_suite(Words(), suite).by_target("incitement")


def test_cases_whose_annotators_disagreed_stand_apart(tmp_path: Path) -> None:
    suite = load(tmp_path, CASES.assign(disagreement_in_case=[False, True, False, False, False]))
    report = evaluate_suite(Words(), suite)
    assert report.get("threat", language="ar").n == 1
    assert report.get("(annotators disagreed)", language="ar").n == 1
    assert {result.unit for result in report.consistency} == {"pair"}


def test_a_suite_without_language_target_or_pairs_is_run_too(tmp_path: Path) -> None:
    suite = load(tmp_path, CASES[["functionality", "case_id", "test_case", "label_gold"]])
    report = evaluate_suite(Words(), suite)
    assert report.get("threat").name == "threat"
    assert report.consistency == ()
    assert report.by_target()["n"].columns.tolist() == ["(none)"]
    with pytest.raises(InvalidArgumentError, match="a suite with a column 'language'"):
        evaluate_suite(Words(), suite, language="ar")


def test_every_label_the_suite_answers_for_is_judged_and_the_unknown_are_counted(tmp_path: Path) -> None:
    frame = CASES.assign(
        labels=["hate_speech|incitement", "hate_speech", "hate_speech", "", "wrongful_removal"],
        action=["", "", "", "", "removed"],
    )
    suite = load(tmp_path, frame)
    report = evaluate_suite_predictions(np.zeros((5, 3)), suite)
    assert report.labels == ("hate_speech", "incitement", "wrongful_removal")
    assert report.get("threat", "incitement", "ar").positives == 1
    assert report.get("mention", "wrongful_removal").n == 1
    assert report.signature["unknown"] == {"hate_speech": 0, "incitement": 0, "wrongful_removal": 4}


def test_a_suite_with_more_than_texts_is_handed_over_as_case_fields(tmp_path: Path) -> None:
    seen = []

    class Looking(Words):
        def predict_proba(self, posts):
            seen.append(list(posts.columns))
            return super().predict_proba(posts["text"])

    evaluate_suite(Looking(), load(tmp_path, CASES.assign(report="", action="removed")))
    assert seen == [["report", "action", "text"]]


def test_a_model_without_a_label_of_the_suite_is_refused(suite: FunctionalSuite) -> None:
    class Other(Words):
        labels_ = ("other", "spam")

    with pytest.raises(InvalidArgumentError, match="one of hate_speech, which the suite has answers for"):
        evaluate_suite(Other(), suite)


def test_a_model_that_takes_texts_only_is_told_so_by_the_shape(tmp_path: Path) -> None:
    suite = load(tmp_path, CASES.assign(action="removed"))
    with pytest.raises(InvalidArgumentError, match=r"got shape \(2, 2\)"):
        evaluate_suite(Words(), suite)
    assert evaluate_suite_predictions(Words().predict_proba(suite.texts)[:, 1], suite).totals


def test_multilingual_hatecheck_is_run_in_its_own_columns(tmp_path: Path) -> None:
    frame = CASES.rename(columns={"case_id": "mhc_case_id"}).drop(columns=["language", "pair"])
    frame["mhc_case_id"] = [f"arabic-{number}" for number in range(1, 6)]
    frame["templ_id"] = [1, 1, 2, 3, 4]
    frame["ref_case_id"] = [np.nan, np.nan, np.nan, 1.0, np.nan]
    frame["ref_templ_id"] = [np.nan, np.nan, np.nan, 1.0, np.nan]
    frame["disagreement_in_case"] = False
    found = evaluate_suite(Words(), load(tmp_path, frame)).to_frame("consistency").set_index("unit")
    assert found["language"].unique().tolist() == ["ar"]
    assert found["n"].to_dict() == {"frame": 1, "reference": 1}
    assert found["asked"].to_dict() == {"frame": "judged alike", "reference": "told apart"}


def test_a_language_that_is_not_there_is_refused(suite: FunctionalSuite) -> None:
    with pytest.raises(InvalidArgumentError, match="one of the suite's: ar, he"):
        evaluate_suite(Words(), suite, language="en")


def test_a_table_of_functionalities_without_its_columns_is_refused(suite: FunctionalSuite) -> None:
    with pytest.raises(SchemaError, match="has no column 'failure'"):
        evaluate_suite(Words(), suite, functionalities=SAID.drop(columns="failure"))


def test_predictions_in_the_suites_order_give_what_the_model_gives(suite: FunctionalSuite) -> None:
    P = Words().predict_proba(suite.texts)[:, 1]
    given_ = evaluate_suite_predictions(P, suite, language="ar").to_frame()
    pd.testing.assert_frame_equal(given_, evaluate_suite(Words(), suite, language="ar").to_frame())


def test_a_report_prints_renders_and_holds_no_text_of_a_case(suite: FunctionalSuite) -> None:
    report = evaluate_suite(Words(), suite, functionalities=SAID)
    forms = [str(report), report._repr_html_(), report.to_markdown(), json.dumps(report.to_dict())]
    for form in forms:
        assert "mention" in form
        assert "good morning" not in form
        assert "with them" not in form
    assert "A threat would be missed." in report.to_markdown(worst=1)
    assert "A name becomes enough." not in report.to_markdown(worst=1)
    assert report.signature_line in str(report)
    assert repr(report) == "FunctionalReport(suite='mine', labels=('hate_speech',))"


def test_a_report_of_a_perfect_system_has_no_failures(suite: FunctionalSuite) -> None:
    report = evaluate_suite_predictions(suite.Y[:, 0], suite, functionalities=SAID)
    assert report.failures() == []
    assert "Lowest accuracy" not in str(report)
    assert report.to_dict()["wrong"] == []
    assert "would be missed" not in report.to_markdown()


def test_a_report_is_read_back_from_plain_data_with_every_figure(tmp_path: Path) -> None:
    frame = CASES.assign(
        disagreement_in_case=[False, True, False, False, False],
        labels=["hate_speech|incitement", "hate_speech", "hate_speech", "", ""],
        target_ident=["refugees, migrants", 'the "others"', "نساء", "", ""],
    )
    report = evaluate_suite_predictions(
        [[0.9, 0.1, 0.1]] * 4 + [[0.1, 0.9, 0.9]], load(tmp_path, frame), functionalities=SAID
    )
    read = FunctionalReport.from_dict(json.loads(json.dumps(report.to_dict())))
    pd.testing.assert_frame_equal(read.cases, report.cases, check_dtype=False)
    assert read.to_dict() == report.to_dict()
    assert read.failures(language="ar") == report.failures(language="ar")
    assert (read.totals, read.results, read.consistency) == (
        report.totals,
        report.results,
        report.consistency,
    )
    assert read.to_markdown() == report.to_markdown()


@pytest.mark.parametrize(
    "change",
    [
        {"report": "rightsnlp-evaluation"},
        {"protocol": 1},
        {"protocol": 3},
        {"cases": "case_id\n1\n"},
        {"consistency": 1},
    ],
)
def test_other_data_is_no_report(suite: FunctionalSuite, change: dict[str, object]) -> None:
    data = evaluate_suite(Words(), suite).to_dict()
    with pytest.raises(SchemaError, match="report: "):
        FunctionalReport.from_dict(data | change)


def test_cases_with_a_decision_that_is_none_are_refused(suite: FunctionalSuite) -> None:
    data = evaluate_suite(Words(), suite).to_dict()
    with pytest.raises(SchemaError, match=r"what FunctionalReport\.to_dict gave"):
        FunctionalReport.from_dict(data | {"cases": data["cases"].replace("not_assigned", "perhaps")})


def test_markdown_holds_the_table_by_target_and_the_disagreed_cases_apart(tmp_path: Path) -> None:
    suite = load(tmp_path, CASES.assign(disagreement_in_case=[False, False, False, False, True]))
    text = evaluate_suite(Words(), suite).to_markdown()
    table = text.partition("## hate_speech by target: accuracy (n)\n\n")[2].partition("\n\n")[0]
    assert table.splitlines() == [
        "| functionality | refugees | women |",
        "| --- | --- | --- |",
        "| threat | 1.000 (1) | 0.500 (2) |",
        "| mention | 0.000 (1) |  |",
    ]
    apart = text.partition("## Cases whose annotators disagreed\n\n")[2]
    assert "| mention | ar | hate_speech | 1.000 |" in apart
    whole = evaluate_suite(Words(), load(tmp_path, CASES.drop(columns="target_ident"))).to_markdown()
    assert "by target" not in whole
    assert "disagreed" not in whole


def test_plain_data_names_the_cases_that_were_wrong(suite: FunctionalSuite) -> None:
    data = evaluate_suite(Words(), suite).to_dict()
    assert [entry["case_id"] for entry in data["wrong"]] == ["h1", "a3"]
    assert sum(cell["n"] for cell in data["targets"]) == len(suite)


def test_a_figure_that_is_ambiguous_or_absent_is_refused(suite: FunctionalSuite) -> None:
    report = evaluate_suite(Words(), suite)
    with pytest.raises(InvalidArgumentError, match="a language among ar, he"):
        report.get("threat")
    with pytest.raises(InvalidArgumentError, match=r"a row of report\.to_frame"):
        report.get("none")


RIGHTSCHECK = shipped_folder("datasets") / "rightscheck"
SHIPPED = load_suite(RIGHTSCHECK / "cases.csv")


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_counts_of_every_table_sum_to_the_cases_with_a_known_answer(seed: int) -> None:
    P = np.random.default_rng(seed).random(SHIPPED.Y.shape)
    report = evaluate_suite_predictions(P, SHIPPED, functionalities=RIGHTSCHECK / "functionalities.csv")
    assert isinstance(report, FunctionalReport)
    right = (P >= 0.5) == (SHIPPED.Y == 1)
    for column, label in enumerate(SHIPPED.labels):
        known = np.isfinite(SHIPPED.Y[:, column])
        expected = [known.sum(), right[known, column].sum()]
        frame, totals = report.to_frame(), report.to_frame("totals")
        of_label = frame[frame["label"] == label]
        assert of_label[["n", "correct"]].sum().tolist() == expected
        assert (of_label["failure"].str.len() > 15).all()
        totals = totals[(totals["label"] == label) & (totals["functionality"] == "(all)")]
        assert totals[["n", "correct"]].sum().tolist() == expected
        table = report.by_target(label)
        assert [table["n"].to_numpy().sum(), table["correct"].to_numpy().sum()] == expected
