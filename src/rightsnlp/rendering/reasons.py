"""Why a figure is undefined, or what is to be known of it: a code with values, put into words when it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Any

from rightsnlp.exceptions import SchemaError
from rightsnlp.rendering.words import Messages, load_words

_SEVERAL, _SAID = "several", "said"


@dataclass(frozen=True)
class Reason:
    """Why a figure is undefined, or what is to be known of it.

    Attributes
    ----------
    code : str
        A key of the section ``reasons`` of the catalogue of words.
    values : tuple of (str, value)
        What its words are filled with: text, a number, names of labels, or another reason.

    Examples
    --------
    >>> reason = Reason.of("without_labels", labels=("a", "b"), reason=Reason("no_answer"))
    >>> print(reason)
    without a, b (no post has a known answer)
    >>> Reason.from_data(reason.to_data()) == reason
    True
    >>> Reason.from_data("without a, b (no post has a known answer)") == reason     # as older files have it
    True
    """

    code: str
    values: tuple[tuple[str, Any], ...] = ()

    @classmethod
    def of(cls, code: str, **values: Any) -> Reason:
        """Return a reason with values."""
        return cls(code, tuple(values.items()))

    @classmethod
    def several(cls, reasons: Iterable[Reason | None]) -> Reason | None:
        """Return one reason for all that there are; None for none.

        Examples
        --------
        >>> print(Reason.several([Reason("no_answer"), None, Reason("never_varies")]))
        no post has a known answer; no interval: every resample gives the same value
        """
        parts = tuple(reason for reason in reasons if reason is not None)
        return cls.of(_SEVERAL, parts=parts) if len(parts) > 1 else parts[0] if parts else None

    @property
    def codes(self) -> frozenset[str]:
        """The codes of the reason and of what it is put together from."""
        return frozenset(part.code for part in dict(self.values).get("parts", (self,)))

    def told(self, language: str) -> str:
        """Return the reason in words.

        Examples
        --------
        >>> Reason("nothing_assigned").told("ar")
        'لم يوسم شيء'
        """
        words = Messages(language)
        return words("reasons", self.code).format(
            **{name: _told(name, value, words) for name, value in self.values}
        )

    def __str__(self) -> str:
        return self.told("en")

    def to_data(self) -> dict[str, Any]:
        """Return plain data that JSON can hold."""
        return {"code": self.code, **{name: _data(value) for name, value in self.values}}

    @classmethod
    def from_data(cls, data: str | Mapping[str, Any] | None) -> Reason | None:
        """Build from what :meth:`to_data` gave, or from the English words that older files hold; None for nothing.

        Raises
        ------
        SchemaError
            When the code is unknown, or a value of it is missing.
        """
        if not data:
            return None
        if isinstance(data, str):
            return cls.several(map(_of_words, data.split("; ")))
        if data.get("code") not in load_words()["reasons"]:
            raise SchemaError(
                f"reason: got the code {data.get('code')!r}",
                expected=f"one of {', '.join(load_words()['reasons'])}",
                remedy="read the file with the version of rightsnlp that wrote it",
            )
        values = {name: _value(value) for name, value in data.items() if name != "code"}
        reason = cls.of(str(data["code"]), **values)
        try:
            str(reason)
        except (KeyError, TypeError) as error:
            raise SchemaError(
                f"reason: the code {reason.code!r} without its value {error}",
                expected=f"what {load_words()['reasons'][reason.code]['en']!r} is filled with",
                remedy="make the file again",
            ) from None
        return reason


def reason_data(reason: Reason | None) -> str | dict[str, Any]:
    """Return a reason as plain data, and an empty text for none."""
    return "" if reason is None else reason.to_data()


def reason_text(reason: Reason | None, language: str = "en") -> str:
    """Return a reason in words, and an empty text for none."""
    return "" if reason is None else reason.told(language)


def _told(name: str, value: Any, words: Messages) -> str:
    if isinstance(value, Reason):
        return value.told(words.language)
    if name == "parts":
        return ("; " if words.language == "en" else "؛ ").join(part.told(words.language) for part in value)
    if name == "labels":
        shown = value if words.language == "en" else map(words.label, value)
        return words("text", "comma").join(shown)
    return str(value)


def _data(value: Any) -> Any:
    if isinstance(value, Reason):
        return value.to_data()
    return [_data(part) for part in value] if isinstance(value, tuple) else value


def _value(data: Any) -> Any:
    if isinstance(data, Mapping):
        return Reason.from_data(data)
    return tuple(map(_value, data)) if isinstance(data, list) else data


def _of_words(text: str) -> Reason:
    """Return the reason whose English words a text is; what is no reason's words is kept as it stands."""
    for code, words in load_words()["reasons"].items():
        if code in {_SEVERAL, _SAID}:
            continue
        values = _filled(list(Formatter().parse(words["en"])), text)
        if values is not None:
            return Reason.of(code, **{name: _read(name, value) for name, value in values.items()})
    return Reason.of(_SAID, text=text)


def _filled(template: Sequence[tuple[str, str | None, Any, Any]], text: str) -> dict[str, str] | None:
    """Return what stands in a text where a template has names in braces; None where the text does not follow it."""
    values: dict[str, str] = {}
    name: str | None = None
    if template[-1][1] is not None:
        template = [*template, ("", None, None, None)]
    for literal, following, _, _ in template:
        # A value reaches to the next words of the template; the last words end the text.
        last = following is None and text.endswith(literal)
        at = len(text) - len(literal) if last else text.find(literal)
        if at < 0 or (name is None and at):
            return None
        if name is not None:
            values[name] = text[:at]
        text, name = text[at + len(literal) :], following
    return None if text else values


def _read(name: str, value: str) -> Any:
    if name == "reason":
        return _of_words(value)
    if name == "labels":
        return tuple(value.split(", "))
    return int(value) if name in {"count", "all"} and value.isdigit() else value
