"""Normalise posts: Arabic first, with Hebrew, Latin script and emoji beside it.

What each option does and loses: :class:`rightsnlp.text.settings.NormalizationSettings`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.text.batch import BatchNormalizer, build_batch_normalizer
from rightsnlp.text.offsets import NormalizedText
from rightsnlp.text.pipeline import build_pipeline
from rightsnlp.text.profiles import get_profile
from rightsnlp.text.settings import NormalizationSettings
from rightsnlp.text.trace import NormalizedBatch

Result = TypeVar("Result")


def normalize(text: str, profile: str | NormalizationSettings = "social") -> str:
    """Return ``text`` as ``profile`` writes it.

    Pure and deterministic; normalising the result changes nothing (but see the ``camel`` profile).

    Parameters
    ----------
    text : str
        Any string, lone surrogates and NULs included.
    profile : str or NormalizationSettings
        The name of a profile, or settings of your own.

    Raises
    ------
    InvalidArgumentError
        No profile has that name, or ``text`` is not a string.

    Examples
    --------
    >>> normalize("الأقصــى يناديييكم 🌿 #القدس_تنتفض")
    'الاقصي ينادييكم 🌿 # القدس تنتفض'
    """
    _require_text(text, "text")
    return build_pipeline(as_settings(profile)).run(text)


def normalize_batch(texts: Sequence[str], profile: str | NormalizationSettings = "social") -> list[str]:
    """Return what :func:`normalize` returns for each text, in order, and twenty times sooner.

    Parameters
    ----------
    texts : sequence of str
        A list, a Series or an array. Working memory is bounded by a chunk of 1,000 posts.
    profile : str or NormalizationSettings
        The name of a profile, or settings of your own.

    Raises
    ------
    InvalidArgumentError
        No profile has that name, ``texts`` is one string, or one of its items is not a string.

    Examples
    --------
    >>> normalize_batch(["غـزة", "ق.ت.ل"])
    ['غزه', 'قتل']
    """
    return _in_batch(BatchNormalizer.run, texts, profile)


def normalize_batch_with_offsets(
    texts: Sequence[str], profile: str | NormalizationSettings = "social"
) -> NormalizedBatch:
    """Return what :func:`normalize_batch` returns, and of each text on demand where its characters came from.

    Parameters
    ----------
    texts, profile
        As in :func:`normalize_batch`.

    Returns
    -------
    NormalizedBatch
        ``texts``, and ``with_offsets(index)``, which returns what :func:`normalize_with_offsets` returns.

    Raises
    ------
    InvalidArgumentError
        As in :func:`normalize_batch`.

    Examples
    --------
    >>> batch = normalize_batch_with_offsets(["غـزة", "ق.ت.ل"])
    >>> batch.texts, batch.with_offsets(1).starts.tolist()
    (['غزه', 'قتل'], [0, 2, 4])
    """
    return _in_batch(BatchNormalizer.run_with_offsets, texts, profile)


def _in_batch(
    run: Callable[[BatchNormalizer, list[str]], Result],
    texts: Sequence[str],
    profile: str | NormalizationSettings,
) -> Result:
    settings = as_settings(profile)
    if isinstance(texts, str):
        raise InvalidArgumentError(
            "texts: got one string", expected="a sequence of strings", remedy="use normalize"
        )
    texts = list(texts)
    try:
        return run(build_batch_normalizer(settings), texts)
    except TypeError:
        for index, text in enumerate(texts):
            _require_text(text, f"texts[{index}]")
        raise


def normalize_with_offsets(text: str, profile: str | NormalizationSettings = "social") -> NormalizedText:
    """Return the normalised text, and the range of the original that each of its characters came from.

    Parameters
    ----------
    text : str
    profile : str or NormalizationSettings
        The name of a profile, or settings of your own.

    Returns
    -------
    NormalizedText
        ``text``, and ``starts`` and ``ends``: int64 arrays of shape ``(len(text),)``, in characters of the original.

    Raises
    ------
    InvalidArgumentError
        No profile has that name, or ``text`` is not a string.

    Examples
    --------
    >>> found = normalize_with_offsets("قـدس")
    >>> found.text, found.starts.tolist(), found.ends.tolist()
    ('قدس', [0, 2, 3], [1, 3, 4])
    """
    _require_text(text, "text")
    return build_pipeline(as_settings(profile)).run_with_offsets(text)


def as_settings(profile: str | NormalizationSettings) -> NormalizationSettings:
    """Return the settings that a name stands for, or the settings themselves.

    Raises
    ------
    InvalidArgumentError
        No profile has that name.
    """
    return profile if isinstance(profile, NormalizationSettings) else get_profile(profile)


def _require_text(text: object, name: str) -> None:
    if not isinstance(text, str):
        raise InvalidArgumentError(
            f"{name}: got {type(text).__name__}", expected="a string", remedy="fill missing values with ''"
        )
