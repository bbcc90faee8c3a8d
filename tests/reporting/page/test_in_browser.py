"""The report as a browser shows it: opened in headless Chromium."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("jinja2", reason="extra plots")

from rightsnlp.reporting.page.html import render_html

from .chromium import Browser
from .example_report import example_content


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(render_html(example_content()), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None or os.name != "posix":
        pytest.skip("no Chromium is installed")
    started = Browser(program, tmp_path_factory.mktemp("profile"))
    yield started
    started.close()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_opens_without_an_error_and_asks_the_network_for_nothing(
    browser: Browser, address: str, language: str
) -> None:
    browser.open(f"{address}#{language}")
    assert browser.value(
        "Promise.all([...document.images].map((image) => image.decode())).then(() => 'drawn')"
    )
    errors = browser.happened("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded")
    assert errors == []
    asked = {event["request"]["url"] for event in browser.happened("Network.requestWillBeSent")}
    assert address in {url.partition("#")[0] for url in asked}
    assert {url for url in asked if not url.startswith(("file:", "data:"))} == set()


def test_the_check_sees_a_request_and_an_error_where_there_is_one(browser: Browser, tmp_path: Path) -> None:
    page = tmp_path / "leaky.html"
    page.write_text('<img src="https://example.org/leak.png"><script>nonsense()</script>', encoding="utf-8")
    browser.open(page.as_uri())
    asked = [event["request"]["url"] for event in browser.happened("Network.requestWillBeSent")]
    assert "https://example.org/leak.png" in asked
    assert browser.happened("Runtime.exceptionThrown") != []


def test_arabic_runs_from_right_to_left_and_its_numbers_from_left_to_right(
    browser: Browser, address: str
) -> None:
    browser.open(f"{address}#ar")
    assert browser.value("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
    assert browser.value("getComputedStyle(document.querySelector('#main-ar')).direction") == "rtl"
    assert browser.value("getComputedStyle(document.querySelector('#en')).display") == "none"
    directions = """[...document.querySelectorAll("#ar .num, #ar pre:not(.prose)")]
        .map((one) => getComputedStyle(one).direction)"""
    assert set(browser.value(directions)) == {"ltr"}
    # An interval is read in the order of its characters: the upper bound stands to the right of the lower.
    order = """(() => {
        const numbers = [...document.querySelectorAll("#ar .num")];
        const node = numbers.find((one) => /\\[.+, .+\\]/.test(one.textContent)).firstChild;
        const place = (character) => {
            const range = document.createRange();
            range.setStart(node, node.data.indexOf(character));
            range.setEnd(node, node.data.indexOf(character) + 1);
            return range.getBoundingClientRect().left;
        };
        return place("[") < place(",") && place(",") < place("]");
    })()"""
    assert browser.value(order) is True


def test_the_language_is_switched_by_a_link_and_back(browser: Browser, address: str) -> None:
    browser.open(address)
    assert browser.value("document.documentElement.dir") == "ltr"
    click = "document.querySelector('.language:not([id={}]) .switches a[href=\"#{}\"]').click()"
    for language, direction in (("ar", "rtl"), ("en", "ltr")):
        browser.value(click.format(language, language))
        browser.value("new Promise((done) => setTimeout(done, 50))")
        assert browser.value("document.documentElement.dir") == direction
        assert browser.value(f"getComputedStyle(document.getElementById('{language}')).display") == "block"


@pytest.mark.parametrize(("fragment", "shown"), [("", "en"), ("#ar", "ar"), ("#metrics-ar", "ar")])
def test_without_javascript_one_language_is_shown_whole(
    browser: Browser, address: str, fragment: str, shown: str
) -> None:
    browser.open(address + fragment, script=False)
    display = {language: browser.style(f"#{language}", "display") for language in ("en", "ar")}
    assert [language for language, value in display.items() if value != "none"] == [shown]
    assert browser.style(f"#{shown} .theme", "display") == "none"


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_is_wider_than_the_window(browser: Browser, address: str, language: str, width: int) -> None:
    browser.open(f"{address}#{language}", width=width)
    browser.value("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert browser.value("document.documentElement.scrollWidth") <= width
    # Only the frames of wide tables may scroll.
    wide = """[...document.querySelectorAll(".language *")].filter((one) => {
        const box = one.getBoundingClientRect();
        return box.width && !one.closest(".scroll, .skip, svg") && (box.right > innerWidth + 1 || box.left < -1);
    }).map((one) => one.outerHTML.slice(0, 80))"""
    assert browser.value(wide) == []


@pytest.mark.parametrize("dark", [False, True])
def test_text_stands_out_from_what_is_behind_it(browser: Browser, address: str, *, dark: bool) -> None:
    browser.open(address, dark=dark)
    contrast = """(() => {
        const pixel = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
        const rgb = (colour) => {
            pixel.clearRect(0, 0, 1, 1); pixel.fillStyle = colour; pixel.fillRect(0, 0, 1, 1);
            return [...pixel.getImageData(0, 0, 1, 1).data];
        };
        const light = (colour) => rgb(colour).slice(0, 3).map((part) => part / 255)
            .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
            .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
        const behind = (one) => {
            const colour = getComputedStyle(one).backgroundColor;
            return rgb(colour)[3] ? colour : behind(one.parentElement);
        };
        const low = new Set();
        for (const one of document.querySelectorAll("#en *")) {
            if (![...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
            const [a, b] = [light(getComputedStyle(one).color), light(behind(one))].sort((x, y) => y - x);
            if ((a + 0.05) / (b + 0.05) < 4.5) low.add(one.tagName + "." + one.className);
        }
        return [[...low], rgb(getComputedStyle(document.body).backgroundColor)[0]];
    })()"""
    low, background = browser.value(contrast)
    assert low == []
    assert (background < 60) is dark


def test_switches_work(browser: Browser, address: str) -> None:
    browser.open(address)
    colour = "getComputedStyle(document.body).backgroundColor"
    before = browser.value(colour)
    browser.value("document.querySelector('#en .theme').click()")
    assert browser.value(colour) != before
    choose = """(() => {
        const select = document.querySelector("#filter-en");
        select.value = "incitement";
        select.dispatchEvent(new Event("change"));
        return [...document.querySelectorAll("#metrics-en tbody")].filter((one) => one.checkVisibility())
            .map((one) => one.dataset.label);
    })()"""
    assert browser.value(choose) == ["incitement", "incitement"]


def test_what_is_named_as_a_label_is_there(browser: Browser, address: str) -> None:
    browser.open(address)
    broken = """[...document.querySelectorAll("[aria-labelledby], [aria-describedby], a[href^='#'], label[for]")]
        .map((one) => one.getAttribute("aria-labelledby") || one.getAttribute("aria-describedby")
            || one.getAttribute("for") || one.getAttribute("href").slice(1))
        .filter((id) => !document.getElementById(id))"""
    assert browser.value(broken) == []
    ids = browser.value("[...document.querySelectorAll('[id]')].map((one) => one.id)")
    assert len(ids) == len(set(ids))
    assert browser.value("[...document.images].every((image) => image.alt.length > 10)") is True
    assert (
        browser.value("[...document.querySelectorAll('table')].every((one) => one.caption && one.tHead)")
        is True
    )


@pytest.mark.parametrize("language", ["en", "ar"])
def test_on_paper_it_is_light_without_switches_and_fits_the_page(
    browser: Browser, address: str, language: str, tmp_path: Path
) -> None:
    browser.open(f"{address}#{language}", width=688, dark=True)
    browser.call("Emulation.setEmulatedMedia", media="print")
    assert browser.value("document.documentElement.scrollWidth") <= 688
    assert browser.value("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert browser.value(f"document.querySelector('#{language} .switches').checkVisibility()") is False
    browser.print(tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
