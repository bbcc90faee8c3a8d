"""Labels without text: joined to the user's copies by the hash of a post, known where they were settled."""

from __future__ import annotations

import gzip
import importlib.util
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rightsnlp.data.corpora import judgements as judgements_module
from rightsnlp.data.corpora.corpus import Corpus, load_corpus
from rightsnlp.data.corpora.judgements import hash_text, read_judgements, read_strata
from rightsnlp.data.overlap.dedup import group_keys
from rightsnlp.exceptions import InputFileError

COLUMNS = [
    "sha256", "hate_speech", "incitement", "unsure", "kind", "target_group", "basis", "corpus", "stratum", "part",
    "hate_speech_1", "incitement_1", "unsure_1", "hate_speech_2", "incitement_2", "unsure_2",
    "hate_speech_3", "incitement_3", "unsure_3", "reason",
]  # fmt: skip
# Text: corpus, hate_speech, incitement, unsure, kind, stratum, part.
POSTS = {
    "رحنا عالسوق وجبنا خضرة": ("unlabelled", "0", "0", "0", "everyday", "chance", "train"),
    "اللهم اشف كل مريض": ("unlabelled", "0", "0", "0", "prayer", "chance", "dev"),
    "كلام عن ناس بسبب أصلهم": ("l-hsab", "1", "0", "0", "politics", "score", "test"),
    "جملة تُركت مفتوحة": ("l-hsab", "", "0", "1", "other", "score", "train"),
    "جارنا قليل ذوق": ("unlabelled", "0", "0", "0", "insult", "chance", "train"),
    "يمكن هيك ويمكن لا": ("unlabelled", "0", "0", "1", "everyday", "chance", "train"),
    "الجو اليوم حلو": ("unlabelled", "0", "0", "0", "everyday", "chance", "train"),
    "@USER الجوّ اليوم حلو!": ("unlabelled", "1", "0", "0", "everyday", "chance", "train"),
}
SECRET = "منشور لم يحكم عليه أحد"


def row(
    text: str, corpus: str, hate: str, incitement: str, unsure: str, kind: str, stratum: str, part: str
) -> dict[str, str]:
    judged = {
        f"{name}_1": value
        for name, value in (("hate_speech", hate), ("incitement", incitement), ("unsure", unsure))
    }
    settled = {"hate_speech": hate, "incitement": incitement, "unsure": unsure}
    about = {"kind": kind, "corpus": corpus, "stratum": stratum, "part": part}
    return dict.fromkeys(COLUMNS, "") | {"sha256": hash_text(text)} | settled | about | judged


def write_posts(folder: Path, corpus: str, posts: list[str], end: str = "\n") -> None:
    (folder / corpus).mkdir(exist_ok=True)
    if corpus == "unlabelled":
        with gzip.open(folder / corpus / "arabic_posts.txt.gz", "wb") as stream:
            stream.write("".join(post + end for post in posts).encode())
    else:
        rows = "".join(f"{post}\tnormal{end}" for post in posts)
        (folder / corpus / "L-HSAB").write_bytes(f"Tweet\tClass{end}{rows}".encode())


def of(corpus: str) -> list[str]:
    return [text for text, judged in POSTS.items() if judged[0] == corpus]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two corpora in miniature with the posts above among others, and the labels that speak of them."""
    for corpus in ("unlabelled", "l-hsab"):
        write_posts(tmp_path, corpus, [SECRET, *of(corpus)])
    labels = tmp_path / "labels" / "judged-posts"
    labels.mkdir(parents=True)
    table = pd.DataFrame([row(text, *judged) for text, judged in POSTS.items()])
    table.sort_values("sha256").to_csv(labels / "labels.csv", index=False)
    (labels / "strata.csv").write_text(
        "stratum,what,population,drawn,by_score,ordinary\nchance,by chance,100,6,no,yes\nscore,by score,50,2,yes,no\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(judgements_module, "shipped_folder", lambda kind: tmp_path / "labels")
    return tmp_path


@pytest.fixture
def corpus(folder: Path) -> Corpus:
    return load_corpus("judged-posts", folder)


def known(corpus: Corpus, label: str) -> dict[str, float]:
    column = corpus.Y[:, corpus.labels.index(label)]
    return {text: value for text, value in zip(corpus.texts, column, strict=True) if np.isfinite(value)}


def test_only_judged_posts_are_loaded_from_every_corpus_in_the_order_of_their_hashes(corpus: Corpus) -> None:
    assert set(corpus.texts) == set(POSTS)
    assert [hash_text(text) for text in corpus.texts] == sorted(map(hash_text, POSTS))
    assert corpus.n_malformed == 0


def test_a_label_is_what_was_settled_and_unknown_where_it_was_left_open(corpus: Corpus) -> None:
    assert known(corpus, "hate_speech")["كلام عن ناس بسبب أصلهم"] == 1
    assert known(corpus, "hate_speech")["اللهم اشف كل مريض"] == 0
    assert "جملة تُركت مفتوحة" not in known(corpus, "hate_speech")
    assert known(corpus, "incitement")["جملة تُركت مفتوحة"] == 0


def test_copies_that_were_settled_otherwise_leave_the_label_unknown(corpus: Corpus) -> None:
    copies = corpus.select([("الجو" in text or "الجوّ" in text) for text in corpus.texts])

    assert len(set(copies.groups)) == 1
    assert np.isnan(copies.Y[:, 0]).all()
    assert (copies.Y[:, 1] == 0).all()


def test_a_removal_cannot_be_judged_from_a_post(corpus: Corpus) -> None:
    assert np.isnan(corpus.Y[:, 2]).all()


def test_legitimate_is_neither_label_surely_and_no_insult(corpus: Corpus) -> None:
    assert set(corpus.select(corpus.frame["legitimate"].to_numpy()).texts) == {
        "رحنا عالسوق وجبنا خضرة",
        "اللهم اشف كل مريض",
    }


def test_the_stratum_says_whether_a_post_was_drawn_by_score_or_is_ordinary(corpus: Corpus) -> None:
    frame = corpus.frame.set_index("text")

    assert frame.loc["كلام عن ناس بسبب أصلهم", ["by_score", "ordinary"]].tolist() == [True, False]
    assert frame.loc["جارنا قليل ذوق", ["by_score", "ordinary"]].tolist() == [False, True]


def test_parts_are_those_of_the_labels_and_groups_those_of_every_corpus(corpus: Corpus) -> None:
    assert dict(zip(corpus.texts, corpus.split.tolist(), strict=True)) == {
        text: judged[6] for text, judged in POSTS.items()
    }
    assert corpus.groups.tolist() == group_keys(corpus.texts).tolist()
    assert set(load_corpus_part(corpus, "test")) == {"كلام عن ناس بسبب أصلهم"}


def load_corpus_part(corpus: Corpus, part: str) -> list[str]:
    return corpus.select(corpus.split == part).texts


def test_windows_line_ends_change_no_hash(folder: Path) -> None:
    write_posts(folder, "unlabelled", of("unlabelled"), end="\r\n")

    assert len(load_corpus("judged-posts", folder)) == len(POSTS)


def test_a_corpus_that_is_not_there_is_left_out_and_counted(folder: Path) -> None:
    (folder / "l-hsab" / "L-HSAB").unlink()
    corpus = load_corpus("judged-posts", folder)

    assert set(corpus.texts) == set(of("unlabelled"))
    assert corpus.n_malformed == 2


def test_a_folder_without_any_corpus_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match="holds none of the corpora whose posts judged-posts labels"):
        load_corpus("judged-posts", tmp_path)


def test_a_corpus_with_too_few_of_its_posts_is_refused_with_how_many_it_holds(folder: Path) -> None:
    write_posts(folder, "unlabelled", [SECRET, *of("unlabelled")[:4]])

    message = re.escape("unlabelled: holds 4 of its 6 posts in judged-posts (66.7%); expected at least 95%")
    with pytest.raises(InputFileError, match=message) as caught:
        load_corpus("judged-posts", folder)
    assert not any(text in str(caught.value) for text in (SECRET, *POSTS))


class TestTheLabelsThatShip:
    LABELS = read_judgements("judged-posts")
    STRATA = read_strata("judged-posts")

    def test_they_hold_hashes_and_words_of_a_vocabulary_only(self) -> None:
        assert self.LABELS.columns.tolist() == COLUMNS
        assert self.LABELS["sha256"].str.fullmatch("[0-9a-f]{64}").all()
        assert self.LABELS["sha256"].is_unique
        assert self.LABELS["sha256"].is_monotonic_increasing
        for column in COLUMNS:
            if column[:4] in {"hate", "inci", "unsu"}:
                assert set(self.LABELS[column]) <= {"", "0", "1"}
        for column in ("kind", "target_group", "basis"):
            assert self.LABELS[column].str.fullmatch("[a-z_]*").all()
        assert set(self.LABELS["part"]) == {"train", "dev", "test"}
        assert not self.LABELS["reason"].str.contains("[\u0590-\u06ff]").any()

    def test_there_are_enough_and_the_dev_and_test_parts_were_judged_twice(self) -> None:
        twice = (self.LABELS["hate_speech_1"] != "") & (self.LABELS["hate_speech_2"] != "")

        assert len(self.LABELS) >= 20_000
        assert twice.sum() >= 12_000
        assert (self.LABELS.loc[self.LABELS["part"] != "train", "hate_speech_2"] != "").mean() > 0.99

    def test_two_passes_that_differ_were_settled_by_a_third_that_says_why(self) -> None:
        for label in ("hate_speech", "incitement"):
            first, second = self.LABELS[f"{label}_1"], self.LABELS[f"{label}_2"]
            differ = self.LABELS[(first != second) & (first != "") & (second != "")]
            assert (differ[f"{label}_3"] != "").all()
            assert (differ["reason"] != "").all()
            assert (differ[label] == differ[f"{label}_3"]).all()

    def test_every_stratum_says_how_it_was_drawn(self) -> None:
        assert set(self.LABELS["stratum"]) == set(self.STRATA["stratum"])
        counted = self.LABELS.groupby("stratum").size()
        assert self.STRATA.set_index("stratum")["drawn"].to_dict() == counted.to_dict()
        assert (self.STRATA["drawn"] <= self.STRATA["population"]).all()

    def test_the_documents_count_what_the_file_holds(self, project_root: Path) -> None:
        script = project_root / "benchmarks" / "judged_posts_datasheet.py"
        spec = importlib.util.spec_from_file_location(script.stem, script)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        sheet = (project_root / "datasets" / "judged-posts" / "README.md").read_text(encoding="utf-8")
        definitions = (project_root / "docs" / "definitions.md").read_text(encoding="utf-8")

        assert f"<!-- counts -->\n{module.counts()}\n<!-- end of counts -->" in sheet
        assert f"<!-- table -->\n{module.table()}\n<!-- end of table -->" in definitions


@pytest.mark.corpora
def test_the_real_posts_are_all_found(corpora_dir: Path) -> None:
    corpus = load_corpus("judged-posts", corpora_dir)

    assert len(corpus) == len(read_judgements("judged-posts"))
    assert corpus.n_malformed == 0
    assert set(np.unique(corpus.split)) == {"train", "dev", "test"}
    assert np.isfinite(corpus.Y[:, :2]).mean() > 0.98
