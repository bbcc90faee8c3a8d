"""``rightsnlp train``: train a model from a recipe, or from a table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from rightsnlp.cli.terminal import options
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.provenance import make_folder


@click.command()
@click.argument("data", metavar="[DATA]", type=options.PATH, required=False)
@click.option("--recipe", metavar="R", type=options.PATH, help="Train what this recipe says.")
@click.option("--corpora", metavar="DIR", type=options.PATH, help="The folder of the corpora a recipe names.")
@click.option(
    "--label-columns", metavar="A,B", help="The columns of DATA that hold the answers, with commas between."
)
@click.option(
    "--start-from", metavar="M", help="Adapt this model, by name or folder, to the verified cases in DATA."
)
@click.option(
    "--choose-thresholds", is_flag=True, help="With --start-from: choose the thresholds anew on DATA."
)
@click.option("-o", "--output", metavar="DIR", type=options.PATH, required=True, help="Folder of the model.")
@options.text_column
@options.encoding
@options.force
@options.quiet
def train(
    data: Path | None,
    *,
    recipe: Path | None,
    corpora: Path | None,
    label_columns: str | None,
    start_from: str | None,
    choose_thresholds: bool,
    output: Path,
    text_column: str | None,
    encoding: str | None,
    force: bool,
    quiet: bool,
) -> None:
    """Train a model from a recipe, or on the labelled posts in DATA.

    With --start-from a model is adapted to the verified cases in DATA, as far as they carry: answers stand in
    verified_labels (labels with | between, or none_of_these; blank is not verified yet) or in --label-columns.
    The same recipe on the same data gives the same bytes.
    """
    from rightsnlp.training import train as training
    from rightsnlp.training.adaptation_files import train_from_verified

    say = options.say(quiet=quiet)
    if (data is None) == (recipe is None):
        raise InvalidArgumentError(
            "train: got both DATA and --recipe" if data else "train: got neither DATA nor --recipe",
            expected="one of the two",
            remedy="pass --recipe R --corpora DIR, or DATA --label-columns A,B",
        )
    if (recipe is not None and start_from is not None) or (choose_thresholds and start_from is None):
        raise InvalidArgumentError(
            "train: got --recipe and --start-from" if recipe else "train: got --choose-thresholds alone",
            expected="--start-from with DATA, and --choose-thresholds with --start-from",
            remedy="run: rightsnlp train VERIFIED --start-from rightsnlp-base -o my-model",
        )
    make_folder(output)
    names = [name.strip() for name in (label_columns or "").split(",") if name.strip()]
    table: dict[str, Any] = {"text_column": text_column, "encoding": encoding, "force": force, "say": say}
    if recipe is not None:
        report = training.train_from_recipe(recipe, corpora, output, force=force, say=say)
    elif start_from is not None:
        assert data is not None
        report = train_from_verified(
            data, start_from, output, label_columns=names, choose_thresholds=choose_thresholds, **table
        )
    else:
        assert data is not None
        report = training.train_from_table(data, names, output, **table)
    if not quiet:
        click.echo(report)
        click.echo(f"wrote {output.name}/", err=True)
