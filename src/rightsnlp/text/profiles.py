"""Named, versioned sets of options, each with the reason for it."""

from __future__ import annotations

from types import MappingProxyType

from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.text.settings import NormalizationSettings

_MINIMAL = NormalizationSettings(
    name="minimal",
    version="1",
    reason="For storing and comparing: only differences that no reader sees are removed.",
    decode_entities=True,
    unicode_form="NFC",
    presentation_forms=True,
    strip_zero_width=True,
)

_SEARCH = _MINIMAL.replace(
    name="search",
    version="1",
    reason="For finding: spellings that a searcher would not tell apart meet; links and handles stay findable.",
    ligatures="spell",
    strip_bidi=True,
    zwnj="remove",
    fold_alef=True,
    fold_hamza=True,
    fold_alef_maksura=True,
    fold_teh_marbuta=True,
    strip_diacritics=True,
    strip_superscript_alef=True,
    strip_other_marks=True,
    strip_tatweel=True,
    persian_letters="variants",
    ascii_digits=True,
    ascii_punctuation=True,
    lowercase=True,
    strip_niqqud=True,
    strip_cantillation=True,
    ascii_gershayim=True,
    squeeze_whitespace=True,
)

_SOCIAL = _SEARCH.replace(
    name="social",
    version="1",
    reason=(
        "For models of posts: what a person typed meets in one spelling, dodges of filters are undone, and links, "
        "handles and placeholders are dropped, because which of them occur tells a model the data set, not the content."
    ),
    urls="drop",
    mentions="drop",
    emails="drop",
    phones="drop",
    placeholders="drop",
    hashtags="words",
    max_letter_run=2,
    max_symbol_run=3,
    persian_letters="all",
    undo_separators=True,
    undo_dotless=True,
    undo_lookalikes=True,
    undo_repeats=True,
)

_CAMEL = NormalizationSettings(
    name="camel",
    version="1",
    reason=(
        "For results that must compare with work on camel-tools: the output of its normalize_unicode, "
        "normalize_alef_ar, normalize_alef_maksura_ar, normalize_teh_marbuta_ar and dediac_ar, byte for byte."
    ),
    until_stable=False,
    unicode_form="NFKC",
    ligatures="spell",
    fold_alef=True,
    fold_alef_maksura=True,
    fold_teh_marbuta=True,
    strip_diacritics=True,
    strip_superscript_alef=True,
)

PROFILES: MappingProxyType[str, NormalizationSettings] = MappingProxyType(
    {profile.name: profile for profile in (_MINIMAL, _SEARCH, _SOCIAL, _CAMEL)}
)


def get_profile(name: str) -> NormalizationSettings:
    """Return the settings of a named profile.

    Parameters
    ----------
    name : {"minimal", "search", "social", "camel"}

    Raises
    ------
    InvalidArgumentError
        No profile has that name.

    Examples
    --------
    >>> get_profile("camel").fold_alef
    True
    """
    if name not in PROFILES:
        raise InvalidArgumentError(
            f"profile: got {name!r}", expected="one of " + ", ".join(map(repr, PROFILES))
        )
    return PROFILES[name]
