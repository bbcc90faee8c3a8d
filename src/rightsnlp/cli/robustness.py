"""``rightsnlp robustness``: measure a model on labelled posts and on the same posts written differently."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rightsnlp.cli import options
from rightsnlp.exceptions import InvalidArgumentError

if TYPE_CHECKING:
    from rightsnlp.classification.linear import LinearClassifier

_FILES = ("robustness.json", "robustness.md", "robustness.csv", "flips.csv")


@click.command()
@click.argument("data", metavar="DATA", type=options.PATH)
@options.model
@click.option("--corpus", metavar="NAME", help="DATA is the user's copy of this public corpus.")
@click.option("--split", help="Part of the corpus. Default: dev where it has one.")
@options.text_column
@options.encoding
@click.option(
    "--perturbation",
    "perturbations",
    metavar="NAME",
    multiple=True,
    help="Run this one; may be given several times. Default: all, and a wrong name lists them.",
)
@click.option("--strength", default=0.3, show_default=True, help="Share of the places of a post to change.")
@click.option("--seed", default=0, show_default=True, help="Seed of perturbations, sample and bootstrap.")
@click.option("-n", "--limit", metavar="N", type=int, help="Judge N posts only, drawn at random by the seed.")
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    type=options.PATH,
    help=f"Write {', '.join(_FILES)} here, and no post's text.",
)
@options.force
@options.quiet
def robustness(
    data: Path,
    *,
    model: str | None,
    corpus: str | None,
    split: str | None,
    text_column: str | None,
    encoding: str | None,
    perturbations: tuple[str, ...],
    strength: float,
    seed: int,
    limit: int | None,
    output: Path | None,
    force: bool,
    quiet: bool,
) -> None:
    """Measure a model on DATA and on the same posts written differently: what each figure loses.

    DATA is a table with a column a label (1, 0 or blank) or a column of labels, or with --corpus the folder or file of
    a public corpus. Words lose their dots, get tatweel, look-alikes and slips, go into Arabizi, and so on; the meaning,
    and with it the label, stays.
    """
    from rightsnlp.classification.persistence import load_model
    from rightsnlp.evaluation.perturbations import choose_perturbations
    from rightsnlp.evaluation.robustness import robustness as measure
    from rightsnlp.provenance import check_output, write_json, write_text

    chosen = choose_perturbations(perturbations or None)
    if output is not None:
        options.make_folder(output)
        for name in _FILES:
            check_output(output / name, force=force)
    loaded = load_model(model)
    arguments = (
        _of_table(data, loaded, text_column, encoding, split)
        if corpus is None
        else _of_corpus(data, corpus, split)
    )
    arguments, rows = _drawn(arguments, limit, seed)
    report = measure(
        loaded,
        perturbations=chosen,
        strength=strength,
        seed=seed,
        progress=not quiet and sys.stderr.isatty(),
        **arguments,
    )
    if output is not None:
        # A reader of the file counts rows from 1, and in the file, not in what was drawn from it.
        flips = report.flips_frame()
        flips["row"] = [rows[row] + 1 for row in flips["row"]]
        write_json(output / "robustness.json", report.to_dict(), force=force)
        write_text(output / "robustness.md", report.to_markdown(), force=force)
        write_text(output / "robustness.csv", report.to_frame().to_csv(index=False), force=force)
        write_text(output / "flips.csv", flips.to_csv(index=False), force=force)
    if not quiet:
        click.echo(str(report))


def _of_corpus(data: Path, name: str, split: str | None) -> dict[str, Any]:
    import pandas as pd

    from rightsnlp.data.corpora import load_corpus
    from rightsnlp.provenance import sha256_texts

    corpus = load_corpus(name, data)
    if split is None and (corpus.split == "dev").any():
        split = "dev"
    if split is not None:
        corpus = load_corpus(name, data, split=split)
    return {
        "posts": corpus.texts,
        "Y": pd.DataFrame(corpus.Y, columns=list(corpus.labels)),
        "groups": corpus.groups,
        "split": f"{name}/{split or 'all'}",
        "data_sha256": sha256_texts(corpus.texts),
    }


def _of_table(
    data: Path, model: LinearClassifier, text_column: str | None, encoding: str | None, split: str | None
) -> dict[str, Any]:
    import pandas as pd

    from rightsnlp.data.labelled import read_labelled
    from rightsnlp.provenance import sha256_file

    cases = read_labelled(data, model.taxonomy_, text_column=text_column, encoding=encoding)
    return {
        "posts": cases.frame,
        "Y": pd.DataFrame(cases.Y, columns=list(model.taxonomy_.names)),
        "groups": cases.groups,
        "split": split or data.name,
        "data_sha256": sha256_file(data),
    }


def _drawn(arguments: dict[str, Any], limit: int | None, seed: int) -> tuple[dict[str, Any], list[int]]:
    """Return the arguments for ``limit`` posts, and the place of each post in the data."""
    import numpy as np

    n = len(arguments["posts"])
    if limit is None or limit >= n:
        return arguments, list(range(n))
    if limit < 1:
        raise InvalidArgumentError(f"--limit: got {limit}", expected="1 or more", remedy="pass -n 500")
    rows = np.sort(np.random.default_rng(seed).permutation(n)[:limit])
    posts = arguments["posts"]
    return {
        **arguments,
        "posts": posts.iloc[rows] if hasattr(posts, "iloc") else [posts[row] for row in rows],
        "Y": arguments["Y"].iloc[rows],
        "groups": arguments["groups"][rows],
        "split": f"{arguments['split']} ({limit} of {n} drawn)",
    }, rows.tolist()
