"""Arabic and Hebrew in a figure: joined, and in the order in which they are read, on old and new matplotlib."""

from __future__ import annotations

import importlib
import re

from rightsnlp.exceptions import MissingExtraError

_SHAPES_ITSELF = (3, 11)
_RLM, _FSI, _PDI = "\u200f", "\u2068", "\u2069"
_LETTERS = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_RIGHT_TO_LEFT = re.compile(f"[{_LETTERS}]")
_ISOLATED_RIGHT_TO_LEFT = re.compile(f"{_FSI}(?=[^A-Za-z{_PDI}{_LETTERS}]*[{_LETTERS}])")
_MARKS = str.maketrans("", "", "\u200e\u200f\u2066\u2067\u2068\u2069")


def isolate(text: str, language: str) -> str:
    """Return a number, a name or an interval so that the Arabic around it does not reorder its parts.

    Examples
    --------
    >>> isolate("0.5 [0.4, 0.6]", "en")
    '0.5 [0.4, 0.6]'
    >>> len(isolate("0.5 [0.4, 0.6]", "ar")) - len("0.5 [0.4, 0.6]")     # two invisible characters
    2
    """
    return f"{_FSI}{text}{_PDI}" if language == "ar" else text


def without_marks(text: str) -> str:
    """Return the text without the invisible characters that steer its direction.

    Examples
    --------
    >>> without_marks(isolate("0.5", "ar"))
    '0.5'
    """
    return text.translate(_MARKS)


def visual_text(text: str, language: str = "en") -> str:
    """Return a text as the installed matplotlib has to be given it.

    From 3.11 on matplotlib joins and orders Arabic itself, and must be given the text as it is written. Before, it drew
    letter after letter from the left, and the text has to be joined and turned round first; doing so on a new one
    would turn it round twice.

    Parameters
    ----------
    text : str
        The text as it is written; lines are parted by line feeds.
    language : {"en", "ar"}
        In Arabic every line that holds a letter from right to left runs from right to left, whatever it begins with.

    Returns
    -------
    str
        The text itself where nothing in it runs from right to left.

    Raises
    ------
    MissingExtraError
        When matplotlib is older than 3.11, and arabic_reshaper or python-bidi is not installed.

    Examples
    --------
    >>> visual_text("recall")
    'recall'
    """
    return "\n".join(_line(line, language) for line in text.split("\n"))


def _line(text: str, language: str) -> str:
    if not _RIGHT_TO_LEFT.search(text):
        return without_marks(text)
    if _matplotlib_shapes():
        return _RLM + text if language == "ar" else text
    try:
        reshape = importlib.import_module("arabic_reshaper").reshape
        display = importlib.import_module("bidi.algorithm").get_display
    except ImportError as error:
        raise MissingExtraError(
            "Arabic in figures: matplotlib below 3.11 needs arabic_reshaper and python-bidi, or a newer matplotlib",
            package=(error.name or "arabic_reshaper").partition(".")[0],
            extra="plots",
        ) from None
    # That algorithm is of the time before isolates, and knows embeddings: right to left or left to right.
    embedded = _ISOLATED_RIGHT_TO_LEFT.sub("\u202b", text).replace(_FSI, "\u202a").replace(_PDI, "\u202c")
    return str(display(reshape(embedded), base_dir="R" if language == "ar" else None))


def _matplotlib_shapes() -> bool:
    import matplotlib

    return tuple(int(part) for part in matplotlib.__version__.split(".")[:2]) >= _SHAPES_ITSELF
