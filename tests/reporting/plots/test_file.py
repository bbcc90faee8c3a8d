"""Figures as files: the same bytes, no reference to anything outside, identifiers of their own."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

pytest.importorskip("matplotlib")

from rightsnlp.evaluation.precision_recall import precision_recall_curve
from rightsnlp.exceptions import OutputFileError
from rightsnlp.reporting.plots import figure_svg, plot_confusion, plot_precision_recall, save_figure

Y, P = [1, 0, 1, 0, 0], [0.9, 0.2, 0.4, 0.6, 0.1]


def confusion(language="ar"):
    return plot_confusion(Y, P, ["hate_speech"], language=language, signature="n:5|seed:0")


def identifiers(svg: str) -> set[str]:
    return set(re.findall(r'\bid="([^"]+)"', svg))


def test_both_files_are_written_with_the_same_bytes_every_time(tmp_path):
    first = save_figure(confusion(), tmp_path / "one.v1")
    figure = confusion()
    save_figure(figure, tmp_path / "two")
    again = save_figure(figure, tmp_path / "two", force=True)
    assert [path.name for path in first] == ["one.v1.svg", "one.v1.png"]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in again]
    assert first[1].read_bytes().startswith(b"\x89PNG")


def test_nothing_is_replaced_unless_told_so(tmp_path):
    (tmp_path / "a.png").write_bytes(b"mine")
    with pytest.raises(OutputFileError, match=r"a\.png"):
        save_figure(confusion(), tmp_path / "a")
    assert (tmp_path / "a.png").read_bytes() == b"mine"
    assert not (tmp_path / "a.svg").exists()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_svg_is_one_element_that_refers_to_nothing_outside(language):
    svg = figure_svg(confusion(language))
    root = ElementTree.fromstring(svg)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert svg.startswith("<svg ")
    assert not re.search(r"<\?xml|<!DOCTYPE|<style|<script|<metadata|<image|<text", svg)
    pointed = re.findall(r'(?:href="|url\()([^")]+)', svg)
    assert pointed
    assert {target.lstrip("#") for target in pointed} == identifiers(svg)
    assert all(target.startswith("#") for target in pointed)
    assert set(re.findall(r"https?://[^\"]+", svg)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }


def test_two_figures_on_one_page_share_no_identifier():
    one, other = figure_svg(confusion("en")), figure_svg(confusion("ar"))
    assert identifiers(one)
    assert not identifiers(one) & identifiers(other)


def test_what_the_figure_says_is_there_for_a_screen_reader():
    root = ElementTree.fromstring(figure_svg(confusion("en")))
    assert root.get("role") == "img"
    assert "Decisions against known answers" in root.get("aria-label", "")
    assert "n:5|seed:0" in root.get("aria-label", "")


def test_a_curve_of_many_posts_stays_small():
    import numpy as np

    rng = np.random.default_rng(0)
    y, p = (rng.random(20_000) < 0.3) * 1.0, rng.random(20_000)
    svg = figure_svg(plot_precision_recall(precision_recall_curve(y, p, n_resamples=20)))
    assert len(svg) < 150_000
