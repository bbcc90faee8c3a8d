"""What LaTeX is given holds no character at which it stops."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from rightsnlp.rendering.latex import latex_escape, latex_tables


@given(st.text())
def test_no_control_character_is_kept(text: str) -> None:
    written = latex_escape(text) + latex_tables([], [text]).replace("\n", "")
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", written)
