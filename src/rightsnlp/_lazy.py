"""Names that are loaded on first use (PEP 562), so that importing a package stays inert."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module


def load_name(package: str, home: Mapping[str, str], name: str) -> object:
    """Return a public name of a package from the module that holds it, and keep it there for the next time.

    Parameters
    ----------
    package : str
        The package's ``__name__``.
    home : mapping of str to str
        Public name to module, relative to the package.
    name : str

    Raises
    ------
    AttributeError
        When the package has no such name.

    Examples
    --------
    >>> load_name("rightsnlp", {"load_taxonomy": "taxonomy"}, "load_taxonomy").__name__
    'load_taxonomy'
    """
    if name not in home:
        raise AttributeError(f"module {package!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{package}.{home[name]}"), name)
    setattr(sys.modules[package], name, value)
    return value
