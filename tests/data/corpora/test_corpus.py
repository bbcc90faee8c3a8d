from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from rightsnlp.data.corpora.corpus import Corpus, corpus_names, hash_split, load_corpus
from rightsnlp.data.corpora.manifests import load_manifest
from rightsnlp.exceptions import InputFileError, InvalidArgumentError, SchemaError

UNKNOWN = float("nan")

# What the sources say about hate_speech, row by row of the miniatures.
HATE_SPEECH = {
    "l-hsab": [0, 0, 1],
    "osact4": [0, 0, 1, 0],
    "osact5": [0, 1, 1, 1],
    "mlma": [0, 1, 1, UNKNOWN, UNKNOWN],
    "armi": [0, UNKNOWN, 1, 1],
    "egyptian-5way": [0, 0, 1, 1, 1],
    "aj-comments": [0, UNKNOWN, UNKNOWN, 0],
    "sina-hebrew": [0, UNKNOWN, 0],
    "arabizi": [UNKNOWN, UNKNOWN],
    "unlabelled": [UNKNOWN, UNKNOWN],
    "mahed": [1, 0, 0, 0, 1, 0, UNKNOWN, 1],
    "t-hsab": [0, 0, 1],
    "edos": [1, 1, UNKNOWN, UNKNOWN],
    "hatemoji-build": [1, 0],
    "davidson": [1, 0, 0],
    "stormfront": [1, 0, UNKNOWN, UNKNOWN],
    "mlma-en": [1, 0],
    "mlma-fr": [UNKNOWN],
    "hebrew-detox": [UNKNOWN],
    "arsarcasm-v2": [UNKNOWN, UNKNOWN],
    "unlabelled-hebrew": [UNKNOWN, UNKNOWN],
}

# What they say about incitement: threats, and of nothing else that it is none.
INCITEMENT = {"edos": [1, UNKNOWN, UNKNOWN, UNKNOWN], "hatemoji-build": [1, UNKNOWN]}


def osact4(folder: Path, text: str | bytes, name: str = "OSACT2020-sharedTask-train.txt") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_every_corpus_of_the_registry_is_covered_here() -> None:
    # judged-posts has labels only, of posts that no miniature holds: test_judgements.py.
    assert set(corpus_names()) == {*HATE_SPEECH, "judged-posts"}


@pytest.mark.parametrize("name", sorted(HATE_SPEECH))
def test_labels_map_as_the_datasheet_says_and_unknown_stays_nan(name: str, miniatures: Path) -> None:
    corpus = load_corpus(name, miniatures)

    assert corpus.labels == ("hate_speech", "incitement", "wrongful_removal")
    np.testing.assert_array_equal(corpus.Y[:, 0], HATE_SPEECH[name])
    np.testing.assert_array_equal(corpus.Y[:, 1], INCITEMENT.get(name, [UNKNOWN] * len(corpus)))
    assert np.isnan(corpus.Y[:, 2]).all()
    assert corpus.n_malformed == 0


def test_hate_wider_than_protected_groups_is_marked(miniatures: Path) -> None:
    corpus = load_corpus("osact5", miniatures)

    assert corpus.frame["wider_hate"].tolist() == [False, False, True, True]


def test_threats_in_armi_are_marked_but_label_no_incitement(miniatures: Path) -> None:
    corpus = load_corpus("armi", miniatures)

    assert corpus.frame["weak_incitement"].tolist() == [False, False, False, True]
    assert np.isnan(corpus.Y[:, 1]).all()


def test_text_is_as_the_source_has_it(miniatures: Path) -> None:
    assert load_corpus("l-hsab", miniatures).texts[1] == 'قال "يا سلام" ومشى\nثم رجع'
    assert load_corpus("osact4", miniatures).texts[:2] == ['جملة فيها " علامة', '"جملة بعلامة في أولها']
    assert load_corpus("sina-hebrew", miniatures).texts[1] == 'הוא אמר "די", והלך'
    assert load_corpus("mlma", miniatures).texts[3] == "تغريدة, رابعة"


@pytest.mark.parametrize("place", ["", "osact4", "osact4/OSACT2020-sharedTask-train.txt"])
def test_path_is_all_corpora_or_one_or_a_file(place: str, miniatures: Path) -> None:
    corpus = load_corpus("osact4", str(miniatures / place))

    assert len(corpus) == (3 if place.endswith("txt") else 4)


def test_upstream_parts_are_kept(miniatures: Path) -> None:
    assert load_corpus("osact4", miniatures).split.tolist() == ["train"] * 3 + ["dev"]
    assert load_corpus("sina-hebrew", miniatures, split="dev").texts == ["ערב טוב"]
    assert load_corpus("aj-comments", miniatures / "aj-comments" / "AJ-dev.tsv").split.tolist() == ["dev"]


def test_a_renamed_file_never_passes_as_a_test_set(tmp_path: Path) -> None:
    path = osact4(tmp_path, "نص\tOFF\tHS\n", name="mine.txt")

    assert load_corpus("osact4", path).split.tolist() == ["train"]


def test_a_corpus_without_parts_is_split_by_group(miniatures: Path) -> None:
    rows = "".join(f"{i}\tعدد {i}\tNOT_OFF\tNOT_HS\tNOT_VLG\tNOT_VIO\n" for i in (*range(400), *range(400)))
    (miniatures / "osact5" / "OSACT2022-sharedTask-train.txt").write_text(rows, encoding="utf-8")
    corpus = load_corpus("osact5", miniatures)

    assert corpus.split[:400].tolist() == corpus.split[400:].tolist()
    assert 0.08 < (corpus.split == "dev").mean() < 0.22


def test_hash_split_depends_on_nothing_but_the_group() -> None:
    groups = np.array(["0" * 16, "f" * 16, "2" + "0" * 15, "3" + "0" * 15])

    assert hash_split(groups).tolist() == ["dev", "train", "dev", "train"]
    assert hash_split(groups[::-1]).tolist() == hash_split(groups)[::-1].tolist()


def test_copies_share_a_group_across_corpora(tmp_path: Path) -> None:
    first = load_corpus("osact4", osact4(tmp_path, "@USER صباحُ الخيرِ! URL\tNOT_OFF\tNOT_HS\n"))
    (tmp_path / "L-HSAB").write_text("Tweet\tClass\nصباح الخير\tnormal\n", encoding="utf-8")
    second = load_corpus("l-hsab", tmp_path)

    assert first.groups.tolist() == second.groups.tolist()


def test_byte_order_mark_windows_line_ends_and_blank_lines_are_tolerated(tmp_path: Path) -> None:
    text = "\ufeffأول\tNOT_OFF\tNOT_HS\r\n\r\n \r\nثان\u2028سطر\tOFF\tHS\r\n"
    corpus = load_corpus("osact4", osact4(tmp_path, text))

    assert corpus.texts == ["أول", "ثان\u2028سطر"]
    assert corpus.Y[:, 0].tolist() == [0, 1]
    assert corpus.n_malformed == 0


def test_malformed_lines_are_counted_not_dropped_in_silence(tmp_path: Path) -> None:
    good = "نص {}\tNOT_OFF\tNOT_HS\n"
    text = "".join(map(good.format, range(5))) + "بلا وسم\n" + "نص\tOFF\tMAYBE\n" + "  \tOFF\tHS\n"
    corpus = load_corpus("osact4", osact4(tmp_path, text))

    assert len(corpus) == 5
    assert corpus.n_malformed == 3


def test_an_unclosed_quote_costs_one_line_and_swallows_none(tmp_path: Path) -> None:
    text = 'Tweet\tClass\nأول\tnormal\n"مفتوح بلا نهاية\tnormal\nثان\thate\n"مغلق"\tabusive\nثالث\tnormal\n'
    path = tmp_path / "L-HSAB"
    path.write_text(text, encoding="utf-8")
    corpus = load_corpus("l-hsab", path)

    assert corpus.texts == ["أول", "ثان", "مغلق", "ثالث"]
    assert corpus.n_malformed == 1


@pytest.mark.parametrize(
    ("content", "error", "message"),
    [
        (b"", InputFileError, "has no rows"),
        (b"\n\n", InputFileError, "has no rows"),
        (b"PK\x03\x04...", InputFileError, "a ZIP or Excel file"),
        ("سر واحد\nسر ثان\n".encode(), SchemaError, "2 of 2 rows are not in the form of osact4"),
        ("سر\tOFF\n".encode() * 3, SchemaError, "3 of 3 rows"),
    ],
)
def test_another_file_is_refused_without_showing_it(
    tmp_path: Path, content: bytes, error: type[Exception], message: str
) -> None:
    path = osact4(tmp_path, content)

    with pytest.raises(error, match=message) as caught:
        load_corpus("osact4", path)
    assert "سر" not in str(caught.value)


def test_a_missing_header_is_refused_without_showing_the_line(tmp_path: Path) -> None:
    path = tmp_path / "L-HSAB"
    path.write_text("سر\tnormal\nسر ثان\thate\n", encoding="utf-8")

    with pytest.raises(SchemaError, match=r"does not name the columns.*header Tweet, Class") as caught:
        load_corpus("l-hsab", path)
    assert "سر" not in str(caught.value)


def test_a_parquet_file_of_another_form_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "train-egyptian-5-way.parquet"
    path.write_bytes(b"not parquet")
    with pytest.raises(InputFileError, match="is not a Parquet file"):
        load_corpus("egyptian-5way", path)


def test_a_broken_gzip_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "arabic_posts.txt.gz"
    path.write_bytes(b"\x1f\x8b\x08 broken")
    with pytest.raises(InputFileError, match=r"arabic_posts\.txt\.gz: broken"):
        load_corpus("unlabelled", path)


def test_a_folder_without_the_corpus_says_where_to_fetch_it(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match=re.escape(load_manifest("osact4").upstream)):
        load_corpus("osact4", tmp_path)


def test_an_unknown_name_or_part_is_refused(miniatures: Path) -> None:
    with pytest.raises(InvalidArgumentError, match="corpus: got 'osact9'"):
        load_corpus("osact9", miniatures)
    with pytest.raises(InvalidArgumentError, match="split: got 'test'; expected one of dev, train"):
        load_corpus("osact4", miniatures, split="test")


class TestCorpus:
    @pytest.fixture
    def corpus(self, miniatures: Path) -> Corpus:
        return load_corpus("mlma", miniatures)

    def test_select_takes_a_mask_or_positions(self, corpus: Corpus) -> None:
        by_mask = corpus.select(np.isfinite(corpus.Y[:, 0]))
        by_position = corpus.select([2, 0])

        assert by_mask.frame["HITId"].tolist() == ["1", "2", "3"]
        assert by_position.texts == [corpus.texts[2], corpus.texts[0]]
        assert by_position.Y[:, 0].tolist() == [1, 0]
        assert len(corpus.select([])) == 0

    def test_frame_holds_labels_and_the_sources_own_columns(self, corpus: Corpus) -> None:
        frame = corpus.to_frame()

        assert frame.columns[:6].tolist() == ["text", *corpus.labels, "group", "split"]
        assert frame["source_group"].tolist()[1:3] == ["arabs", "muslims"]

    def test_dataset_has_the_same_columns_with_null_for_unknown(self, corpus: Corpus) -> None:
        dataset = corpus.to_dataset()

        assert dataset.column_names == corpus.to_frame().columns.tolist()
        assert dataset[0]["hate_speech"] == 0
        assert dataset[0]["incitement"] is None

    def test_repr_is_short_and_holds_no_text(self, corpus: Corpus) -> None:
        assert repr(corpus).startswith("Corpus('mlma', n=5, ")
        assert "hate_speech: 2 of 3 known" in repr(corpus)
        assert not any(text in repr(corpus) for text in corpus.texts)


@pytest.mark.corpora
@pytest.mark.parametrize("name", sorted(set(HATE_SPEECH) - {"unlabelled"}))
def test_the_real_files_load_whole(name: str, corpora_dir: Path) -> None:
    corpus = load_corpus(name, corpora_dir)

    assert len(corpus) > 500
    assert corpus.n_malformed == 0
    assert {"train"} < set(np.unique(corpus.split)) <= {"train", "dev", "test"}
    known = corpus.Y[np.isfinite(corpus.Y[:, 0]), 0]
    if known.size:
        assert known.mean() > 0.03 or set(known) == {0}


@pytest.mark.corpora
@pytest.mark.slow
def test_the_unlabelled_posts_load_whole(corpora_dir: Path) -> None:
    corpus = load_corpus("unlabelled", corpora_dir)

    assert len(corpus) > 50_000
    assert np.isnan(corpus.Y).all()
