"""Run in the environment of the built wheel: base dependencies only, the model and the cases inside, no network."""

from __future__ import annotations

import socket
import sys
from importlib import metadata, util
from pathlib import Path


def refuse(*_: object, **__: object) -> None:
    raise AssertionError("a connection was opened")


socket.socket.connect = refuse  # type: ignore[assignment,method-assign]

import rightsnlp  # noqa: E402

assert "site-packages" in str(Path(rightsnlp.__file__)), rightsnlp.__file__
for name in ("torch", "transformers", "camel_tools", "matplotlib", "onnxruntime"):
    assert util.find_spec(name) is None, f"{name} is installed: this is not the base"
model = rightsnlp.load_model()
assert model.predict_proba(["صباح الخير"]).shape == (1, 3)
assert len(rightsnlp.load_cases()) >= 300
assert (Path(rightsnlp.__file__).parent / "py.typed").is_file()
scripts = [entry.name for entry in metadata.distribution("rightsnlp").entry_points]
assert scripts == ["rightsnlp"], scripts
size = sum(file.stat().st_size for file in Path(rightsnlp.__file__).parent.rglob("*") if file.is_file())
print(
    f"rightsnlp {rightsnlp.__version__} from its wheel: {size / 1e6:.1f} MB, Python {sys.version.split()[0]}"
)
