"""Packages whose public names are loaded on first use (PEP 562), so that importing them stays inert."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from types import ModuleType


class LazyPackage(ModuleType):
    """A package with a list of public names, each loaded from its module when it is first asked for.

    Python binds a module to its package once it is loaded. Where module and function share a name
    (``evaluation.evaluate``), the function stays what ``from rightsnlp.evaluation import evaluate`` gives.
    """

    __all__: list[str]
    _public: Mapping[str, str]

    def __getattr__(self, name: str) -> object:
        if name not in self._public:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        value: object = getattr(import_module(self._public[name]), name)
        super().__setattr__(name, value)
        return value

    def __setattr__(self, name: str, value: object) -> None:
        if isinstance(value, ModuleType) and self.__dict__.get("_public", {}).get(name) == value.__name__:
            value = getattr(value, name)
        super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        return sorted(self.__all__)


def make_lazy(package: str, public: Mapping[str, str]) -> list[str]:
    """Make a package lazy, and return the names for its ``__all__``.

    Parameters
    ----------
    package : str
        The package's ``__name__``.
    public : mapping of str to str
        Public name to the full name of the module that holds it.

    Examples
    --------
    >>> import rightsnlp
    >>> rightsnlp.load_taxonomy.__module__
    'rightsnlp.taxonomy'
    """
    module = sys.modules[package]
    module._public = dict(public)  # type: ignore[attr-defined]
    module.__class__ = LazyPackage
    return sorted(public)
