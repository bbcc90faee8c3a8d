"""Redaction: what comes out, how often it is right, and what it never does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.text.redaction.redact import KINDS, Redaction, Redactor, redact

GOLDEN = Path(__file__).parents[2] / "golden" / "redaction.tsv"
KEY = bytes(range(32))

PIECES = [
    "@noor_7",
    "@",
    "@user_",
    "@user_3f9a",
    "@USER",
    "u/noor",
    "insta: ",
    "https://a.b/",
    "www.",
    "t.me/",
    "a@b.co",
    ".com",
    "0599123456",
    "05",
    "+970",
    "+",
    "00",
    "123456782",
    "هوية ",
    "call ",
    "4111 1111 1111 1111",
    "PS92PALS000000000400123456702",
    "31.50171, 34.46681",
    "lat 31.55",
    "°",
    "#",
    "[phone]",
    "[url]",
    "7/10/2023",
    " ",
    "-",
    "/",
    ".",
    ":",
    "(",
    ")",
    "و",
    "5",
    "٥",
    "a",
    "\n",
    "\u200f",
    "\x00",
    "🇵🇸",
]
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=14).map("".join),
    st.text(st.one_of(st.sampled_from("0123456789+-./@ _ab:"), st.characters(codec=None)), max_size=50),
)


def _golden() -> Iterator[tuple[str, list[tuple[int, int, str]]]]:
    """Yield each written example and the spans that are marked in it."""
    for line in GOLDEN.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            continue
        marked = re.sub(r"\\(n|u[0-9a-f]{4})", lambda m: m.group().encode().decode("unicode_escape"), line)
        text, last, spans = "", 0, []
        for match in re.finditer(r"\[\[(\w+):(.*?)\]\]", marked, re.DOTALL):
            text += marked[last : match.start()]
            spans.append((len(text), len(text) + len(match.group(2)), match.group(1)))
            text += match.group(2)
            last = match.end()
        yield text + marked[last:], spans


def test_the_written_examples_are_redacted_as_marked() -> None:
    examples = list(_golden())
    right, missed, extra = Counter[str](), Counter[str](), Counter[str]()
    for text, marked in examples:
        found = {(span.start, span.end, span.kind) for span in Redactor(KEY).redact(text).spans}
        for _, _, kind in found & set(marked):
            right[kind] += 1
        for _, _, kind in set(marked) - found:
            missed[kind] += 1
        for _, _, kind in found - set(marked):
            extra[kind] += 1
    recall = right.total() / (right.total() + missed.total())
    precision = right.total() / (right.total() + extra.total())
    print(f"{len(examples)} examples, {dict(right)}; recall {recall:.4f}, precision {precision:.4f}")
    assert len(examples) >= 500
    assert all(right[kind] >= 20 for kind in KINDS)
    assert recall >= 0.99
    assert precision >= 0.98


def test_every_kind_is_replaced_counted_and_placed() -> None:
    text = "@noor_7 0599123456 a@example.org"
    result = redact(text, key=KEY)
    assert re.fullmatch(r"@user_[0-9a-f]{4,} \[phone\] \[email\]", result.text)
    assert result.counts == {"handle": 1, "phone": 1, "email": 1}
    assert result.spans[1] == Redaction(8, 18, "phone", "[phone]")


@given(TEXTS)
def test_redacting_twice_changes_nothing(text: str) -> None:
    once = Redactor().redact(text)
    again = Redactor().redact(once.text)
    assert again.text == once.text
    assert again.spans == []


@given(TEXTS)
def test_the_spans_rebuild_the_redacted_text(text: str) -> None:
    result = redact(text)
    pieces, last = [], 0
    for span in result.spans:
        assert last <= span.start < span.end <= len(text)
        pieces += [text[last : span.start], span.replacement]
        last = span.end
    assert "".join([*pieces, text[last:]]) == result.text
    assert Counter(span.kind for span in result.spans) == result.counts


def test_a_handle_has_one_pseudonym_in_a_run_however_its_letters_are_written() -> None:
    redactor = Redactor()
    first, second = redactor.redact("@Noor_7"), redactor.redact("شكرا @noor_7!")
    assert second.text == f"شكرا {first.text}!"
    assert redactor.redact("@noor_8").text != first.text


def test_runs_cannot_be_joined_without_the_key() -> None:
    handles = [f"@person_{n}" for n in range(20)]
    runs = [[Redactor().redact(handle).text for handle in handles] for _ in range(2)]
    assert runs[0] != runs[1]
    assert Redactor(KEY).redact("@noor").text == redact("@noor", key=KEY).text


def test_pseudonyms_grow_rather_than_meet() -> None:
    redactor = Redactor(KEY)
    pseudonyms = [redactor.redact(f"@person_{n}").text for n in range(3_000)]
    assert len(set(pseudonyms)) == 3_000
    assert {len(pseudonym) for pseudonym in pseudonyms} >= {len("@user_3f9a"), len("@user_3f9ab")}
    assert pseudonyms == [redactor.redact(f"@PERSON_{n}").text for n in range(3_000)]


def test_the_key_is_in_no_output() -> None:
    redactor = Redactor(KEY)
    shown = repr(redactor.redact("@noor 0599123456")) + repr(redactor) + repr(redactor.counts)
    assert KEY.hex() not in shown
    assert repr(KEY) not in shown


def test_counts_add_up_over_a_run() -> None:
    redactor = Redactor()
    results = redactor.redact_many(["@a_1 @b_1", "0599123456", "لا شيء"])
    assert [result.counts for result in results] == [{"handle": 2}, {"phone": 1}, {}]
    assert redactor.counts == dict.fromkeys(KINDS, 0) | {"handle": 2, "phone": 1}


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "0",
        "@",
        "a@",
        "@a",
        "@a.",
        "a.",
        "1 ",
        "05 ",
        "+9",
        "http://",
        "#1",
        "1°",
        "31.52345 ",
        "هوية ",
        "اتصل ",
        "snap: ",
        "\u200f",
        "PS92 ",
        "x.com",
        "0599123456 ",
        "1/1/",
        "a-",
        "(05",
        "a at ",
        "a@b.co",
        "+970599123456",
        "u/abc/",
        "[phone]",
        "@user_3f9a",
    ],
)
def test_hostile_texts_end(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    once = redact(text).text
    assert redact(once).text == once


@pytest.mark.parametrize(
    ("key", "told"),
    [("secret", "key: got str"), (b"short", "key: got 5 bytes"), (bytes(65), "key: got 65 bytes")],
)
def test_a_key_that_cannot_be_used_is_refused(key: object, told: str) -> None:
    with pytest.raises(InvalidArgumentError, match=told):
        Redactor(key)  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", [None, 1.5, b"x"])
def test_what_is_no_text_is_refused(wrong: object) -> None:
    with pytest.raises(InvalidArgumentError, match="text: got"):
        redact(wrong)  # type: ignore[arg-type]
