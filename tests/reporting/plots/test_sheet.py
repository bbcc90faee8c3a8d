"""One sheet, one style, and the user's own settings untouched."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import pytest

from rightsnlp.exceptions import InvalidArgumentError, MissingExtraError
from rightsnlp.reporting.plots.sheet import COLORS, PAPER, new_sheet, style

LONG = "A long note that has to be broken into several lines because no page is as wide as this sentence is long."


def sheet(language="en", **options):
    known = {"title": "Title", "notes": ["note"], "signature": "n:1|seed:0", "language": language, **options}
    with style():
        return new_sheet(2.0, **known)


def test_without_matplotlib_the_pip_line_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtraError, match=r"rightsnlp\[plots\]"), style():
        pass


def test_importing_the_plots_loads_no_matplotlib():
    code = "import sys, rightsnlp.reporting.plots; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_style_is_left_behind_and_pyplot_never_loaded():
    code = (
        "import sys, matplotlib\n"
        # Asking for the backend would load pyplot by itself.
        "settings = lambda: {k: matplotlib.rcParams[k] for k in matplotlib.rcParams if k != 'backend'}\n"
        "before = settings()\n"
        "from rightsnlp.reporting.plots import plot_confusion, figure_svg\n"
        "figure_svg(plot_confusion([1, 0], [0.9, 0.2], ['spam'], language='ar'))\n"
        "assert settings() == before\n"
        "sys.exit('matplotlib.pyplot' in sys.modules)"
    )
    pytest.importorskip("matplotlib")
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_users_settings_do_not_reach_the_figure(words):
    matplotlib = pytest.importorskip("matplotlib")
    with matplotlib.rc_context({"figure.facecolor": "black", "font.size": 30, "text.usetex": False}):
        figure = sheet()
    assert matplotlib.colors.to_hex(figure.get_facecolor()) == PAPER


def test_title_notes_and_signature_stand_inside_the_sheet_and_apart(words):
    pytest.importorskip("matplotlib")
    figure = sheet(notes=[LONG, LONG], signature={"seed": 0, "data_sha256": "0" * 64, "split": "dev"})
    figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in figure.texts]
    assert "".join(words(figure)).count("seed:0") == 1
    for box in boxes:
        assert box.x0 >= 0
        assert box.x1 <= figure.bbox.x1
        assert box.y0 >= 0
    for upper, lower in pairwise(boxes):
        assert lower.y1 <= upper.y1 - 1


def test_arabic_starts_from_the_right():
    pytest.importorskip("matplotlib")
    english, arabic = sheet(), sheet("ar", title="عنوان")
    assert english.texts[0].get_ha() == "left"
    assert arabic.texts[0].get_ha() == "right"
    assert arabic.texts[0].get_position()[0] > 0.9


def test_no_two_colours_are_alike_in_grey():
    def luminance(color: str) -> float:
        red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    first, second = luminance(COLORS[0]), luminance(COLORS[1])
    assert abs(first - second) > 0.05
    assert len(set(COLORS)) == len(COLORS)


def test_another_language_is_refused():
    pytest.importorskip("matplotlib")
    with pytest.raises(InvalidArgumentError, match="language"):
        sheet("fr")
