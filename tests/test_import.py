"""Importing the package is inert: nothing heavy, nothing opened, no thread, no connection."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("torch", "transformers", "sklearn", "pandas", "numpy", "scipy", "matplotlib", "datasets", "pyarrow")

WATCH = """
import sys
opened = []
def watch(event, args):
    if event.startswith("socket.") or event == "subprocess.Popen":
        opened.append(event)
    if event == "open" and isinstance(args[0], str) and args[1] and "w" in str(args[1]):
        opened.append(event)
sys.dont_write_bytecode = True
sys.addaudithook(watch)
import {module}
print([name for name in {heavy} if name in sys.modules], opened)
"""


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout.strip()


@pytest.mark.parametrize(
    "module", ["rightsnlp", "rightsnlp.cli", "rightsnlp.exceptions", "rightsnlp.taxonomy"]
)
def test_importing_loads_nothing_heavy_and_opens_nothing(module: str) -> None:
    assert run(WATCH.format(module=module, heavy=HEAVY)) == "[] []"


def test_asking_for_the_version_loads_nothing_heavy() -> None:
    code = f"""
import sys
from rightsnlp.cli import main
sys.argv = ["rightsnlp", "--version"]
try:
    main()
finally:
    print([name for name in {HEAVY} if name in sys.modules])
"""
    assert run(code).endswith("[]")


def test_a_lazy_name_loads_what_it_needs_and_no_torch() -> None:
    code = (
        "import rightsnlp, sys; rightsnlp.normalize; print('torch' in sys.modules, 'sklearn' in sys.modules)"
    )
    assert run(code) == "False False"
