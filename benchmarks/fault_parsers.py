"""Files with bytes changed, cut out, doubled and put elsewhere, given to every parser of files from outside."""

from __future__ import annotations

import io
import json
import random
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from rightsnlp.classification.storage.strict_json import parse_json
from rightsnlp.data.annotation.files import read_annotations
from rightsnlp.data.tables.io import open_table
from rightsnlp.exceptions import RightsNLPError
from rightsnlp.training.recipe import read_recipe

_PIECES = (b"\x00", b"\xff", b'"', b"'", b"\n", b",", b"{", b"[" * 3_000, b"\\ud800", b"1e999", b"NaN")


def mutated(content: bytes, rng: random.Random) -> bytes:
    """Return content with one to four changes."""
    data = bytearray(content)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(data) + 1)
        match rng.randrange(5):
            case 0 if at < len(data):
                data[at] ^= 1 << rng.randrange(8)
            case 1:
                del data[at : at + rng.choice((1, 1, 4, 64))]
            case 2:
                data[at:at] = rng.choice(_PIECES)
            case 3:
                data[at:at] = data[at : at + rng.randrange(64)]
            case _:
                del data[rng.randrange(len(data) + 1) if rng.random() < 0.1 else len(data) :]
    return bytes(data)


def read_whole(path: Path) -> None:
    """Read a table to its end."""
    for _ in open_table(path).rows():
        pass


def fuzz_parsers(
    folder: Path, rng: random.Random, *, seconds: float
) -> dict[str, Callable[[], Iterator[str]]]:
    """Return, for each parser, what changes files and reads them for a while."""
    answer = {"id": 1, "text": "صباح الخير", "label": ["hate_speech"]}
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("admin.jsonl", json.dumps(answer) + "\n")
    recipe = b'name = "m"\nversion = "1"\n[features]\nchar_ngrams = [2, 5]\n'
    seeds: dict[str, tuple[bytes, Callable[[Path], object]]] = {
        f"table.{kind}": ((folder / f"cases.{kind}").read_bytes(), read_whole)
        for kind in ("csv", "jsonl", "xlsx", "parquet")
    }
    seeds |= {
        "answers.zip": (archive.getvalue(), lambda path: read_annotations(path, "doccano")),
        "answers.json": (
            json.dumps([{"id": 1, "data": {"text": "a"}, "annotations": []}]).encode(),
            lambda path: read_annotations(path, "label-studio"),
        ),
        "recipe.toml": (recipe, read_recipe),
        "config.json": (
            json.dumps({"a": [1, {"b": "ت"}]}).encode(),
            lambda path: parse_json(path.read_bytes()),
        ),
    }
    return {
        f"broken files, {name}": lambda name=name, seed=seed: _fuzz(
            folder / f"broken-{name}", *seed, rng, seconds
        )
        for name, seed in seeds.items()
    }


def _fuzz(
    path: Path, seed: bytes, read: Callable[[Path], object], rng: random.Random, seconds: float
) -> Iterator[str]:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        path.write_bytes(mutated(seed, rng))
        try:
            read(path)
            yield "read"
        except RightsNLPError:
            yield "refused in one line"
        except Exception as error:  # what the experiment looks for
            yield f"UNFORESEEN {type(error).__name__.upper()}"
    path.unlink()
