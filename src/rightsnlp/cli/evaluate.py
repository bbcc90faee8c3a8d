"""``rightsnlp evaluate``: measure a model on labelled posts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rightsnlp.cli import options

if TYPE_CHECKING:
    from rightsnlp.classification.linear import LinearClassifier


@click.command()
@click.argument("data", metavar="DATA", type=options.PATH)
@options.model
@click.option("--corpus", metavar="NAME", help="DATA is the user's copy of this public corpus.")
@click.option("--split", help="Part of the corpus. Default: dev where it has one.")
@click.option(
    "-o", "--output", metavar="DIR", type=options.PATH, help="Write metrics.json and tables.md here."
)
@options.text_column
@options.encoding
@click.option("--seed", default=0, show_default=True, help="Seed of the bootstrap.")
@options.force
@options.quiet
def evaluate(
    data: Path,
    *,
    model: str | None,
    corpus: str | None,
    split: str | None,
    output: Path | None,
    text_column: str | None,
    encoding: str | None,
    seed: int,
    force: bool,
    quiet: bool,
) -> None:
    """Measure a model on DATA: every figure with n, a 95 % interval and a signature.

    DATA is a table with a column a label (1, 0 or blank) or a column of labels, or with --corpus the folder or file
    of a public corpus.
    """
    from rightsnlp.classification.persistence import load_model
    from rightsnlp.evaluation.report import evaluate as judge
    from rightsnlp.provenance import check_output, write_json, write_text

    if output is not None:
        options.make_folder(output)
        for name in ("metrics.json", "tables.md"):
            check_output(output / name, force=force)
    loaded = load_model(model)
    if corpus is not None:
        arguments = _corpus_arguments(data, corpus, split)
    else:
        arguments = _table_arguments(data, loaded, text_column, encoding, split)
    report = judge(loaded, seed=seed, **arguments)
    if output is not None:
        write_json(output / "metrics.json", report.to_dict(), force=force)
        write_text(output / "tables.md", report.to_markdown() + "\n", force=force)
    if not quiet:
        click.echo(str(report))


def _corpus_arguments(data: Path, name: str, split: str | None) -> dict[str, Any]:
    from rightsnlp.data.corpora import load_corpus
    from rightsnlp.provenance import sha256_texts

    corpus = load_corpus(name, data)
    if split is None and (corpus.split == "dev").any():
        split = "dev"
    if split is not None:
        corpus = load_corpus(name, data, split=split)
    return {
        "posts": corpus.texts,
        "Y": corpus.Y,
        "groups": corpus.groups,
        "split": f"{name}/{split or 'all'}",
        "data_sha256": sha256_texts(corpus.texts),
    }


def _table_arguments(
    data: Path, model: LinearClassifier, text_column: str | None, encoding: str | None, split: str | None
) -> dict[str, Any]:
    from rightsnlp.data.labelled import read_labelled
    from rightsnlp.provenance import sha256_file

    cases = read_labelled(data, model.taxonomy_, text_column=text_column, encoding=encoding)
    return {
        "posts": cases.frame,
        "Y": cases.Y,
        "groups": cases.groups,
        "split": split or data.name,
        "data_sha256": sha256_file(data),
    }
