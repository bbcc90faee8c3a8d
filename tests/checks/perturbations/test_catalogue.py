"""Perturbations write the same words in another way, the same way each time, and leave links and handles alone."""

from __future__ import annotations

import re
from collections import Counter

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rightsnlp.checks.perturbations.catalogue import (
    PERTURBATIONS,
    Perturbation,
    choose_perturbations,
    perturb,
)
from rightsnlp.checks.perturbations.places import arabic_words, protected_spans
from rightsnlp.exceptions import InvalidArgumentError, SchemaError

NAMES = list(PERTURBATIONS)
POST = "شاهدوا صور القرية من @noor_7 و@USER هنا https://example.org/a?b=1 #غزة_هاشم URL كلنا هناك"

anything = st.text(st.characters(exclude_categories=()), max_size=60)
piece = st.sampled_from(
    [
        *"ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإآؤئـ",
        *[
            "\u064e",
            "\u0651",
            " ",
            " ",
            " ",
            ". ",
            "!",
            "؟",
            "،",
            "\n",
            "a",
            "7",
            "٣",
            "_",
            "-",
            "😂",
            "\u200f",
        ],
        *[
            "هذا ",
            "كثير ",
            "المدينة ",
            "السوق مفتوح اليوم. ",
            "ليس ",
            " @noor_7 ",
            " @USER ",
            " مستخدم@ ",
            " #غزة ",
        ],
        *[
            " https://example.org/a ",
            " URL ",
            "<LF>",
            "[رابط]",
            "RT ",
            " &amp; ",
            "0599123456 ",
            " n@example.org ",
        ],
    ]
)
posts = st.lists(piece, max_size=40).map("".join)
seeds = st.integers(0, 1000)
strengths = st.sampled_from([0.01, 0.3, 1.0])


@pytest.mark.parametrize("name", NAMES)
@settings(deadline=None, max_examples=60)
@given(text=st.one_of(anything, posts), seed=seeds, strength=strengths)
def test_any_string_gives_a_string_and_the_same_one_again(name, text, seed, strength):
    one = PERTURBATIONS[name]
    assert one(text, seed=seed, strength=strength) == one(text, seed=seed, strength=strength)


@pytest.mark.parametrize("name", NAMES)
@settings(deadline=None, max_examples=60)
@given(text=posts, seed=seeds)
def test_links_handles_placeholders_and_tags_stay_whole(name, text, seed):
    kept = Counter(word for start, end in protected_spans(text) for word in text[start:end].split())
    out = Counter(PERTURBATIONS[name](text, seed=seed, strength=1.0).split())
    assert kept <= out


@pytest.mark.parametrize("name", NAMES)
def test_what_is_protected_is_left_and_what_stands_beside_it_is_not(name):
    out = PERTURBATIONS[name](POST, seed=3, strength=1.0)
    for kept in ("@noor_7", "و@USER", "https://example.org/a?b=1", "#غزة_هاشم", " URL "):
        assert kept in out


@pytest.mark.parametrize("name", NAMES)
@settings(deadline=None, max_examples=60)
@given(texts=st.lists(posts, max_size=5), seed=seeds)
def test_a_post_is_changed_alike_whatever_stands_beside_it(name, texts, seed):
    written, changed = perturb(texts, name, seed=seed)
    backwards, _ = perturb(texts[::-1], name, seed=seed)
    assert written == backwards[::-1] == [PERTURBATIONS[name](text, seed=seed) for text in texts]
    assert changed.tolist() == [new != old for new, old in zip(written, texts, strict=True)]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_added_to_a_post_without_words(name):
    assert PERTURBATIONS[name]("") == ""
    assert PERTURBATIONS[name](" \n ") == " \n "


def test_posts_without_arabic_are_left_by_all_but_what_stands_around_words():
    around = {"emoji", "mention", "link", "digits"}
    text = "Three of 12 shops closed. They open soon."
    assert {name for name, one in PERTURBATIONS.items() if one(text) != text} == around


def test_another_seed_takes_other_places():
    text = "شارك الناس في مسيرة سلمية وسط المدينة بعد صلاة الجمعة"
    assert len({PERTURBATIONS["tatweel"](text, seed=seed) for seed in range(10)}) > 5


def test_strength_is_the_share_of_the_words_that_offer_a_place():
    text = "مدينة قرية سوق شارع بيت مدرسة طريق جبل بحيرة ميناء"
    words = text.split()
    for strength, expected in ((0.01, 1), (0.3, 3), (0.5, 5), (1.0, 10)):
        out = PERTURBATIONS["tatweel"](text, strength=strength).split()
        assert sum(new != old for new, old in zip(out, words, strict=True)) == expected


def test_every_perturbation_says_in_two_languages_why_and_what_it_keeps():
    for name, one in PERTURBATIONS.items():
        assert one.name == name
        assert one.reason.endswith(".")
        assert one.reason_ar.endswith(".")
        assert one.keeps
        assert not re.search("[A-Za-z]", one.title_ar + one.reason_ar)


def test_words_are_found_outside_what_is_protected_and_not_in_mixed_ones():
    assert [word.text for word in arabic_words("القُدس 3رب @USER:لنا #غزة باب_ x بيت")] == ["القُدس", "بيت"]


def test_perturbations_are_chosen_by_name_or_given():
    own = Perturbation(
        "shout", "صراخ", lambda text, rng, strength: text + "!", "People shout.", "صراخ.", "all words"
    )
    assert choose_perturbations(None) == tuple(PERTURBATIONS.values())
    assert [one.name for one in choose_perturbations(["hamza", own])] == ["hamza", "shout"]
    assert perturb(["a"], own)[0] == ["a!"]


@pytest.mark.parametrize("chosen", [["tatwil"], [], ["hamza", "hamza"]])
def test_a_wrong_name_a_repeated_one_and_none_are_refused(chosen):
    with pytest.raises(InvalidArgumentError, match="perturbations: got"):
        choose_perturbations(chosen)


@pytest.mark.parametrize("strength", [0.0, -1.0, 1.1, float("nan")])
def test_a_strength_that_is_no_share_is_refused(strength):
    with pytest.raises(InvalidArgumentError, match="strength: got"):
        PERTURBATIONS["hamza"]("نص", strength=strength)


def test_a_missing_text_is_refused_in_a_list_and_left_in_a_frame():
    with pytest.raises(InvalidArgumentError, match="text: got NoneType"):
        perturb(["نص", None], "link")
    frame = pd.DataFrame({"text": ["نص", None], "report": ["شكوى", "شكوى"]}, index=[7, 9])
    written, changed = perturb(frame, "link")
    assert changed.tolist() == [True, False]
    assert written["text"].isna().tolist() == [False, True]
    assert written["report"].equals(frame["report"])
    assert frame["text"][7] == "نص"
    with pytest.raises(SchemaError, match="posts: got columns"):
        perturb(frame[["report"]], "link")


def test_what_is_written_is_the_same_on_every_machine():
    text = "المدينة القديمة هادئة في المساء"
    assert PERTURBATIONS["look_alikes"](text, seed=1, strength=1.0) == "اJمدينة اJقديمة oادئة في اJمساء"
    assert PERTURBATIONS["split_letters"](text, seed=1) == "المدينة ا.ل.ق.د.ي.م.ة هادئة في المساء"
