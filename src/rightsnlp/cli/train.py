"""``rightsnlp train``: train a model from a recipe, or from a table."""

from __future__ import annotations

from pathlib import Path

import click

from rightsnlp.cli import options
from rightsnlp.exceptions import InvalidArgumentError


@click.command()
@click.argument("data", metavar="[DATA]", type=options.PATH, required=False)
@click.option("--recipe", metavar="R", type=options.PATH, help="Train what this recipe says.")
@click.option("--corpora", metavar="DIR", type=options.PATH, help="The folder of the corpora a recipe names.")
@click.option(
    "--label-columns", metavar="A,B", help="The columns of DATA that hold the answers, with commas between."
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
    output: Path,
    text_column: str | None,
    encoding: str | None,
    force: bool,
    quiet: bool,
) -> None:
    """Train a model from a recipe, or on the labelled posts in DATA.

    The same recipe on the same data gives the same bytes.
    """
    from rightsnlp.classification import training

    say = options.say(quiet=quiet)
    if (data is None) == (recipe is None):
        raise InvalidArgumentError(
            "train: got both DATA and --recipe" if data else "train: got neither DATA nor --recipe",
            expected="one of the two",
            remedy="pass --recipe R --corpora DIR, or DATA --label-columns A,B",
        )
    options.make_folder(output)
    if recipe is not None:
        report = training.train_from_recipe(recipe, corpora, output, force=force, say=say)
    else:
        assert data is not None
        names = [name.strip() for name in (label_columns or "").split(",") if name.strip()]
        report = training.train_from_table(
            data, names, output, text_column=text_column, encoding=encoding, force=force, say=say
        )
    if not quiet:
        click.echo(report)
        click.echo(f"wrote {output.name}/", err=True)
