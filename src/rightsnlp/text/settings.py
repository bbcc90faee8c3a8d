"""What the normaliser is asked to do: one named option for each phenomenon.

Every option is off by default, so that a stored set of options keeps its meaning when a later version adds one.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Literal, get_args, get_type_hints

from rightsnlp.exceptions import InvalidArgumentError

UnicodeForm = Literal["keep", "NFC", "NFKC"]
Ligatures = Literal["keep", "spell"]
Joiner = Literal["keep", "remove", "space"]
Letters = Literal["keep", "variants", "all"]
Masking = Literal["keep", "mask", "drop"]
Emoji = Literal["keep", "remove", "arabic", "english"]
Hashtags = Literal["keep", "split", "words"]


@dataclasses.dataclass(frozen=True)
class NormalizationSettings:
    """Named options of the normaliser; each says what it loses.

    Parameters
    ----------
    name, version, reason : str
        The profile these options belong to, its version, and why it is as it is.
    until_stable : bool
        Repeat the steps until nothing changes, which makes the result idempotent.
    decode_entities : bool
        ``&amp;`` becomes ``&``. Loses how the character was written.
    unicode_form : {"keep", "NFC", "NFKC"}
        NFC loses nothing a reader sees; NFKC loses superscripts, widths and styled letters.
    presentation_forms : bool
        Letters written as shapes (FB50-FDFF, FE70-FEFF) become letters. Loses the shape.
    ligatures : {"keep", "spell"}
        ``spell`` writes out U+FDF0 to U+FDFD (ﷲ, ﷺ, ﷽, …). Loses that it was one sign.
    strip_bidi : bool
        Removes bidirectional controls. Loses the order of display where they changed it.
    strip_zero_width : bool
        Removes zero-width spaces, word joiners, soft hyphens, byte order marks, and joiners outside emoji.
    zwnj : {"keep", "remove", "space"}
        The zero-width non-joiner, which Persian writes inside words.
    urls, mentions, emails, phones, placeholders : {"keep", "mask", "drop"}
        ``mask`` writes ``<url>``, ``<user>``, ``<email>``, ``<phone>``; ``drop`` writes a space.
        Placeholders are those of corpora: ``@USER``, ``URL``, ``<LF>``, ``RT``.
    hashtags : {"keep", "split", "words"}
        ``split`` writes ``#القدس_تنتفض`` as ``# القدس تنتفض`` and parts camel case; ``words`` also parts words
        written together where a table of word counts makes it plain. Loses which words were one tag.
    emoji : {"keep", "remove", "arabic", "english"}
        Keep, remove, or write the name.
    fold_alef : bool
        آ أ إ ٱ become ا. Loses hamza, madda and wasla on alef.
    fold_hamza : bool
        ؤ becomes و and ئ becomes ي. Loses the hamza.
    fold_alef_maksura : bool
        ى becomes ي. Loses على / علي.
    fold_teh_marbuta : bool
        ة becomes ه. Loses the difference of ending.
    strip_diacritics, strip_superscript_alef, strip_other_marks : bool
        Short vowels, tanwin, shadda, sukun; U+0670; Quranic and other combining marks.
    strip_tatweel : bool
        Removes U+0640.
    persian_letters : {"keep", "variants", "all"}
        ``variants`` writes ک ی ہ ھ as ك ي ه; ``all`` also writes گ چ پ ژ ڤ as ك ج ب ز ف. Loses those sounds.
    ascii_digits : bool
        Arabic-Indic and Persian digits become 0-9.
    ascii_punctuation : bool
        ، ؛ ؟ and other Arabic marks and typographic quotes become ASCII.
    max_letter_run, max_symbol_run : int
        Longest run of one letter, or of one punctuation mark, symbol or emoji; 0 keeps all. Loses emphasis.
    lowercase : bool
        Lower-cases Latin, Greek and Cyrillic.
    strip_niqqud, strip_cantillation : bool
        Hebrew vowel points and cantillation marks.
    fold_final_letters : bool
        ך ם ן ף ץ become כ מ נ פ צ.
    ascii_gershayim : bool
        ״ and ׳ become ``"`` and ``'``.
    undo_separators, undo_dotless, undo_lookalikes, undo_repeats : bool
        Undo letters held apart, dotless letters, foreign letters and digits inside an Arabic word, and words with
        every letter repeated.
    squeeze_whitespace : bool
        White space becomes one space, and none at the ends. Loses line breaks.

    Raises
    ------
    InvalidArgumentError
        An option has a value that it does not know.

    Examples
    --------
    >>> settings = NormalizationSettings(fold_alef=True)
    >>> NormalizationSettings.from_dict(settings.to_dict()) == settings
    True
    """

    name: str = "custom"
    version: str = "1"
    reason: str = dataclasses.field(default="", compare=False)
    until_stable: bool = True
    decode_entities: bool = False
    unicode_form: UnicodeForm = "keep"
    presentation_forms: bool = False
    ligatures: Ligatures = "keep"
    strip_bidi: bool = False
    strip_zero_width: bool = False
    zwnj: Joiner = "keep"
    urls: Masking = "keep"
    mentions: Masking = "keep"
    emails: Masking = "keep"
    phones: Masking = "keep"
    placeholders: Masking = "keep"
    hashtags: Hashtags = "keep"
    emoji: Emoji = "keep"
    fold_alef: bool = False
    fold_hamza: bool = False
    fold_alef_maksura: bool = False
    fold_teh_marbuta: bool = False
    strip_diacritics: bool = False
    strip_superscript_alef: bool = False
    strip_other_marks: bool = False
    strip_tatweel: bool = False
    persian_letters: Letters = "keep"
    ascii_digits: bool = False
    ascii_punctuation: bool = False
    max_letter_run: int = 0
    max_symbol_run: int = 0
    lowercase: bool = False
    strip_niqqud: bool = False
    strip_cantillation: bool = False
    fold_final_letters: bool = False
    ascii_gershayim: bool = False
    undo_separators: bool = False
    undo_dotless: bool = False
    undo_lookalikes: bool = False
    undo_repeats: bool = False
    squeeze_whitespace: bool = False

    def __post_init__(self) -> None:
        for option, hint in _HINTS.items():
            value = getattr(self, option)
            choices = get_args(hint)
            if choices:
                valid, expected = value in choices, "one of " + ", ".join(map(repr, choices))
            elif hint is int:
                valid, expected = type(value) is int and value >= 0, "an integer of 0 or more"
            else:
                valid, expected = type(value) is hint, f"a {hint.__name__}"
            if not valid:
                raise InvalidArgumentError(f"{option}: got {value!r}", expected=expected)

    def replace(self, **changes: Any) -> NormalizationSettings:
        """Return settings with some options changed; unless given, the name becomes ``custom``.

        Raises
        ------
        InvalidArgumentError
            An option is not known, or its value is not.

        Examples
        --------
        >>> NormalizationSettings().replace(fold_alef=True).fold_alef
        True
        """
        _refuse_unknown(changes)
        if changes and "name" not in changes:
            changes = {"name": "custom", "reason": f"{self.name} {self.version}, changed", **changes}
        return dataclasses.replace(self, **changes)

    def to_dict(self) -> dict[str, str | bool | int]:
        """Return every option by name, for a JSON file."""
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, options: Mapping[str, Any]) -> NormalizationSettings:
        """Return the settings that :meth:`to_dict` wrote; options that are absent are off.

        Raises
        ------
        InvalidArgumentError
            An option is not known, or its value is not.
        """
        _refuse_unknown(options)
        return cls(**options)


_HINTS: dict[str, Any] = get_type_hints(NormalizationSettings)


def _refuse_unknown(options: Mapping[str, Any]) -> None:
    unknown = sorted(set(options) - set(_HINTS))
    if unknown:
        raise InvalidArgumentError(
            f"options: got {', '.join(unknown)}",
            expected="options of NormalizationSettings",
            remedy="a newer version may know them",
        )
