"""What ships is found in the checkout; that it is found in the wheel is checked where the wheel is."""

from __future__ import annotations

from rightsnlp.shipped import shipped_folder


def test_both_folders_are_found() -> None:
    assert (shipped_folder("models") / "rightsnlp-base" / "config.json").is_file()
    assert (shipped_folder("datasets") / "rightsnlp-cases" / "cases.csv").is_file()
