"""``rightsnlp card``: write or check the card of a model or a data set."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from rightsnlp.cli.terminal import options


@click.command()
@click.argument("what", metavar="MODEL_OR_DATASET")
@click.option(
    "-o", "--output", metavar="FILE", type=options.PATH, help="Write the card here, not to the terminal."
)
@click.option("--check", is_flag=True, help="Write nothing: say whether the card in the folder holds.")
@options.force
def card(what: str, *, output: Path | None, check: bool, force: bool) -> None:
    """Write the card of a model or a data set in the form of the Hugging Face hub.

    MODEL_OR_DATASET is a shipped model's name, a model's folder, or a data set's folder with a manifest.toml. Where a
    required part is empty nothing is written, and every gap is named. With --check the exit code is 1 where the card
    says something else than the files.
    """
    from rightsnlp.provenance import write_text

    if check and output is not None:
        raise click.UsageError("--check writes nothing: leave out -o")
    problems, text = _dataset(what, check=check) if _is_dataset(what) else _model(what, check=check)
    if check:
        click.echo("\n".join(problems) or "the card says what the files say")
        if problems:
            sys.exit(1)
    elif output is None:
        click.echo(text, nl=False)
    else:
        write_text(output, text, force=force)


def _is_dataset(what: str) -> bool:
    folder = Path(what)
    return (folder / "manifest.toml").is_file() and not (folder / "config.json").is_file()


def _dataset(what: str, *, check: bool) -> tuple[list[str], str]:
    from rightsnlp.reporting.cards.dataset_card import check_dataset_card, dataset_card

    return (check_dataset_card(what), "") if check else ([], dataset_card(what))


def _model(what: str, *, check: bool) -> tuple[list[str], str]:
    from rightsnlp.classification.persistence import find_model, read_config
    from rightsnlp.exceptions import InvalidArgumentError
    from rightsnlp.reporting.cards.folder import check_folder_card, folder_card

    folder, config = find_model(what), read_config(what)
    if not check:
        return [], folder_card(folder, config)
    try:
        return check_folder_card(folder, config), ""
    except InvalidArgumentError as error:
        return [str(error)], ""
