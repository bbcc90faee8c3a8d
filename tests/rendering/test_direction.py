"""Arabic in figures is joined and runs from the right, whatever the version of matplotlib."""

from __future__ import annotations

import importlib.util
import io
import sys
import types

import numpy as np
import pytest

from rightsnlp.exceptions import MissingExtraError
from rightsnlp.rendering.direction import isolate, visual_text, without_marks

matplotlib = pytest.importorskip("matplotlib")


def ink(text: str) -> np.ndarray:
    """Which pixels are black when matplotlib draws a text."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4, 1), dpi=100)
    figure.text(0.5, 0.4, text, ha="center", fontsize=30)
    stream = io.BytesIO()
    figure.savefig(stream, format="raw")
    pixels = np.frombuffer(stream.getvalue(), dtype=np.uint8).reshape(100, 400, 4)
    dark = pixels[:, :, 0] < 128
    return dark[:, dark.any(axis=0).argmax() : 400 - dark.any(axis=0)[::-1].argmax()]


needs_shaping = pytest.mark.skipif(
    tuple(int(part) for part in matplotlib.__version__.split(".")[:2]) < (3, 11)
    and importlib.util.find_spec("arabic_reshaper") is None,
    reason="matplotlib is below 3.11, and arabic_reshaper is not installed",
)


@needs_shaping
def test_the_first_letter_stands_at_the_right():
    # An alef is tall, the tatweels after it are low.
    drawn = ink(visual_text("اــــــــ", "ar"))
    heights = drawn.sum(axis=0)
    assert heights.argmax() > 0.8 * drawn.shape[1]


@needs_shaping
def test_letters_are_joined():
    def strokes(text: str) -> int:
        columns = ink(visual_text(text, "ar")).any(axis=0)
        return int((np.diff(columns.astype(int)) == 1).sum()) + int(columns[0])

    assert strokes("سلسلة") == 1
    assert strokes("س ل س ل ة") > 1


def test_a_new_matplotlib_gets_the_text_as_it_is_written(monkeypatch):
    monkeypatch.setattr(matplotlib, "__version__", "3.11.0rc1")
    assert without_marks(visual_text("خطاب كراهية", "ar")) == "خطاب كراهية"
    assert visual_text("خطاب كراهية", "en") == "خطاب كراهية"


def test_an_old_matplotlib_gets_it_joined_and_turned_round(monkeypatch):
    monkeypatch.setattr(matplotlib, "__version__", "3.10.9")
    seen = []
    reshaper = types.SimpleNamespace(reshape=lambda text: f"<{text}>")
    bidi = types.SimpleNamespace(get_display=lambda text, base_dir: seen.append(base_dir) or text[::-1])
    monkeypatch.setitem(sys.modules, "arabic_reshaper", reshaper)
    monkeypatch.setitem(sys.modules, "bidi.algorithm", bidi)
    assert visual_text("اب\nplain\nجد", "ar") == ">با<\nplain\n>دج<"
    assert seen == ["R", "R"]


def test_an_old_matplotlib_gets_embeddings_in_place_of_isolates(monkeypatch):
    monkeypatch.setattr(matplotlib, "__version__", "3.9")
    monkeypatch.setitem(sys.modules, "arabic_reshaper", types.SimpleNamespace(reshape=str))
    monkeypatch.setitem(
        sys.modules, "bidi.algorithm", types.SimpleNamespace(get_display=lambda text, base_dir: text)
    )
    assert visual_text(f"قيمة {isolate('0.5 [0.4]', 'ar')}", "ar") == "قيمة \u202a0.5 [0.4]\u202c"
    assert visual_text(f"وسم {isolate('(اسم)', 'ar')}", "ar") == "وسم \u202b(اسم)\u202c"


@pytest.mark.parametrize("module", ["arabic_reshaper", "bidi.algorithm"])
def test_an_old_matplotlib_without_the_packages_says_what_to_install(monkeypatch, module):
    monkeypatch.setattr(matplotlib, "__version__", "3.10.9")
    monkeypatch.setitem(sys.modules, "arabic_reshaper", types.SimpleNamespace(reshape=str))
    monkeypatch.setitem(sys.modules, "bidi.algorithm", types.SimpleNamespace(get_display=str))
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtraError, match=r"newer matplotlib.*rightsnlp\[plots\]"):
        visual_text("خطاب", "ar")


def test_latin_text_needs_nothing_even_on_an_old_matplotlib(monkeypatch):
    monkeypatch.setattr(matplotlib, "__version__", "3.5.0")
    assert visual_text("recall 0.5 [0.4, 0.6]", "ar") == "recall 0.5 [0.4, 0.6]"
