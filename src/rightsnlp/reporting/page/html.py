"""One report as one HTML file: English and Arabic, light and dark, for screen and paper, without a network."""

from __future__ import annotations

import base64
import hashlib
from importlib import resources
from typing import TYPE_CHECKING

from rightsnlp.exceptions import InvalidArgumentError, MissingExtraError
from rightsnlp.rendering.words import DIRECTIONS, Messages
from rightsnlp.reporting.page.content import ReportContent

if TYPE_CHECKING:
    import jinja2

_TEMPLATES = "templates"


def render_html(content: ReportContent, default_language: str = "en") -> str:
    """Return a report as one HTML file.

    The page has every text in English and in Arabic; ``#en`` and ``#ar`` at the end of its address choose, without
    JavaScript too. It loads nothing: figures are images inside the file, style and script stand in it, and its content
    security policy admits those two, by hash, and no other.

    Parameters
    ----------
    content : ReportContent
        What the report shows.
    default_language : {"en", "ar"}
        Language in which the page opens.

    Returns
    -------
    str
        The page, in UTF-8 when written.

    Raises
    ------
    InvalidArgumentError
        When there is no such language.
    MissingExtraError
        When Jinja2 is not installed.

    Examples
    --------
    >>> from rightsnlp.evaluation import evaluate_arrays
    >>> judged = evaluate_arrays([1, 1, 0, 0], [0.9, 0.4, 0.2, 0.1], ["spam"], n_resamples=50)
    >>> page = render_html(ReportContent("Spam <b>", ("ours",), (judged,)), default_language="ar")
    >>> page.splitlines()[1], "Spam &lt;b&gt;" in page
    ('<html lang="ar" dir="rtl">', True)
    """
    if default_language not in DIRECTIONS:
        raise InvalidArgumentError(
            f"default_language: got {default_language!r}",
            expected=f"one of {', '.join(DIRECTIONS)}",
            remedy="pass 'en' or 'ar'",
        )
    environment = _environment()
    from rightsnlp.reporting.page.page import Page

    style, script = _template("report.css"), _template("report.js")
    return environment.get_template("report.html.j2").render(
        content=content,
        pages=[Page(content, Messages(language)) for language in DIRECTIONS],
        default=Messages(default_language),
        style=style,
        script=script,
        policy=_policy(style, script),
    )


def _environment() -> jinja2.Environment:
    try:
        import jinja2
    except ImportError as error:
        raise MissingExtraError("the HTML report", package=error.name or "jinja2", extra="plots") from None
    return jinja2.Environment(
        loader=jinja2.PackageLoader("rightsnlp.reporting.page", _TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _template(name: str) -> str:
    return resources.files("rightsnlp.reporting.page").joinpath(_TEMPLATES, name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Return a content security policy that admits this style and this script, and nothing from elsewhere."""
    return "; ".join(
        [
            "default-src 'none'",
            f"style-src '{_hash(style)}'",
            f"script-src '{_hash(script)}'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
