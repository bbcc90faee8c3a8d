"""The optional camel-tools backend: its word tokenizer, and its morphological analyser over a database on disk.

camel-tools 1.6 fetches a catalogue from the network, and makes a folder in the home directory, when its data module is
first imported. Here it is imported so that it does neither. Obeid et al., 2020, "CAMeL Tools: an open source Python
toolkit for Arabic natural language processing".
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import importlib.util
import json
import os
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rightsnlp.exceptions import InputFileError, MissingExtraError

DATABASE = "data/morphology_db/calima-msa-r13/morphology.db"
_INSTALL = "run: camel_data -i morphology-db-msa-r13, or pass database=<path of a morphology.db>"
_EMPTY_CATALOGUE = {"version": "1.6.0", "packages": {}, "components": {}}
_LOCK = threading.Lock()


def camel_words(text: str) -> list[str]:
    """Split a post with camel-tools' ``simple_word_tokenize``: at white space, punctuation and symbols, emoji whole.

    Raises
    ------
    MissingExtraError
        If camel-tools is not installed.

    Examples
    --------
    >>> camel_words("القدس، 🇵🇸!")  # doctest: +SKIP
    ['القدس', '،', '🇵🇸', '!']
    """
    _require("the camel-tools tokenizer")
    module = importlib.import_module("camel_tools.tokenizers.word")
    return list(module.simple_word_tokenize(text))


def analyze(words: Sequence[str], database: str | Path | None = None) -> list[list[dict[str, Any]]]:
    """Return the morphological analyses of each word; see :func:`rightsnlp.text.tokenize.morphology`."""
    _require("morphological analysis")
    analyser = _analyser(_database_path(database))
    return [list(analyser.analyze(word)) for word in words]


def _require(feature: str) -> None:
    if importlib.util.find_spec("camel_tools") is None:
        raise MissingExtraError(feature, package="camel_tools", extra="camel")


def data_folder() -> Path:
    """Return the folder that camel-tools keeps its data in: ``CAMELTOOLS_DATA``, or its own in the home directory."""
    named = os.environ.get("CAMELTOOLS_DATA")
    home = "AppData/Roaming/camel_tools" if sys.platform == "win32" else ".camel_tools"
    return Path(named).expanduser() if named else Path.home() / home


def _database_path(database: str | Path | None) -> Path:
    path = data_folder() / DATABASE if database is None else Path(database)
    if not path.is_file():
        named = "none in camel-tools' data folder" if database is None else f"{path.name} is no file"
        raise InputFileError(f"database: {named}", expected="a morphology database", remedy=_INSTALL)
    return path


@functools.lru_cache(maxsize=2)
def _analyser(path: Path) -> Any:
    with _LOCK, _offline_import():
        analyzer = importlib.import_module("camel_tools.morphology.analyzer")
        database = importlib.import_module("camel_tools.morphology.database")
        errors = importlib.import_module("camel_tools.morphology.errors")
    try:
        opened = database.MorphologyDB(str(path))
    except (errors.DatabaseError, ValueError, TypeError, LookupError):
        opened = None
    if opened is None or not opened.stem_hash:
        # Not from camel-tools' error, which holds lines of the file.
        raise InputFileError(
            f"database: {path.name} cannot be read as one", expected="a morphology database", remedy=_INSTALL
        )
    return analyzer.Analyzer(opened)


@contextlib.contextmanager
def _offline_import() -> Iterator[None]:
    """Let camel-tools find a catalogue, so that its import asks no network and leaves the home directory alone.

    A catalogue that is there already is used; else an empty one in a folder that is gone afterwards.
    """
    if "camel_tools.data" in sys.modules:
        yield
        return
    names = ("CAMELTOOLS_DATA", "HOME", "USERPROFILE")
    before = {name: os.environ.get(name) for name in names}
    folder = data_folder()
    with tempfile.TemporaryDirectory() as temporary:
        (Path(temporary) / "catalogue.json").write_text(json.dumps(_EMPTY_CATALOGUE), encoding="utf-8")
        os.environ["CAMELTOOLS_DATA"] = str(folder) if (folder / "catalogue.json").is_file() else temporary
        os.environ["HOME"] = os.environ["USERPROFILE"] = temporary
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value
