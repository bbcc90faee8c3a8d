"""``rightsnlp evaluate``: measure a model, a human or anybody's predictions on labelled posts."""

from __future__ import annotations

from pathlib import Path

import click

from rightsnlp.cli import options
from rightsnlp.cli.command_line import command_line


@click.command()
@click.argument("data", metavar="DATA", type=options.PATH)
@options.model
@click.option(
    "--predictions", metavar="FILE", type=options.PATH, help="Judge the answers in this table, not a model."
)
@click.option("--corpus", metavar="NAME", help="DATA is the user's copy of this public corpus.")
@click.option("--split", help="Part of the corpus. Default: dev where it has one.")
@click.option(
    "-o", "--output", metavar="DIR", type=options.PATH, help="Write tables, figures and a page here."
)
@click.option(
    "--slice", "slices", metavar="COLUMN", multiple=True, help="Figures by this column; may be repeated."
)
@click.option(
    "--reference", metavar="VALUE", help="The slice that others are held against. Default: the largest."
)
@click.option(
    "--legitimate", metavar="COLUMN", multiple=True, help="A column of 1 and 0 that marks protected speech."
)
@click.option(
    "--language", type=click.Choice(["en", "ar"]), default="en", show_default=True, help="Of the page."
)
@click.option(
    "--resamples", default=1000, show_default=True, type=click.IntRange(1), help="Of the bootstrap."
)
@click.option("--seed", default=0, show_default=True, help="Seed of the bootstrap.")
@options.text_column
@options.encoding
@options.force
@options.quiet
def evaluate(
    data: Path,
    *,
    model: str | None,
    predictions: Path | None,
    corpus: str | None,
    split: str | None,
    output: Path | None,
    slices: tuple[str, ...],
    reference: str | None,
    legitimate: tuple[str, ...],
    language: str,
    resamples: int,
    seed: int,
    text_column: str | None,
    encoding: str | None,
    force: bool,
    quiet: bool,
) -> None:
    """Measure a model on DATA: every figure with n, a 95 % interval and a signature.

    DATA is a table with a column a label (1, 0 or blank) or a column of labels, or with --corpus the folder or file
    of a public corpus. With --predictions a human, an API or another library is judged instead.
    """
    from rightsnlp.classification.persistence import load_model, read_config
    from rightsnlp.data.corpora.manifests import load_manifest
    from rightsnlp.evaluation.evaluation_data import load_evaluation_data, taxonomy_of
    from rightsnlp.evaluation.predictions import judge, predict
    from rightsnlp.evaluation.predictions_file import read_predictions
    from rightsnlp.exceptions import InvalidArgumentError
    from rightsnlp.rendering.table import markdown_tables
    from rightsnlp.reporting.folders.evaluation import references, slice_figures, slice_tables, write_report
    from rightsnlp.reporting.folders.staging import EVALUATION_FILES, check_folder
    from rightsnlp.reporting.settings import RunSettings

    if model is not None and predictions is not None:
        raise InvalidArgumentError(
            "--model, --predictions: both are given", expected="one of them", remedy="leave one out"
        )
    if output is not None:
        check_folder(output, EVALUATION_FILES, force=force)
    given = None if predictions is None else read_predictions(predictions)
    loaded = load_model(model) if given is None else None
    posts = load_evaluation_data(
        data,
        corpus=corpus,
        split=split,
        taxonomy=loaded.taxonomy_ if loaded else taxonomy_of(given.labels) if given else None,
        slices=slices,
        legitimate=legitimate,
        text_column=text_column,
        encoding=encoding,
    )
    if loaded is None:
        assert given is not None
        found, seen = posts.answered(given), ""
    else:
        found = predict(loaded, posts.posts, posts.answers, **posts.about)
        seen = posts.seen_by(read_config(model).get("training", {}))
    if output is None:
        report = judge(found, n_resamples=resamples, seed=seed)
        if not quiet:
            click.echo(str(report))
        if slices or reference:
            by_slice = slice_figures(found, report, references(found, reference))
            if by_slice is not None and not quiet:
                click.echo("\n" + markdown_tables(slice_tables(by_slice, report), []))
        return
    settings = RunSettings(
        command=command_line(),
        corpus=corpus or "",
        corpus_title=load_manifest(corpus).title if corpus else "",
        part=split or "",
        text_column=text_column or "",
        encoding=encoding or "",
        seen=seen,
    )
    written = write_report(
        found,
        output,
        settings=settings,
        reference=reference,
        language=language,
        n_resamples=resamples,
        seed=seed,
        force=force,
    )
    if not quiet:
        click.echo(str(written.report))
        click.echo(f"\nwrote {len(written.files)} files in {output.name}", err=True)
        if written.missing:
            click.echo(f"no report.html; for drawings and page {written.missing}", err=True)
