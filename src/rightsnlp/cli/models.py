"""``rightsnlp models``: list and show models, take one to the Hugging Face hub, bring one from there."""

from __future__ import annotations

import json
from pathlib import Path

import click

from rightsnlp.cli.terminal.options import PATH, force


@click.group()
def models() -> None:
    """List the models that ship, show one, or exchange one with the Hugging Face hub."""


@models.command("list")
def list_models() -> None:
    """List the models that ship: name, version, labels."""
    from rightsnlp.classification.persistence import model_names, read_config

    for name in model_names():
        config = read_config(name)
        click.echo(
            f"{name}\t{config['version']}\t{', '.join(config['labels'])}\tsha256 {config['sha256'][:12]}"
        )


@models.command("show")
@click.argument("model", metavar="M")
def show_model(model: str) -> None:
    """Show a model's settings, thresholds and training data as JSON."""
    from rightsnlp.classification.persistence import read_config

    click.echo(json.dumps(_shortened(read_config(model)), ensure_ascii=False, indent=2))


@models.command("push")
@click.argument("model", metavar="M")
@click.argument("place", metavar="OWNER/NAME")
@click.option("--public", is_flag=True, help="Let everybody see it. Default: only the owner.")
@click.option("--yes", is_flag=True, help="Do not ask before anything is sent.")
def push_model(model: str, place: str, *, public: bool, yes: bool) -> None:
    """Upload a model to the Hugging Face hub: its own files, nothing else.

    Run `hf auth login` before, or set HF_TOKEN.
    """
    from rightsnlp.classification.hub import push
    from rightsnlp.classification.persistence import find_model
    from rightsnlp.classification.storage.folder import COMPANION_FILES, MODEL_FILES

    folder = find_model(model)
    click.echo(f"To {place}, {'for everybody to see' if public else 'private'}:")
    for name in (*MODEL_FILES, *COMPANION_FILES):
        if (folder / name).is_file():
            click.echo(f"  {name}  {(folder / name).stat().st_size:,} bytes")
    if not yes:
        click.confirm("Send these files?", abort=True)
    click.echo(push(folder, place, private=not public))


@models.command("fetch")
@click.argument("place", metavar="OWNER/NAME[@REVISION]")
@click.option("-o", "--output", type=PATH, help="The folder to make. Default: the model's name.")
@force
def fetch(place: str, output: Path | None, *, force: bool) -> None:
    """Download a model from the Hugging Face hub, check it, and keep it in a folder."""
    from rightsnlp.classification.storage.fetch import fetch_model

    folder = output or Path(place.partition("@")[0].rpartition("/")[2])
    fetch_model(place, folder, force=force)
    click.echo(f"{folder}: checked; use it with --model {folder}")


def _shortened(value: object) -> object:
    """Return plain data with long lists of numbers counted: a calibration's steps say nothing to a reader."""
    if isinstance(value, dict):
        return {key: _shortened(entry) for key, entry in value.items()}
    if isinstance(value, list):
        if len(value) > 10 and all(isinstance(entry, int | float) for entry in value):
            return f"{len(value)} numbers"
        return [_shortened(entry) for entry in value]
    return value
