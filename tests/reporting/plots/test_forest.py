"""A forest plot keeps its rows, numbers and names apart, in both directions."""

from __future__ import annotations

import math

import pytest

pytest.importorskip("matplotlib")

from rightsnlp.rendering.reasons import Reason
from rightsnlp.reporting.plots.forest import ForestPanel, ForestRow, plot_forest, value_text

NAN = math.nan
ROWS = (
    ForestRow("a_long_name_of_a_slice", 0.5, 0.4, 0.6, ("1,234",)),
    ForestRow("small", 0.9, 0.2, 1.0, ("7",), hollow=True),
    ForestRow("none", NAN, NAN, NAN, ("0",), reason=Reason("nothing_assigned")),
    ForestRow("point", 0.7, NAN, NAN, ("2",)),
)

PANELS = (ForestPanel("first", ROWS, 0.55, 0.5, 0.6), ForestPanel("second", ROWS[:2]))


def forest(language="en", panels=PANELS):
    return plot_forest(
        panels,
        ["value", "n"],
        "precision",
        title="Title",
        notes=["note"],
        keys=("filled", "hollow"),
        line="all",
        signature=None,
        language=language,
    )


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_text_covers_another_or_leaves_the_sheet(language):
    from matplotlib.text import Text

    figure = forest(language)
    figure.draw_without_rendering()
    texts = [t for t in figure.findobj(Text) if t.get_text().strip() and t.get_visible()]
    boxes = [t.get_window_extent() for t in texts]
    for i, (text, box) in enumerate(zip(texts, boxes, strict=True)):
        assert box.x0 >= -1, text.get_text()
        assert box.x1 <= figure.bbox.x1 + 1, text.get_text()
        for other in boxes[i + 1 :]:
            wide = min(box.x1, other.x1) - max(box.x0, other.x0)
            high = min(box.y1, other.y1) - max(box.y0, other.y0)
            assert wide <= 1 or high <= 3, text.get_text()


def test_a_small_slice_is_hollow_and_an_undefined_one_says_why(words):
    axes = forest().axes[0]
    marks = {
        line.get_xdata()[0]: line.get_markerfacecolor() for line in axes.lines if line.get_marker() == "o"
    }
    assert marks[0.9] == "#ffffff"
    assert marks[0.5] != "#ffffff"
    assert "undefined: nothing was assigned" in words(forest())


def test_in_arabic_names_stand_on_the_right_and_values_grow_to_the_left():
    english, arabic = forest().axes[0], forest("ar").axes[0]
    assert english.get_xlim()[0] < english.get_xlim()[1]
    assert arabic.get_xlim()[0] > arabic.get_xlim()[1]
    assert arabic.yaxis.get_ticks_position() == "right"


def test_rows_run_from_the_top_in_the_order_given():
    axes = forest().axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == [row.name for row in ROWS]
    assert axes.get_ylim()[0] > axes.get_ylim()[1]


def test_values_are_written_with_their_interval_or_a_dash():
    assert value_text(ROWS[0]) == "0.500 [0.400, 0.600]"
    assert value_text(ROWS[0], signed=True) == "+0.500 [+0.400, +0.600]"
    assert value_text(ROWS[2]) == "–"
    assert value_text(ROWS[3]) == "0.700 –"


def test_nothing_but_undefined_rows_can_be_drawn(words):
    assert "undefined: nothing was assigned" in words(forest(panels=(ForestPanel("", ROWS[2:3]),)))
