"""The steps that settings ask for, in the order they run."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from rightsnlp.text.characters import EMOJI, characters
from rightsnlp.text.offsets import Edit, NormalizedText, apply_edits, apply_edits_with_offsets, identity
from rightsnlp.text.settings import NormalizationSettings
from rightsnlp.text.steps import (
    arabic,
    emoji,
    entities,
    hashtags,
    hebrew,
    invisible,
    masks,
    obfuscation,
    runs,
    unicode_form,
)

# Each pass leaves less to do, and ordinary posts are stable after one or two. The limit only bounds the time that a
# text made to defeat it can take.
MAX_PASSES = 32

_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_DIGITS = "0123456789" + "".join(arabic.DIGITS)


class Step(NamedTuple):
    """One phenomenon.

    Parameters
    ----------
    name : str
        The option that asked for it.
    edits : callable
        Finds the places it changes, and what it writes there.
    needs : tuple of str
        For each of these strings, the text must hold one of its characters, or the step finds nothing. Only steps
        that run before the tables have needs, and each of those has one.
    writes : str, optional
        The characters that it may put into a text; None stands for any.
    rewrite : callable, optional
        A quicker way to the same text, for those who do not ask where things came from.
    """

    name: str
    edits: Callable[[str], Iterable[Edit]]
    needs: tuple[str, ...] = ()
    writes: str | None = None
    rewrite: Callable[[str], str] | None = None

    def apply(self, text: str) -> str:
        """Return ``text`` with the edits of this step; the same object where there are none."""
        return self.rewrite(text) if self.rewrite else apply_edits(text, self.edits(text))


class TableStep(NamedTuple):
    """One phenomenon that replaces single characters by one character or none."""

    name: str
    table: dict[str, str]
    pattern: re.Pattern[str]

    def edits(self, text: str) -> Iterator[Edit]:
        """Find the characters of the table."""
        for match in self.pattern.finditer(text):
            yield Edit(*match.span(), self.table[match.group()])


def _table_step(name: str, table: dict[str, str]) -> TableStep:
    return TableStep(name, table, re.compile(f"[{re.escape(''.join(table))}]"))


@dataclasses.dataclass(frozen=True)
class Pipeline:
    """The steps of settings, ready to run.

    A pass runs ``before``, then ``tables``, then ``spacing``, then ``dodges``; passes repeat until nothing changes.
    Only ``before`` and ``dodges`` can make work for each other, which lets a batch pass most posts once.
    """

    settings: NormalizationSettings
    before: tuple[Step, ...]
    tables: tuple[TableStep, ...]
    spacing: tuple[Step, ...]
    dodges: tuple[Step, ...]

    @property
    def steps(self) -> tuple[Step | TableStep, ...]:
        """All steps in order."""
        return (*self.before, *self.tables, *self.spacing, *self.dodges)

    @property
    def max_passes(self) -> int:
        """How often the steps are run at most."""
        return MAX_PASSES if self.settings.until_stable else 1

    @functools.cached_property
    def table(self) -> dict[int, str]:
        """All tables as one, for ``str.translate``."""
        together: dict[str, str] = {}
        for step in self.tables:
            together = {old: step.table.get(new, new) for old, new in together.items()}
            together = {**step.table, **together}
        return {ord(old): new for old, new in together.items()}

    def run(self, text: str) -> str:
        """Return ``text`` after passes until nothing changes."""
        for _ in range(self.max_passes):
            start = text
            for step in self.before:
                text = step.apply(text)
            text = text.translate(self.table)
            for step in (*self.spacing, *self.dodges):
                text = step.apply(text)
            if text == start:
                break
        return text

    def run_with_offsets(self, text: str) -> NormalizedText:
        """Return what :meth:`run` returns, and where each of its characters came from."""
        result = identity(text)
        for _ in range(self.max_passes):
            start = result.text
            for step in self.steps:
                result = apply_edits_with_offsets(result, list(step.edits(result.text)))
            if result.text == start:
                break
        return result


@functools.lru_cache(maxsize=16)
def build_pipeline(settings: NormalizationSettings) -> Pipeline:
    """Return the steps of ``settings``."""
    return Pipeline(
        settings,
        tuple(_before(settings)),
        tuple(_tables(settings)),
        tuple(_spacing(settings)),
        tuple(_dodges(settings)),
    )


def _before(s: NormalizationSettings) -> Iterator[Step]:
    if s.decode_entities:
        yield Step("decode_entities", entities.decode_entities, ("&",))
    if s.ligatures == "spell":
        yield _spelling_step("ligatures", arabic.LIGATURES)
    if s.presentation_forms:
        yield _spelling_step("presentation_forms", arabic.PRESENTATION_FORMS)
    if s.unicode_form != "keep":
        yield Step(
            "unicode_form",
            functools.partial(unicode_form.form_edits, form=s.unicode_form),
            (unicode_form.may_change(s.unicode_form),),
            unicode_form.may_write(s.unicode_form),
            functools.partial(unicode_form.to_form, form=s.unicode_form),
        )
    if s.strip_zero_width:
        yield Step("strip_zero_width", invisible.strip_stray_joiners, (invisible.ZWJ,), "")
    if s.placeholders != "keep":
        mask = masks.mask_placeholders(keep_token=s.placeholders == "mask")
        yield Step("placeholders", mask.edits, ("@R<[",), masks.WRITTEN, mask.rewrite)
    for option, kind, needs in (
        ("urls", "url", ("./", _LATIN)),
        ("emails", "email", ("@", ".")),
        ("mentions", "user", ("@",)),
        ("phones", "phone", (_DIGITS,)),
    ):
        if getattr(s, option) != "keep":
            mask = masks.mask(kind, keep_token=getattr(s, option) == "mask")
            yield Step(option, mask.edits, needs, masks.WRITTEN, mask.rewrite)
    if s.hashtags != "keep":
        split = hashtags.split_hashtag_words if s.hashtags == "words" else hashtags.split_hashtags
        yield Step("hashtags", split, ("#＃",), " ")
    if s.emoji != "keep":
        yield Step("emoji", emoji.replace_emoji(s.emoji), (_spelt_out(EMOJI) + "\xa9\xae\u20e3",))


_TABLES = {
    "strip_bidi": invisible.BIDI,
    "strip_zero_width": invisible.ZERO_WIDTH,
    "fold_alef": arabic.ALEF,
    "fold_hamza": arabic.HAMZA,
    "fold_alef_maksura": arabic.ALEF_MAKSURA,
    "fold_teh_marbuta": arabic.TEH_MARBUTA,
    "strip_diacritics": arabic.DIACRITICS,
    "strip_superscript_alef": arabic.SUPERSCRIPT_ALEF,
    "strip_other_marks": arabic.OTHER_MARKS,
    "strip_tatweel": arabic.TATWEEL,
    "ascii_digits": arabic.DIGITS,
    "ascii_punctuation": arabic.PUNCTUATION,
    "strip_niqqud": hebrew.NIQQUD,
    "strip_cantillation": hebrew.CANTILLATION,
    "fold_final_letters": hebrew.FINAL_LETTERS,
    "ascii_gershayim": hebrew.GERSHAYIM,
}


def _tables(s: NormalizationSettings) -> Iterator[TableStep]:
    if s.zwnj != "keep":
        yield _table_step("zwnj", {invisible.ZWNJ: "" if s.zwnj == "remove" else " "})
    if s.persian_letters != "keep":
        yield _table_step("persian_letters", arabic.LETTER_VARIANTS)
    if s.persian_letters == "all":
        yield _table_step("persian_letters", arabic.FOREIGN_LETTERS)
    for option, table in _TABLES.items():
        if getattr(s, option):
            yield _table_step(option, table)
    if s.lowercase:
        yield _table_step("lowercase", _lowercase())
    if s.squeeze_whitespace:
        yield _table_step("squeeze_whitespace", _plain_spaces())


def _spacing(s: NormalizationSettings) -> Iterator[Step]:
    if s.max_letter_run or s.max_symbol_run:
        yield Step("max_run", runs.limit_runs(s.max_letter_run, s.max_symbol_run))
    if s.squeeze_whitespace:
        yield Step("squeeze_whitespace", runs.squeeze_spaces)


def _dodges(s: NormalizationSettings) -> Iterator[Step]:
    # A sign that may be a letter (حم@س) is read as one before it is taken out.
    if s.undo_lookalikes:
        yield Step("undo_lookalikes", obfuscation.replace_lookalikes)
    if s.undo_separators:
        yield Step("undo_separators", obfuscation.join_letters)
        yield Step("undo_separators", obfuscation.join_pieces)
    if s.undo_dotless:
        yield Step("undo_dotless", obfuscation.dot_letters)
    if s.undo_repeats:
        yield Step("undo_repeats", obfuscation.drop_repeats)


def _spelling_step(name: str, table: dict[str, str]) -> Step:
    return Step(name, _table_step(name, table).edits, ("".join(table),), "".join(table.values()))


@functools.cache
def _lowercase() -> dict[str, str]:
    # Latin, Greek and Cyrillic, where the small letter is one character.
    capitals = map(chr, (*range(0x41, 0x530), *range(0x1E00, 0x2000)))
    return {
        letter: letter.lower() for letter in capitals if letter != letter.lower() and len(letter.lower()) == 1
    }


@functools.cache
def _plain_spaces() -> dict[str, str]:
    return {space: " " for space in map(chr, range(0x3001)) if space.isspace() and space != " "}


@functools.cache
def _spelt_out(ranges: str) -> str:
    return "".join(re.findall(f"[{ranges}]", characters(0, 0x20000)))
