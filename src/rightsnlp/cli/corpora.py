"""``rightsnlp corpora``: list public corpora, verify a copy, show a datasheet."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from rightsnlp.cli.terminal import options


@click.group()
def corpora() -> None:
    """List the public corpora that can be loaded, verify a copy of them, or show a datasheet.

    The corpora are never part of this package: fetch them from where their makers keep them.
    """


@corpora.command("list")
def list_corpora() -> None:
    """List the corpora: name, languages, labels that follow, licence as stated upstream, address."""
    from rightsnlp.data.corpora.manifests import corpus_names, load_manifest

    for name in corpus_names():
        manifest = load_manifest(name)
        labels = ", ".join(manifest.labels) or "no label"
        click.echo(
            f"{name}\t{', '.join(manifest.languages)}\t{labels}\tlicence: {manifest.licence}\t{manifest.upstream}"
        )


@corpora.command("verify")
@click.argument("folder", metavar="DIR", type=options.PATH)
def verify_corpora(folder: Path) -> None:
    """Say which corpora are in DIR, whether their files are those of development, and whether they load.

    "other sha256" is no fault by itself: a newer or a fuller copy has one. Exits with 1 when a file differs,
    cannot be loaded or has rows that cannot be read, with 2 when DIR holds no corpus.
    """
    from rightsnlp.data.corpora.verify import verify_folder

    checks = verify_folder(folder)
    for check in checks:
        click.echo("\t".join((check.corpus, check.file, check.status, check.detail)).rstrip())
    if any(not check.good for check in checks):
        sys.exit(1)


@corpora.command("card")
@click.argument("name")
def show_card(name: str) -> None:
    """Show the datasheet of a corpus."""
    from rightsnlp.data.corpora.manifests import load_manifest
    from rightsnlp.shipped import shipped_folder

    card = shipped_folder("datasets") / load_manifest(name).name / "README.md"
    click.echo(card.read_text(encoding="utf-8"))
