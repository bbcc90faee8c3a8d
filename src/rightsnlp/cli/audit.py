"""``rightsnlp audit``: compare two sets of posts before one tests the other."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rightsnlp.cli.terminal import options

if TYPE_CHECKING:
    from rightsnlp.data.corpora.corpus import Corpus


@click.command()
@click.argument("train", metavar="TRAIN")
@click.argument("test", metavar="TEST")
@click.option("--corpora", metavar="DIR", type=options.PATH, help="The folder that holds the public corpora.")
@options.text_column
@click.option(
    "--threshold", default=0.7, show_default=True, help="Similarity from which posts are near-duplicates."
)
@click.option(
    "-o", "--output", metavar="OUT", type=options.PATH, help="Write the report there (.md or .json)."
)
@options.force
def audit(
    train: str,
    test: str,
    *,
    corpora: Path | None,
    text_column: str | None,
    threshold: float,
    output: Path | None,
    force: bool,
) -> None:
    """Count what TRAIN and TEST share: copies, near-duplicates, contradicting labels; and personal data by kind.

    TRAIN and TEST are tables of posts; or, with --corpora, the name of a corpus, alone or with its part
    (osact4:dev). The report holds no post. Exits with 1 when the test set leaks into the training set.
    """
    from rightsnlp.data.audit import audit_overlap
    from rightsnlp.provenance import write_json, write_text

    sets = [_load(source, corpora, text_column) for source in (train, test)]
    report = audit_overlap(*sets, threshold=threshold)
    if output is None:
        click.echo(report.to_markdown())
    elif output.suffix == ".json":
        write_json(output, report.to_dict(), force=force)
    else:
        write_text(output, report.to_markdown(), force=force)
    if report.leaks:
        sys.exit(1)


def _load(source: str, corpora: Path | None, text_column: str | None) -> Corpus:
    from dataclasses import replace

    from rightsnlp.data.cases import CASES, load_cases
    from rightsnlp.data.corpora.corpus import load_corpus
    from rightsnlp.data.corpora.manifests import corpus_names
    from rightsnlp.data.labelled import read_corpus

    name, _, part = source.partition(":")
    if name == CASES:
        return replace(load_cases(split=part or None), name=source)
    if corpora is not None and name in corpus_names():
        return replace(load_corpus(name, corpora, split=part or None), name=source)
    return read_corpus(source, text_column=text_column)
