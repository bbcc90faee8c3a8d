"""``rightsnlp models``: list and show models."""

from __future__ import annotations

import json

import click


@click.group()
def models() -> None:
    """List the models that ship, or show one."""


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

    config = read_config(model)
    # Step functions of calibration are long and say nothing to a reader.
    for entry in config["calibrators"]:
        for key in ("knots", "values"):
            if key in entry:
                entry[key] = f"{len(entry[key])} numbers"
    click.echo(json.dumps(config, ensure_ascii=False, indent=2))
