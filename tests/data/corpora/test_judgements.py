"""Labels without text: joined to the user's copy by the hash of a line, known where all judgements agree."""

from __future__ import annotations

import gzip
import importlib.util
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rightsnlp.data.corpora import judgements as judgements_module
from rightsnlp.data.corpora.corpus import Corpus, hash_split, load_corpus
from rightsnlp.data.corpora.judgements import hash_line, read_judgements, settle
from rightsnlp.data.corpora.manifests import load_manifest
from rightsnlp.data.corpora.verify import verify_folder
from rightsnlp.data.overlap.dedup import group_keys
from rightsnlp.exceptions import InputFileError

COLUMNS = [
    "sha256", "hate_speech", "incitement", "kind", "stratum",
    "second_hate_speech", "second_incitement", "second_kind",
]  # fmt: skip
ONCE = ("", "", "")
POSTS = {
    "رحنا عالسوق وجبنا خضرة": ("0", "0", "everyday", "random", *ONCE),
    "اللهم اشف كل مريض": ("0", "0", "prayer", "prayer_words", "0", "0", "religion"),
    "كلام عن ناس بسبب أصلهم": ("1", "0", "politics", "top_hate", "1", "0", "politics"),
    "جملة اختلف فيها الرأي": ("0", "1", "humour", "top_hate", "1", "1", "humour"),
    "جملة تركها الأول مفتوحة": ("", "0", "other", "random", "0", "0", "other"),
    "جملة تركها الثاني مفتوحة": ("1", "0", "other", "random", "", "0", "other"),
    "جارنا قليل ذوق": ("0", "0", "insult", "random", *ONCE),
    "هسهسة": ("0", "0", "everyday", "random", "0", "0", "nonsense"),
    "الجو اليوم حلو": ("0", "0", "everyday", "random", *ONCE),
    "@USER الجوّ اليوم حلو!": ("1", "0", "everyday", "random", *ONCE),
}  # fmt: skip
SECRET = "منشور لم يحكم عليه أحد"


def row(text: str, *judged: str) -> dict[str, str]:
    return dict(zip(COLUMNS, (hash_line(text), *judged), strict=True))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """All corpora in miniature: the posts above among others, and the labels that speak of them."""
    (tmp_path / "unlabelled").mkdir()
    write_posts(tmp_path, [SECRET, *POSTS, "", SECRET])
    labels = tmp_path / "labels" / "judged-posts" / "labels.csv"
    labels.parent.mkdir(parents=True)
    table = pd.DataFrame([row(text, *judged) for text, judged in POSTS.items()])
    table.sort_values("sha256").to_csv(labels, index=False)
    monkeypatch.setattr(judgements_module, "shipped_folder", lambda kind: tmp_path / "labels")
    return tmp_path


@pytest.fixture
def corpus(folder: Path) -> Corpus:
    return load_corpus("judged-posts", folder)


def write_posts(folder: Path, lines: list[str], end: str = "\n") -> None:
    with gzip.open(folder / "unlabelled" / "arabic_posts.txt.gz", "wb") as stream:
        stream.write("".join(line + end for line in lines).encode())


def known(corpus: Corpus, label: str) -> dict[str, float]:
    column = corpus.Y[:, corpus.labels.index(label)]
    return {text: value for text, value in zip(corpus.texts, column, strict=True) if np.isfinite(value)}


def test_only_judged_posts_are_loaded_in_the_order_of_their_hashes(corpus: Corpus) -> None:
    assert set(corpus.texts) == set(POSTS)
    assert corpus.frame["sha256"].tolist() == sorted(map(hash_line, POSTS))
    assert [hash_line(text) for text in corpus.texts] == corpus.frame["sha256"].tolist()
    assert corpus.n_malformed == 0


def test_a_label_is_known_where_every_judgement_gives_the_same(corpus: Corpus) -> None:
    assert known(corpus, "hate_speech") == {
        "رحنا عالسوق وجبنا خضرة": 0,
        "اللهم اشف كل مريض": 0,
        "كلام عن ناس بسبب أصلهم": 1,
        "جارنا قليل ذوق": 0,
        "هسهسة": 0,
    }
    assert known(corpus, "incitement")["جملة اختلف فيها الرأي"] == 1
    assert np.isfinite(corpus.Y[:, 1]).all()


def test_copies_that_were_judged_otherwise_leave_the_label_unknown(corpus: Corpus) -> None:
    copies = corpus.select([("الجو" in text or "الجوّ" in text) for text in corpus.texts])

    assert len(copies) == 2
    assert len(set(copies.groups)) == 1
    assert np.isnan(copies.Y[:, 0]).all()
    assert (copies.Y[:, 1] == 0).all()


def test_a_removal_cannot_be_judged_from_a_post(corpus: Corpus) -> None:
    assert np.isnan(corpus.Y[:, 2]).all()


def test_legitimate_is_neither_label_and_by_nobody_called_insult_or_nonsense(corpus: Corpus) -> None:
    legitimate = corpus.select(corpus.frame["legitimate"].to_numpy())

    assert set(legitimate.texts) == {"رحنا عالسوق وجبنا خضرة", "اللهم اشف كل مريض"}
    assert corpus.frame["legitimate"].dtype == bool


def test_kind_is_that_of_the_first_judgement_and_stratum_is_kept(corpus: Corpus) -> None:
    frame = corpus.frame.set_index("text").loc["اللهم اشف كل مريض"]

    assert (frame["kind"], frame["stratum"]) == ("prayer", "prayer_words")


def test_posts_are_grouped_and_split_as_in_every_corpus(corpus: Corpus) -> None:
    assert corpus.groups.tolist() == group_keys(corpus.texts).tolist()
    assert corpus.split.tolist() == hash_split(corpus.groups, 0.5).tolist()


@pytest.mark.parametrize("place", ["", "unlabelled", "unlabelled/arabic_posts.txt.gz"])
def test_the_posts_are_found_where_the_other_corpus_has_them(place: str, folder: Path) -> None:
    assert len(load_corpus("judged-posts", folder / place)) == len(POSTS)


def test_windows_line_ends_change_no_hash(folder: Path) -> None:
    write_posts(folder, [*POSTS], end="\r\n")

    assert len(load_corpus("judged-posts", folder)) == len(POSTS)


def test_a_missing_file_is_refused_with_where_to_fetch_it(tmp_path: Path) -> None:
    with pytest.raises(
        InputFileError, match=r"arabic_posts\.txt\.gz, there or in a folder unlabelled/"
    ) as caught:
        load_corpus("judged-posts", tmp_path)
    assert load_manifest("judged-posts").upstream in str(caught.value)


def test_a_file_with_too_few_of_the_posts_is_refused_with_how_many_it_holds(folder: Path) -> None:
    write_posts(folder, [SECRET, *[*POSTS][:9]])

    message = re.escape("arabic_posts.txt.gz: holds 9 of the 10 judged posts (90.0%); expected at least 95%")
    with pytest.raises(InputFileError, match=message) as caught:
        load_corpus("judged-posts", folder)
    assert not any(text in str(caught.value) for text in (SECRET, *POSTS))


def test_a_few_posts_that_are_gone_are_counted(folder: Path) -> None:
    labels = folder / "labels" / "judged-posts" / "labels.csv"
    more = [f"جملة رقم {i}" for i in range(30)]
    table = pd.read_csv(labels, dtype=str, keep_default_na=False)
    added = pd.DataFrame([row(text, "0", "0", "other", "random", *ONCE) for text in more])
    pd.concat([table, added]).sort_values("sha256").to_csv(labels, index=False)
    write_posts(folder, [*POSTS, *more[2:]])

    corpus = load_corpus("judged-posts", folder)

    assert (len(corpus), corpus.n_malformed) == (38, 2)


def test_verify_tells_whether_the_posts_are_there(folder: Path) -> None:
    write_posts(folder, [SECRET])
    found = {check.corpus: check for check in verify_folder(folder)}

    assert found["unlabelled"].detail == "1 rows"
    assert found["judged-posts"].status == "not readable"
    assert "holds 0 of the 10 judged posts" in found["judged-posts"].detail


class TestTheLabelsThatShip:
    LABELS = read_judgements("judged-posts")

    def test_they_hold_hashes_and_words_of_a_vocabulary_only(self) -> None:
        assert self.LABELS.columns.tolist() == COLUMNS
        assert self.LABELS["sha256"].str.fullmatch("[0-9a-f]{64}").all()
        assert self.LABELS["sha256"].is_unique
        assert self.LABELS["sha256"].is_monotonic_increasing
        for column in ("hate_speech", "incitement", "second_hate_speech", "second_incitement"):
            assert set(self.LABELS[column]) <= {"", "0", "1"}
        for column in ("kind", "stratum", "second_kind"):
            assert self.LABELS[column].str.fullmatch("[a-z_]*").all()

    def test_a_second_label_has_a_second_kind(self) -> None:
        once = self.LABELS[self.LABELS["second_kind"] == ""]

        assert len(self.LABELS) - len(once) == 150
        assert (once[["second_hate_speech", "second_incitement"]] == "").all(axis=None)

    def test_most_of_them_are_speech_to_be_left_alone(self) -> None:
        assert settle(self.LABELS, self.LABELS["sha256"])["legitimate"].mean() > 0.9

    def test_the_datasheet_counts_what_the_file_holds(self, project_root: Path) -> None:
        script = project_root / "benchmarks" / "judged_posts_datasheet.py"
        spec = importlib.util.spec_from_file_location(script.stem, script)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        sheet = (project_root / "datasets" / "judged-posts" / "README.md").read_text(encoding="utf-8")

        assert f"<!-- counts -->\n{module.counts()}\n<!-- end of counts -->" in sheet


@pytest.mark.corpora
def test_the_real_posts_are_all_found(corpora_dir: Path) -> None:
    corpus = load_corpus("judged-posts", corpora_dir)

    assert len(corpus) == len(read_judgements("judged-posts"))
    assert corpus.n_malformed == 0
    assert set(np.unique(corpus.split)) == {"train", "dev"}
    assert np.isfinite(corpus.Y[:, :2]).mean() > 0.95
    assert corpus.frame["legitimate"].mean() > 0.9
