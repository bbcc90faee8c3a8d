from __future__ import annotations

import csv
import gzip
import re
import subprocess
import sys
import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.text.normalize import normalize, normalize_batch, normalize_with_offsets
from rightsnlp.text.profiles import PROFILES, get_profile
from rightsnlp.text.settings import NormalizationSettings

# What the steps act on, and what is near it.
SNIPPETS = [
    *"القتحدأإآٱىةؤئءکگڨهـٮٯڡںَُّْٰٓٔۖ \n\t\0\xa0.*-/|_~@#$!?،؛:&;<>[]'\"0123579٠٥۵aAbBSEéİßоХ",
    *"\u200b\u200c\u200d\u200e\u2066\u202e\ufeff\u00ad\ufe0f", *"ﷺﷲﷻﷳ﷼﷽ﻻﺍﹷﹰﭐﻹ…ﬁＡ²", *"אםשָּׁ֑״׳", *"가각िा\u0301\u0323",
    "&amp;", "amp;", "lt;", "#38;", "&#x26;", "<LF>", "RT", "URL", "USER", "@USER", "@url", "مستخدم@", "http://a.b",
    "www.", "t.co/x", "a@b.co", "x.com", "0599123456", "+970", "😂", "❤", "🏻", "👨\u200d👩", "🇵", "🇸", "🏴", "1️⃣",
    "\U000e0067", "©", "\ud83d", "\ude00", "\udfff", "قتل", "القدس", "تنتفض", "فلسطين", "من", "هم",
    "ههههه", "ييههوودد", "قققتتتللل",
    "ق.ت.ل", "ق ت ل", "ا ل ع ر ب", "فلس6ين", "كلاب", "ٯٮلوا", "سهٮد",
]  # fmt: skip
TEXTS = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=()), max_size=40),
    st.lists(st.sampled_from(SNIPPETS), max_size=14).map("".join),
    st.lists(st.one_of(st.sampled_from(SNIPPETS), st.characters(exclude_categories=())), max_size=20).map(
        "".join
    ),
)

SOCIAL = get_profile("social")
CUSTOM = [
    SOCIAL.replace(emoji="arabic", zwnj="space"),
    SOCIAL.replace(emoji="remove", urls="mask", mentions="mask", emails="mask", phones="mask", placeholders="mask"),
    get_profile("search").replace(unicode_form="NFKC", emoji="english", hashtags="split", fold_final_letters=True),
    SOCIAL.replace(
        fold_alef=False, fold_alef_maksura=False, fold_teh_marbuta=False, fold_hamza=False, strip_tatweel=False,
        strip_diacritics=False, persian_letters="keep", max_letter_run=0, max_symbol_run=1, squeeze_whitespace=False,
    ),
]  # fmt: skip
EVERY = [*PROFILES.values(), *CUSTOM]
STABLE = [settings for settings in EVERY if settings.until_stable]


def codes_written_out(text):
    """Read the escapes of a golden table: invisible characters are written by their code there."""
    text = re.sub(
        r"\\u([0-9a-f]{4})|\\U([0-9a-f]{8})", lambda match: chr(int(match[1] or match[2], 16)), text
    )
    return text.replace("\\n", "\n").replace("\\t", "\t")


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def settings_called(name):
    if name in PROFILES:
        return get_profile(name)
    option, _, value = name.partition("=")
    return NormalizationSettings(**{option: True if not value else int(value) if value.isdigit() else value})


def test_the_golden_table(project_root):
    rows = rows_of(project_root / "tests" / "golden" / "normalize.tsv")
    wrong = [
        (row["input"], row["setting"], row["reason"])
        for row in rows
        if normalize(codes_written_out(row["input"]), settings_called(row["setting"]))
        != codes_written_out(row["expected"])
    ]

    assert len(rows) >= 200
    assert wrong == []


def test_the_golden_table_knows_every_option(project_root):
    named = {
        row["setting"].partition("=")[0]
        for row in rows_of(project_root / "tests" / "golden" / "normalize.tsv")
    }
    options = set(NormalizationSettings().to_dict()) - {"name", "version", "reason", "until_stable"}

    assert options | set(PROFILES) == named


@pytest.mark.parametrize("profile", STABLE, ids=lambda s: s.name)
@given(text=TEXTS)
@settings(max_examples=150, deadline=None)
def test_normalising_again_changes_nothing(profile, text):
    once = normalize(text, profile)

    assert normalize(once, profile) == once


@pytest.mark.parametrize("profile", EVERY, ids=lambda s: s.name)
@given(texts=st.lists(TEXTS, max_size=5))
@settings(max_examples=150, deadline=None)
def test_a_text_does_not_depend_on_its_batch(profile, texts):
    assert normalize_batch(texts, profile) == [normalize(text, profile) for text in texts]


@pytest.mark.parametrize("profile", EVERY, ids=lambda s: s.name)
@given(text=TEXTS)
@settings(max_examples=100, deadline=None)
def test_offsets_rise_and_lie_inside_the_original(profile, text):
    found = normalize_with_offsets(text, profile)

    assert found.text == normalize(text, profile)
    assert len(found.text) == len(found.starts) == len(found.ends)
    assert (found.starts <= found.ends).all()
    assert (np.diff(found.starts) >= 0).all()
    assert (np.diff(found.ends) >= 0).all()
    assert len(found.text) == 0 or (found.starts[0] >= 0 and found.ends[-1] <= len(text))


@given(text=TEXTS)
@settings(max_examples=100, deadline=None)
def test_without_options_every_string_comes_back_as_it_is(text):
    assert normalize(text, NormalizationSettings()) == text
    assert normalize_batch([text], NormalizationSettings()) == [text]
    assert normalize_with_offsets(text, NormalizationSettings()).starts.tolist() == list(range(len(text)))


@pytest.mark.parametrize("option", ["fold_alef", "fold_teh_marbuta", "strip_diacritics", "strip_niqqud"])
@given(text=st.text())
@settings(max_examples=50, deadline=None)
def test_an_option_touches_only_what_it_names(option, text):
    arabic_or_hebrew = re.compile("[\u0590-\u05ff\u0600-\u06ff]")
    settings_ = NormalizationSettings(**{option: True})

    assert arabic_or_hebrew.sub("", normalize(text, settings_)) == arabic_or_hebrew.sub("", text)


@pytest.mark.parametrize("profile", PROFILES)
def test_letters_of_other_scripts_and_emoji_are_untouched(profile):
    text = "שלום привет नमस्ते 你好 สวัสดี gaza 🍉 👨\u200d👩\u200d👧 🇵🇸 👍🏽 ❤\ufe0f"

    assert normalize(text, profile) == unicodedata.normalize("NFC", text)


def test_offsets_lead_evidence_back_to_the_original():
    original = "@USER قالوا: ش.ـهـ.ـيــد و#فلس_طين"
    found = normalize_with_offsets(original)
    place = found.text.index("شهيد")

    start, end = found.original_span(place, place + 4)
    assert original[start:end] == "ش.ـهـ.ـيــد"


@pytest.mark.timeout(120)  # a quadratic step takes many minutes here, a linear one under a second
@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    "hostile",
    [
        "ا" + "\u064b\u0301" * 50_000, "\u2066" * 50_000 + "\u2069" * 50_000, "&" + "amp;" * 25_000,
        "&#3" * 20_000 + "8;" * 20_000, "ا." * 50_000 + "5", "ا " * 50_000, "ههاا" * 25_000, "ٮ" * 100_000,
        "ا5" * 50_000, "a$" * 50_000 + "é",
        "@a" * 50_000, "a.com-" * 15_000, "a@b." * 25_000, "a" * 100_000 + "@", "0599123456+" * 9_000,
        "#" + "ا_" * 50_000,
        "#" + "ا" * 100_000, "\ud800" * 100_000, "👨\u200d" * 50_000, "قتل." * 25_000, "\0" * 100_000,
    ],
)  # fmt: skip
def test_hostile_text_of_100_000_characters_is_done(profile, hostile):
    found = normalize_with_offsets(hostile, profile)

    assert normalize_batch([hostile], profile) == [found.text]


def test_many_posts_are_cut_into_chunks_without_a_trace():
    posts = ["حرّة", "", "ـ", "ا" * 90_000, "\0 \0"] * 700

    assert normalize_batch(posts, "search") == ["حره", "", "", "ا" * 90_000, "\0 \0"] * 700


def test_a_series_or_array_is_as_good_as_a_list():
    assert normalize_batch(np.array(["غزّة"])) == ["غزه"]


def test_one_string_is_no_batch():
    with pytest.raises(InvalidArgumentError, match="texts: got one string"):
        normalize_batch("غزة")


@pytest.mark.parametrize("missing", [None, float("nan"), 3])
def test_a_missing_text_is_named_by_its_place(missing):
    with pytest.raises(InvalidArgumentError, match=r"texts\[1\]: got \w+; expected a string"):
        normalize_batch(["غزة", missing])
    with pytest.raises(InvalidArgumentError, match=r"text: got \w+; expected a string"):
        normalize(missing)


def test_loading_the_functions_does_not_load_scikit_learn():
    code = "import sys, rightsnlp.text.normalize as n; n.normalize('غزة'); print('sklearn' in sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8"
    )

    assert found.stdout.strip() == "False"


def camel_tools_five(text):
    dediac = pytest.importorskip("camel_tools.utils.dediac")
    camel = pytest.importorskip("camel_tools.utils.normalize")
    text = camel.normalize_alef_ar(camel.normalize_unicode(text))
    return dediac.dediac_ar(camel.normalize_teh_marbuta_ar(camel.normalize_alef_maksura_ar(text)))


@given(text=TEXTS)
@settings(max_examples=500, deadline=None)
def test_the_camel_profile_writes_what_camel_tools_writes(text):
    assert normalize(text, "camel") == camel_tools_five(text)


def test_the_camel_profile_writes_what_camel_tools_writes_for_every_character():
    blocks = ["\n".join(map(chr, range(start, start + 256))) for start in range(0, 0x110000, 256)]

    assert normalize_batch(blocks, "camel") == [camel_tools_five(block) for block in blocks]


def test_the_camel_profile_is_not_stable_where_camel_tools_is_not():
    # أ and a loose madda: the fold leaves ا and the madda, which a second call composes to آ and folds.
    text = "أ\u0653"

    assert camel_tools_five(camel_tools_five(text)) != camel_tools_five(text)
    assert normalize(text, "camel") == "ا\u0653"


@pytest.mark.corpora
@pytest.mark.slow
def test_the_camel_profile_writes_what_camel_tools_writes_on_100_000_posts(corpora_dir):
    posts = unlabelled(corpora_dir)

    pairs = zip(normalize_batch(posts, "camel"), map(camel_tools_five, posts), strict=True)

    assert len(posts) >= 100_000
    assert sum(ours != theirs for ours, theirs in pairs) == 0


@pytest.mark.corpora
@pytest.mark.slow
def test_undoing_dodges_alters_at_most_one_ordinary_post_in_200(corpora_dir):
    posts = unlabelled(corpora_dir)
    off = SOCIAL.replace(undo_separators=False, undo_dotless=False, undo_lookalikes=False, undo_repeats=False)
    pairs = zip(normalize_batch(posts, SOCIAL), normalize_batch(posts, off), strict=True)

    assert sum(undone != kept for undone, kept in pairs) <= 0.005 * len(posts)


@pytest.mark.corpora
@pytest.mark.slow
@pytest.mark.parametrize("profile", STABLE[:3], ids=lambda s: s.name)
def test_real_posts_are_stable_and_the_same_alone(corpora_dir, profile):
    posts = unlabelled(corpora_dir)
    once = normalize_batch(posts, profile)

    again = normalize_batch(once, profile)

    assert sum(first != second for first, second in zip(once, again, strict=True)) == 0
    assert (
        sum(text != normalize(post, profile) for text, post in zip(once[::50], posts[::50], strict=True)) == 0
    )


def unlabelled(corpora_dir):
    with gzip.open(corpora_dir / "unlabelled" / "arabic_posts.txt.gz", "rt", encoding="utf-8") as lines:
        return [line.rstrip("\n") for line in lines]
