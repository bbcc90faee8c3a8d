from __future__ import annotations

import json
from pathlib import Path

import pytest

from rightsnlp.data.audit import AuditReport, audit_overlap
from rightsnlp.data.corpora.corpus import load_corpus
from rightsnlp.data.labelled import read_corpus

LONG = "سكروا الطريق على البلدة القديمة من الصبح ورجعوا كل السيارات اللي كانت واقفة على الحاجز"
TRAIN = f"""text,hate_speech
صباح الخير يا جماعة,0
"صباح الخير، يا جماعة!",1
{LONG},0
اتصلوا على 0599123456 أو ali@example.org,
good morning everyone out there,
,
"""
TEST = f"""text,hate_speech,incitement
RT @USER: صباح الخير يا جماعة URL,0,0
{LONG} اليوم,1,0
جملة لا تشبه غيرها أبدا,0,1
"""


@pytest.fixture
def report(tmp_path: Path) -> AuditReport:
    for name, text in (("train", TRAIN), ("test", TEST)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return audit_overlap(read_corpus(tmp_path / "train.csv"), read_corpus(tmp_path / "test.csv"))


def test_copies_and_near_duplicates_across_the_sets_are_counted_apart(report: AuditReport) -> None:
    assert (report.n_exact, report.n_near, report.leaks) == (1, 1, True)


def test_repeats_inside_a_set_and_empty_posts_are_counted(report: AuditReport) -> None:
    assert (report.train.n, report.train.n_empty) == (6, 1)
    assert (report.train.n_exact_repeats, report.train.n_near_repeats) == (1, 1)
    assert (report.test.n_exact_repeats, report.test.n_near_repeats) == (0, 0)


def test_labels_that_contradict_each_other_are_counted_by_label(report: AuditReport) -> None:
    assert report.conflicts["hate_speech"] == (1, 2)
    assert report.conflicts["incitement"] == (0, 0)


def test_label_shares_keep_unknown_apart(report: AuditReport) -> None:
    counted = report.train.labels["hate_speech"]

    assert (counted.positive, counted.negative, counted.unknown) == (1, 2, 3)
    assert report.test.labels["incitement"].positive == 1


def test_languages_are_counted(report: AuditReport) -> None:
    assert next(iter(report.train.languages)) == "ar"
    assert sum(report.train.languages.values()) == 5


def test_personal_data_is_counted_by_kind_and_placeholders_are_none(report: AuditReport) -> None:
    assert report.train.personal_data == {"phone": 1, "email": 1}
    assert report.test.personal_data == {}


def test_the_page_holds_the_counts_and_no_post(report: AuditReport) -> None:
    page = report.to_markdown()

    assert "# Audit: train (training) against test (test)" in page
    assert "Test posts with a copy in the training set: 1 of 3 (33.3%)" in page
    assert "| hate_speech (of those known) | 1 of 3 (33.3%) | 1 of 3 (33.3%) |" in page
    assert "| incitement (of those known) | 0 of 0 | 1 of 3 (33.3%) |" in page
    assert len(page.splitlines()) < 60
    assert not any(word in page for word in ("صباح", "الحاجز", "ali@example.org", "everyone"))


def test_the_report_is_plain_data_too(report: AuditReport) -> None:
    assert json.loads(json.dumps(report.to_dict()))["train"]["labels"]["hate_speech"]["unknown"] == 3


def test_sets_that_share_nothing_leak_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text\nأول\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("text\nثان\n", encoding="utf-8")
    report = audit_overlap(read_corpus(tmp_path / "a.csv"), read_corpus(tmp_path / "b.csv"))

    assert not report.leaks
    assert "No leak was found." in report.to_markdown()


@pytest.mark.corpora
def test_parts_of_a_corpus_split_by_group_share_no_copy(corpora_dir: Path) -> None:
    corpus = load_corpus("l-hsab", corpora_dir)
    report = audit_overlap(corpus.select(corpus.split == "train"), corpus.select(corpus.split == "dev"))

    assert report.n_exact == 0
