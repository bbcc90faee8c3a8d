"""The page of a bulletin in one language: one HTML file that loads nothing and runs nothing."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from importlib import resources

from rightsnlp.exceptions import MissingExtraError
from rightsnlp.monitoring.bulletin.figures import ALL, Bulletin
from rightsnlp.monitoring.bulletin.speech import Speech
from rightsnlp.monitoring.bulletin.tables import missing_table, page_tables
from rightsnlp.monitoring.statistics.fields import NOT_STATED, period_span

METHOD = ("counts", "missing", "restored", "interval", "times", "changes", "small")


def page_name(language: str) -> str:
    """Return the file name of the page in a language."""
    return f"bulletin.{language}.html"


def render_page(bulletin: Bulletin, say: Speech, charts: Mapping[str, str]) -> str:
    """Return the page in one language.

    Parameters
    ----------
    bulletin : Bulletin
    say : Speech
    charts : mapping of str to str
        Charts by name, each an ``<svg>`` element.

    Raises
    ------
    MissingExtraError
        When Jinja2 is not installed.
    """
    try:
        import jinja2
    except ImportError:
        raise MissingExtraError("the bulletin", package="jinja2", extra="monitoring") from None
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("rightsnlp.monitoring.bulletin", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    style = resources.files("rightsnlp.monitoring.bulletin").joinpath("templates", "bulletin.css")
    css = style.read_text(encoding="utf-8")
    tables = page_tables(bulletin, say)
    sections = [(name, tables[name]) for name in ("changes", "shares", "times", "counts") if tables[name]]
    min_cell = say.number(bulletin.settings.min_cell)
    return environment.get_template("bulletin.html.j2").render(
        say=say,
        settings=bulletin.settings,
        title=bulletin.settings.title.get(say.language) or say("title"),
        span=_span(bulletin, say),
        facts=_facts(bulletin, say),
        left_out=_left_out(bulletin, say),
        charts=list(charts.values()),
        sections=[*sections, ("missing", [missing_table(bulletin, say)])],
        method=[say(key, "method").format(min_cell=min_cell) for key in METHOD],
        signature=bulletin.signature,
        other_page=page_name("en" if say.language == "ar" else "ar"),
        style=css,
        policy=_policy(css),
    )


def _policy(style: str) -> str:
    """Return a content security policy that admits this style, drawings' own attributes, and nothing from elsewhere."""
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return (
        f"default-src 'none'; style-src-elem 'sha256-{digest}'; style-src-attr 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _span(bulletin: Bulletin, say: Speech) -> str:
    periods = (
        [name for name in bulletin.counts[0].column_values if name != NOT_STATED] if bulletin.counts else []
    )
    as_of = bulletin.cases.as_of
    first, last = (period_span(periods[0])[0], period_span(periods[-1])[1]) if periods else (as_of, as_of)
    return say("span", first=say.date(first), last=say.date(last), as_of=say.date(as_of))


def _facts(bulletin: Bulletin, say: Speech) -> list[tuple[str, str, str]]:
    """Return the figures at the head: name, value, interval and n."""
    facts = [(say("how_many"), say.number(len(bulletin.cases)), "")]
    for table in bulletin.shares:
        share = dict(table.shares)[ALL]
        if share is not None and share.n:
            interval = say.between(say.share(share.low), say.share(share.high))
            more = (
                f"{interval}؛ n = {say.number(share.n)}"
                if say.language == "ar"
                else f"{interval}; n = {share.n:,}"
            )
            facts.append((say(table.rule.name, "shares"), say.share(share.value), more))
    for times in bulletin.times:
        n, median = next((n, median) for name, n, median in times.medians if name == ALL)
        if median is not None:
            facts.append((say(f"step_{times.step}"), say.days(median.days), f"n = {say.number(n)}"))
    return facts


def _left_out(bulletin: Bulletin, say: Speech) -> list[str]:
    refused = len(bulletin.cases.problems.refused_rows())
    lines = [("refused", refused), ("duplicates", bulletin.cases.duplicates)]
    return [say(key, cases=say.counted("case", n)) for key, n in lines if n]
