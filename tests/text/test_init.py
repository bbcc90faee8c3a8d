from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

from rightsnlp import text


@pytest.mark.parametrize("name", text.__all__)
def test_every_name_is_there_and_documented(name):
    value = getattr(text, name)

    assert value is text.PROFILES or inspect.getdoc(value)


def test_no_name_is_that_of_a_module():
    # Importing the module would put it in the place of the function.
    modules = {module.stem for module in Path(text.__file__).parent.glob("*.py")}

    assert not modules & set(text.__all__)


def test_another_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="has no attribute 'normalise'"):
        _ = text.normalise


def test_importing_the_package_loads_nothing():
    code = "import sys, rightsnlp.text; print(sorted({'numpy', 'sklearn', 'pandas'} & set(sys.modules)))"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8"
    )

    assert found.stdout.strip() == "[]"
