"""``rightsnlp prevalence``: how much of a collection has a label, from a verified sample or from scores."""

from __future__ import annotations

from pathlib import Path

import click

from rightsnlp.cli.terminal import options


@click.group()
def prevalence() -> None:
    """Estimate the share of a collection that has a label, with an interval.

    sample needs no assumption on the classifier; scores assumes that only the share of the label has changed.
    """


@prevalence.command()
@click.argument("record", metavar="RECORD", type=options.PATH)
@click.argument("collection", metavar="COLLECTION", type=options.PATH)
@click.argument("answers", metavar="ANSWERS", type=options.PATH)
@click.option(
    "--clusters", metavar="COLUMN", default="", help="A column that says which cases belong together."
)
def sample(record: Path, collection: Path, answers: Path, *, clusters: str) -> None:
    """Estimate from the sealed ANSWERS of a sample that rightsnlp sample planned."""
    from rightsnlp.monitoring.prevalence.sampling import estimate_from_sample

    found = estimate_from_sample(record, collection, answers, clusters=clusters)
    click.echo(str(found.prevalence))
    click.echo(
        f"design effect {found.design_effect:.2f}: as good as {found.effective_n:,.0f} cases drawn at random"
    )


@prevalence.command()
@click.argument("collection", metavar="COLLECTION", type=options.PATH)
@click.argument("test", metavar="TEST", type=options.PATH)
@click.option(
    "--score", metavar="COLUMN", required=True, help="The column of the probabilities, in both tables."
)
@click.option(
    "--label", metavar="LABEL", required=True, help="In TEST: a column of 0 and 1, or a verified label."
)
@click.option("--threshold", type=float, default=0.5, show_default=True, help="For the adjusted count.")
@click.option("--confidence", metavar="P", type=float, default=0.95, show_default=True)
def scores(
    collection: Path, test: Path, *, score: str, label: str, threshold: float, confidence: float
) -> None:
    """Estimate from the scores of COLLECTION, corrected by the verified cases of TEST."""
    from rightsnlp.monitoring.prevalence.quantify import (
        adjusted_count,
        em_prior_shift,
        probabilistic_adjusted_count,
    )
    from rightsnlp.monitoring.prevalence.sampling import read_scored, read_verified

    _, _, found = read_scored(collection, score)
    test_scores, labels = read_verified(test, score, label)
    click.echo(f"counted from {threshold:g}, uncorrected: {(found >= threshold).mean():.1%}")
    click.echo(str(adjusted_count(found, test_scores, labels, threshold=threshold, confidence=confidence)))
    click.echo(str(probabilistic_adjusted_count(found, test_scores, labels, confidence=confidence)))
    click.echo(str(em_prior_shift(found, test_scores, labels, confidence=confidence)))
