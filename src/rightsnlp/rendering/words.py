"""The words that people read, in English and Arabic: one catalogue for pages, figures, cards and explanations."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Literal, TypeAlias

from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.rendering.direction import isolate
from rightsnlp.taxonomy import load_taxonomy

Language: TypeAlias = Literal["en", "ar"]

DIRECTIONS = {"en": "ltr", "ar": "rtl"}
"""Languages that there are words in, and the direction in which each is written."""

SUBSET = "subset_rate"
"""The key under which the false-positive rates on all legitimate subsets are titled and explained."""

_RATE_ON = "false_positive_rate["


@dataclass(frozen=True, slots=True)
class Named:
    """A title, and a sentence that explains it."""

    title: str
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Messages:
    """The words of one language.

    Parameters
    ----------
    language : {"en", "ar"}

    Raises
    ------
    InvalidArgumentError
        When there are no words in the language.

    Examples
    --------
    >>> words = Messages("ar")
    >>> words("sections", "metrics"), words.direction
    ('كل المقاييس', 'rtl')
    """

    language: str

    def __post_init__(self) -> None:
        if self.language not in DIRECTIONS:
            raise InvalidArgumentError(
                f"language: got {self.language!r}",
                expected=f"one of {', '.join(DIRECTIONS)}",
                remedy="pass 'en' or 'ar'",
            )

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``."""
        return DIRECTIONS[self.language]

    def __call__(self, section: str, key: str) -> str:
        """Return the words, with names in braces where something is to be filled in."""
        return str(load_words()[section][key][self.language])

    def get(self, section: str, key: str) -> str:
        """Return the words, or the key itself where there are none."""
        return self(section, key) if key in load_words()[section] else key

    def say(self, section: str, key: str, **values: object) -> str:
        """Return the words with values filled in; in Arabic each value keeps its own direction.

        Examples
        --------
        >>> Messages("en").say("plots", "chance", value="0.180")
        'chance: 0.180'
        """
        shown = {name: isolate(str(value), self.language) for name, value in values.items()}
        return self(section, key).format(**shown)

    def metric(self, name: str) -> Named:
        """Return title and explanation of a metric, its name where it is unknown.

        Examples
        --------
        >>> Messages("en").metric("false_positive_rate[news]").title
        'false-positive rate on news'
        >>> Messages("en").metric("roc_auc").title, Messages("ar").metric("recall").title
        ('ROC AUC', 'الاستدعاء')
        """
        subset = name.removeprefix(_RATE_ON).removesuffix("]") if name.startswith(_RATE_ON) else ""
        found = load_words()["metrics"].get(SUBSET if subset else name)
        if found is None:
            return Named(name)
        title = found["title"][self.language]
        title = title.format(subset=isolate(subset, self.language)) if subset else title
        return Named(title, found["explanation"][self.language])

    def caption(self, kind: str) -> str:
        """Return what a kind of drawing shows, in a sentence; empty where it is unknown."""
        drawing = load_words()["drawings"].get(kind)
        return str(drawing["caption"][self.language]) if drawing else ""

    def label(self, name: str) -> str:
        """Return the title of a label or of an average as it stands in a sentence; its name where there is none.

        Examples
        --------
        >>> Messages("en").label("hate_speech"), Messages("en").label("spam")
        ('hate speech', 'spam')
        """
        title = self.title(name)
        return title[:1].lower() + title[1:] if title != name else name

    def title(self, name: str) -> str:
        """Return the title of a label or of an average as it stands alone; its name where there is none."""
        if name in load_words()["averages"]:
            return self("averages", name)
        taxonomy = load_taxonomy()
        return taxonomy[name].title[self.language] if name in taxonomy.names else name


def phrase(key: str, language: Language, **values: str) -> str:
    """Return words of a figure with values filled in.

    Examples
    --------
    >>> phrase("chance", "en", value="0.180")
    'chance: 0.180'
    """
    return Messages(language).say("plots", key, **values)


def metric_title(metric: str, language: Language = "en") -> str:
    """Return a metric's name for a reader."""
    return Messages(language).metric(metric).title


def label_title(label: str, language: Language) -> str:
    """Return the title of a label or of an average; any other name as it is, in its own direction.

    Examples
    --------
    >>> label_title("hate_speech", "en"), label_title("spam", "en")
    ('Hate speech', 'spam')
    """
    title = Messages(language).title(label)
    return isolate(label, language) if title == label else title


@lru_cache(maxsize=1)
def load_words() -> dict[str, Any]:
    """Return all words by section, key and language."""
    text = resources.files("rightsnlp.rendering").joinpath("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
