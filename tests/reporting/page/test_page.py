"""The parts of the report in one language, as the template asks for them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

pytest.importorskip("markupsafe", reason="extra plots")

from rightsnlp.evaluation import evaluate_arrays
from rightsnlp.rendering.reasons import Reason
from rightsnlp.rendering.words import Messages
from rightsnlp.reporting.page.content import Drawing, ReportContent
from rightsnlp.reporting.page.page import Page

from .example_report import example_content


@pytest.fixture(scope="module")
def content() -> ReportContent:
    return example_content()


def test_systems_may_be_judged_on_different_labels() -> None:
    first = evaluate_arrays([1, 0], [0.9, 0.1], ["hate_speech"], n_resamples=5)
    second = evaluate_arrays([1, 0], [0.9, 0.1], ["incitement"], n_resamples=5)
    page = Page(ReportContent("title", ("a", "b"), (first, second)), Messages("en"))
    assert [[system["name"] for system in page.systems_of(label)] for label in page.labels] == [["a"], ["b"]]
    assert any("Incitement stands for a claim" in limit for limit in page.limits)


def test_rows_that_are_all_undefined_for_one_reason_are_one_note(content: ReportContent) -> None:
    assert content.slices is not None
    silent = content.slices.assign(value=np.nan, reason=Reason("nothing_assigned"))
    part = next(Page(replace(content, slices=silent), Messages("en")).slice_tables())
    assert {(group["note"], len(group["rows"])) for group in part["groups"]} == {
        (Reason("nothing_assigned"), 0)
    }


def test_every_figure_of_every_system_is_in_the_table(content: ReportContent) -> None:
    shown = Page(content, Messages("en"))
    figures = sum(
        len(results) for _, report in shown.reports for _, results, _ in shown.metric_groups(report)
    )
    unknown = {"wrongful_removal", "samples"}
    assert figures == sum(
        result.label not in unknown for report in content.systems for result in report.metrics
    )


def test_methods_are_given_in_the_readers_language_where_they_are_written_in_it(
    content: ReportContent,
) -> None:
    both = {"en": "We judged.", "ar": "قيّمنا."}
    assert Page(replace(content, methods=both), Messages("en")).methods == "We judged."
    assert Page(replace(content, methods=both), Messages("ar")).methods == "قيّمنا."
    assert Page(replace(content, methods={"en": "We judged."}), Messages("ar")).methods == "We judged."


def test_a_figure_without_words_of_its_own_is_told_by_its_kind(content: ReportContent) -> None:
    drawing = Drawing("confusion", {"en": "<svg/>"}, {"en": "19 posts"})
    pages = {
        language: Page(replace(content, figures=(drawing,)), Messages(language)) for language in ("en", "ar")
    }
    (english,), (arabic,) = (list(page.drawings()) for page in pages.values())
    assert english.alternative == arabic.alternative == "19 posts"
    assert english.caption != arabic.caption
    silent = replace(drawing, alternative={})
    (told,) = Page(replace(content, figures=(silent,)), Messages("en")).drawings()
    assert told.alternative == told.caption


def test_over_enforcement_has_a_table_a_column(content: ReportContent) -> None:
    table = content.over_enforcement
    assert table is not None
    two = pd.concat([table.assign(column="language"), table.assign(column="platform")])
    page = Page(replace(content, over_enforcement=two), Messages("en"))
    assert [part["column"] for part in page.over_enforcement_tables()] == ["language", "platform"]
    assert {part["reference"] for part in page.over_enforcement_tables()} == {"مصرية"}


def test_signatures_are_shown_field_by_field(content: ReportContent) -> None:
    rows = dict(Page(content, Messages("en")).signature_rows(content.systems[0]))
    assert rows["SHA-256 of the data"] == [content.systems[0].signature["data_sha256"]]
    assert rows["Thresholds"] == ["hate_speech: 0.5", "incitement: 0.5", "wrongful_removal: 0.5"]
    assert "Costs" not in rows


def test_an_unknown_perturbation_goes_by_its_own_name(content: ReportContent) -> None:
    assert Page(content, Messages("ar")).perturbation("my_own_noise") == "my own noise"
    assert Page(content, Messages("ar")).perturbation("tatweel") == "تطويل"


def test_a_count_nobody_made_is_a_dash(content: ReportContent) -> None:
    page = Page(content, Messages("en"))
    assert page.count(None) == page.count(float("nan"))
    assert "–" in page.count(None)
    assert "1,234" in page.count(1234.0)
