"""The head of a model's ``config.json``: that it is one, of which kind and protocol."""

from __future__ import annotations

from reprlib import repr as shortened
from typing import Any

from rightsnlp.exceptions import ModelFormatError

FORMAT = "rightsnlp-model"
KINDS: tuple[str, ...] = ("linear",)
"""The kinds of model that are known."""

PROTOCOL = 2
"""The protocol that is written."""

MAX_NAME = 200
"""Most characters of a name."""


def check_head(config: Any) -> None:
    """Refuse a config that is no model's, or of a protocol or kind that this version does not know.

    Raises
    ------
    ModelFormatError
    """
    if not isinstance(config, dict) or config.get("format") != FORMAT:
        raise ModelFormatError(
            "does not say that it is a model of rightsnlp",
            expected=f'"format": "{FORMAT}"',
            remedy="check the folder",
        )
    protocol, kind = config.get("protocol"), config.get("kind")
    if type(protocol) is not int or not 1 <= protocol <= PROTOCOL:
        newer = type(protocol) is int and protocol > PROTOCOL
        raise ModelFormatError(
            f"protocol {shortened(protocol)}",
            expected=f"1 to {PROTOCOL}",
            remedy="a newer rightsnlp wrote this model; run: pip install --upgrade rightsnlp"
            if newer
            else "fetch the model again",
        )
    if not isinstance(kind, str) or kind not in KINDS:
        raise ModelFormatError(
            f"kind {shortened(kind)}",
            expected=" or ".join(f"{known!r}" for known in KINDS),
            remedy="run: pip install --upgrade rightsnlp",
        )
    for key in ("name", "version"):
        if not is_line(config.get(key)):
            raise ModelFormatError(
                f"{key}: is not one line of text",
                expected=f"1 to {MAX_NAME} characters",
                remedy="fetch the model again",
            )


def is_line(value: Any) -> bool:
    """Return whether a value is one printable line that may serve as a name."""
    return isinstance(value, str) and 0 < len(value) <= MAX_NAME and value.isprintable()
