"""Facts of a signature in the form that methods state them, in any language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def system_name(signature: Mapping[str, Any]) -> str:
    """Return name, version and hash of what was judged; empty where it has no name.

    Examples
    --------
    >>> system_name({"model": {"name": "base", "version": "1", "sha256": "ab"}})
    'base 1 (SHA-256 ab)'
    """
    model = signature.get("model", {})
    name = f"{model.get('name', '')} {model.get('version', '')}".strip()
    return f"{name} (SHA-256 {model['sha256']})" if name and model.get("sha256") else name


def named_system(name: str, signature: Mapping[str, Any]) -> str:
    """Return the name that a comparison gives a system, and what the system is where that says more.

    Examples
    --------
    >>> named_system("api", {"model": {"name": "api", "sha256": "ab"}})
    'api (SHA-256 ab)'
    >>> named_system("first", {"model": {"name": "base", "version": "1"}})
    'first: base 1'
    """
    system = system_name(signature)
    return system if system.startswith(f"{name} (") else f"{name}: {system}" if system else name


def n_groups(signature: Mapping[str, Any]) -> int | None:
    """Return how many groups of posts were resampled; None where posts were."""
    count = str(signature["resampled"]).split()[0]
    return int(count) if count.isdigit() else None


def versions_used(signature: Mapping[str, Any]) -> str:
    """Return the packages and their versions, this library first."""
    versions = sorted(signature["versions"].items(), key=lambda item: (item[0] != "rightsnlp", item[0]))
    return ", ".join(f"{name} {version}" for name, version in versions)


def is_file(signature: Mapping[str, Any]) -> bool:
    """Return whether a table of predictions was judged, and not a model."""
    return bool(signature.get("model", {}).get("kind") == "predictions")


def thresholds_of(signature: Mapping[str, Any], labels: Sequence[str]) -> dict[str, float | None]:
    """Return the thresholds of some labels, in their order; None where none meets the aim."""
    found = signature["thresholds"]
    return {label: found[label] for label in labels if label in found}
