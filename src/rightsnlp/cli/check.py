"""``rightsnlp check``: run a functional test suite on a model."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from rightsnlp.cli import options


@click.command()
@click.argument("suite", metavar="[SUITE]", type=options.PATH, required=False)
@options.model
@click.option("--language", metavar="L", help="Run the cases of this language only, such as ar.")
@click.option(
    "-o", "--output", metavar="DIR", type=options.PATH, help="Write functional.json and functional.md here."
)
@options.force
@options.quiet
def check(
    suite: Path | None,
    *,
    model: str | None,
    language: str | None,
    output: Path | None,
    force: bool,
    quiet: bool,
) -> None:
    """Run a functional test SUITE on a model: what it gets wrong, functionality by functionality.

    SUITE is a table in HateCheck's columns. Default: RightsCheck, which ships. Where functionalities.csv lies beside
    it, each failure is told with what it would mean for a person.
    """
    from rightsnlp.checks.functional.suite import evaluate_suite
    from rightsnlp.classification.persistence import load_model
    from rightsnlp.data.suites import load_suite
    from rightsnlp.provenance import check_output, write_json, write_text
    from rightsnlp.shipped import shipped_folder

    if output is not None:
        options.make_folder(output)
        for name in ("functional.json", "functional.md"):
            check_output(output / name, force=force)
    path = shipped_folder("datasets") / "rightscheck" / "cases.csv" if suite is None else suite
    loaded = load_suite(path)
    if suite is None:
        loaded = replace(loaded, name="rightscheck")
    told = path.parent / "functionalities.csv"
    report = evaluate_suite(
        load_model(model), loaded, functionalities=told if told.is_file() else None, language=language
    )
    if output is not None:
        write_json(output / "functional.json", report.to_dict(), force=force)
        write_text(output / "functional.md", report.to_markdown(), force=force)
    if not quiet:
        click.echo(str(report))
