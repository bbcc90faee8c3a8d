"""One exception tree; every message says argument, what came, what was expected, what to do.

Post text never stands in a message: exceptions carry names, numbers and rules only.
"""

from __future__ import annotations


class RightsNLPError(Exception):
    """Base of every error this library raises on purpose.

    The command line prints it as one line and exits with 2.

    Parameters
    ----------
    what : str
        What came, and which argument or file it came in.
    expected : str
        What was expected instead.
    remedy : str
        What the reader can do about it.

    Examples
    --------
    >>> print(RightsNLPError("k: got 0", expected="an integer of 1 or more", remedy="pass k=5"))
    k: got 0; expected an integer of 1 or more; pass k=5
    """

    def __init__(self, what: str, *, expected: str = "", remedy: str = "") -> None:
        self.what = what
        self.expected = expected
        self.remedy = remedy
        parts = [what]
        if expected:
            parts.append(f"expected {expected}")
        if remedy:
            parts.append(remedy)
        super().__init__("; ".join(parts))


class InvalidArgumentError(RightsNLPError, ValueError):
    """An argument has a value or a type that the function cannot use."""


class InputFileError(RightsNLPError):
    """A file that was to be read is missing, empty, or not in the form it claims."""


class OutputFileError(RightsNLPError):
    """A file cannot be written: it exists already, or its folder is not writable."""


class SchemaError(RightsNLPError):
    """A table lacks what the library needs, or holds what it cannot use."""


class ModelFormatError(RightsNLPError):
    """A model folder is incomplete, changed, or of a protocol this version does not know."""


class NotFittedError(RightsNLPError, AttributeError):
    """An estimator is used before ``fit``."""


class MissingExtraError(RightsNLPError, ImportError):
    """An optional package is not installed; the message holds the pip line that installs it.

    Parameters
    ----------
    feature : str
        What was asked for.
    package : str
        The import name that is missing.
    extra : str
        The extra of rightsnlp that brings it.

    Examples
    --------
    >>> print(MissingExtraError("drawing plots", package="matplotlib", extra="plots"))
    drawing plots: the package 'matplotlib' is not installed; run: pip install 'rightsnlp[plots]'
    """

    def __init__(self, feature: str, *, package: str, extra: str) -> None:
        super().__init__(
            f"{feature}: the package {package!r} is not installed",
            remedy=f"run: pip install 'rightsnlp[{extra}]'",
        )
