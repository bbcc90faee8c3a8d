"""Arabic-first text handling: normalisation with offsets, scripts and languages, tokens, redaction.

Importing this package is inert: names are loaded on first use (PEP 562). ``normalize``, ``redact`` and ``tokenize`` are
its modules here; the functions of these names are in them, and the first two in :mod:`rightsnlp` too.

Examples
--------
>>> from rightsnlp.text import normalize_batch
>>> normalize_batch(["فلســطين"])
['فلسطين']
"""

from __future__ import annotations

from rightsnlp._lazy import load_name

_HOME = {
    "ArabicNormalizer": "transformer",
    "LanguageGuess": "script",
    "NormalizationSettings": "settings",
    "NormalizedText": "offsets",
    "PROFILES": "profiles",
    "RedactedText": "redact",
    "Redaction": "redact",
    "Redactor": "redact",
    "Token": "tokenize",
    "detect_language": "script",
    "detect_languages": "script",
    "explain_normalization": "diff",
    "get_profile": "profiles",
    "normalize_batch": "normalize",
    "normalize_with_offsets": "normalize",
    "render_diff": "diff",
    "script_shares": "script",
    "transliterate": "arabizi",
    "transliterate_batch": "arabizi",
    "word_languages": "script",
    "words": "tokenize",
}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> object:
    return load_name(__name__, _HOME, name)


def __dir__() -> list[str]:
    return __all__
