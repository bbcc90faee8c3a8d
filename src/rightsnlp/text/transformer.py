"""The normaliser as a scikit-learn transformer."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, TransformerMixin

from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.text.normalize import as_settings, normalize_batch
from rightsnlp.text.settings import (
    Emoji,
    Hashtags,
    Joiner,
    Letters,
    Ligatures,
    Masking,
    NormalizationSettings,
    UnicodeForm,
)


class ArabicNormalizer(TransformerMixin, BaseEstimator):
    """Normalise posts inside a scikit-learn pipeline.

    Nothing is learnt: ``fit`` only checks the options, and ``transform`` works without it.

    Parameters
    ----------
    profile : str or NormalizationSettings
        What to start from.
    **options
        Each option of :class:`~rightsnlp.text.settings.NormalizationSettings`, by its name; ``None`` leaves it to the
        profile.

    Attributes
    ----------
    settings : NormalizationSettings
        The options in force.

    Raises
    ------
    InvalidArgumentError
        On ``fit`` and ``transform``: an option has a value that it does not know.

    Examples
    --------
    >>> ArabicNormalizer("search", fold_teh_marbuta=False).fit_transform(["مدرسةُ الأقصى"])
    ['مدرسة الاقصي']
    """

    def __init__(
        self,
        profile: str | NormalizationSettings = "social",
        *,
        until_stable: bool | None = None,
        decode_entities: bool | None = None,
        unicode_form: UnicodeForm | None = None,
        presentation_forms: bool | None = None,
        ligatures: Ligatures | None = None,
        strip_bidi: bool | None = None,
        strip_zero_width: bool | None = None,
        zwnj: Joiner | None = None,
        urls: Masking | None = None,
        mentions: Masking | None = None,
        emails: Masking | None = None,
        phones: Masking | None = None,
        placeholders: Masking | None = None,
        hashtags: Hashtags | None = None,
        emoji: Emoji | None = None,
        fold_alef: bool | None = None,
        fold_hamza: bool | None = None,
        fold_alef_maksura: bool | None = None,
        fold_teh_marbuta: bool | None = None,
        strip_diacritics: bool | None = None,
        strip_superscript_alef: bool | None = None,
        strip_other_marks: bool | None = None,
        strip_tatweel: bool | None = None,
        persian_letters: Letters | None = None,
        ascii_digits: bool | None = None,
        ascii_punctuation: bool | None = None,
        max_letter_run: int | None = None,
        max_symbol_run: int | None = None,
        lowercase: bool | None = None,
        strip_niqqud: bool | None = None,
        strip_cantillation: bool | None = None,
        fold_final_letters: bool | None = None,
        ascii_gershayim: bool | None = None,
        undo_separators: bool | None = None,
        undo_dotless: bool | None = None,
        undo_lookalikes: bool | None = None,
        undo_repeats: bool | None = None,
        squeeze_whitespace: bool | None = None,
    ) -> None:
        given = locals()
        self.profile = profile
        for option in OPTIONS:
            setattr(self, option, given[option])

    @property
    def settings(self) -> NormalizationSettings:
        """The options in force."""
        changes = {option: getattr(self, option) for option in OPTIONS if getattr(self, option) is not None}
        return as_settings(self.profile).replace(**changes)

    def fit(self, X: Iterable[str], y: object = None) -> ArabicNormalizer:  # noqa: ARG002
        """Check the options.

        Raises
        ------
        InvalidArgumentError
            An option has a value that it does not know.
        """
        _ = self.settings
        return self

    def transform(self, X: Iterable[str]) -> list[str]:
        """Return the posts, normalised, in order.

        Parameters
        ----------
        X : iterable of str
            A list, a Series or an array of one dimension.

        Raises
        ------
        InvalidArgumentError
            ``X`` is one string or a table, or holds something else than strings.
        """
        if getattr(X, "ndim", 1) != 1:
            raise InvalidArgumentError(
                "X: got a table", expected="one column of posts", remedy="pass frame['text']"
            )
        return normalize_batch(X if isinstance(X, str) else list(X), self.settings)

    def get_feature_names_out(self, input_features: Any = None) -> npt.NDArray[np.object_]:
        """Return the name of the one column: the one that came in, or ``text``."""
        return np.asarray(["text"] if input_features is None else input_features, dtype=object)

    def __sklearn_is_fitted__(self) -> bool:
        return True


OPTIONS = tuple(
    field.name
    for field in dataclasses.fields(NormalizationSettings)
    if field.name not in ("name", "version", "reason")
)
