"""What a figure says, for the tests of the plots."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def words() -> Callable[[Any], list[str]]:
    """Every text in a figure, without the marks that steer direction."""
    pytest.importorskip("matplotlib")
    from matplotlib.text import Text

    from rightsnlp.rendering.direction import without_marks

    def said(figure: Any) -> list[str]:
        figure.draw_without_rendering()
        return [without_marks(text.get_text()) for text in figure.findobj(Text) if text.get_text()]

    return said
