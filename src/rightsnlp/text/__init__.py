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

from rightsnlp._lazy import make_lazy

__all__ = make_lazy(
    __name__,
    {
        "ArabicNormalizer": "rightsnlp.text.transformer",
        "LanguageGuess": "rightsnlp.text.script",
        "NormalizationSettings": "rightsnlp.text.settings",
        "NormalizedText": "rightsnlp.text.offsets",
        "PROFILES": "rightsnlp.text.profiles",
        "RedactedText": "rightsnlp.text.redaction.redact",
        "Redaction": "rightsnlp.text.redaction.redact",
        "Redactor": "rightsnlp.text.redaction.redact",
        "Token": "rightsnlp.text.tokenize",
        "detect_language": "rightsnlp.text.script",
        "detect_languages": "rightsnlp.text.script",
        "explain_normalization": "rightsnlp.text.diff",
        "get_profile": "rightsnlp.text.profiles",
        "normalize_batch": "rightsnlp.text.normalize",
        "normalize_with_offsets": "rightsnlp.text.normalize",
        "render_diff": "rightsnlp.text.diff",
        "script_shares": "rightsnlp.text.script",
        "transliterate": "rightsnlp.text.arabizi",
        "transliterate_batch": "rightsnlp.text.arabizi",
        "word_languages": "rightsnlp.text.script",
        "words": "rightsnlp.text.tokenize",
    },
)
