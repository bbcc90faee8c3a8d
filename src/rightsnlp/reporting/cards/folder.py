"""The card of a model's folder: made from the files in it, and held against them.

``evaluation.json`` holds the figures by dev part. Beside it may lie ``card.toml`` (a person's facts),
``functional.json`` (from ``rightsnlp check``), ``robustness.json`` (from ``rightsnlp robustness``) and
``legitimate.json`` (false-positive rates by name of the legitimate posts).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rightsnlp.checks.functional.report import FunctionalReport
from rightsnlp.checks.robustness.report import RobustnessReport
from rightsnlp.evaluation.results import EvaluationReport, MetricResult
from rightsnlp.exceptions import InputFileError
from rightsnlp.reporting.cards.facts import FILE, CardFacts, read_facts
from rightsnlp.reporting.cards.head import differences, read_card
from rightsnlp.reporting.cards.model_card import model_card

CARD = "README.md"


def folder_card(folder: str | Path, config: Mapping[str, Any], *, draft: bool = False) -> str:
    """Return the card of a model's folder.

    Parameters
    ----------
    folder : str or Path
    config : mapping
        The model's checked ``config.json`` with its hash (``read_config``).
    draft : bool
        Whether a folder without ``card.toml`` gets a card that says what is missing; if not, it gets none.

    Raises
    ------
    InvalidArgumentError
        When a required part is empty; all of them are named.
    InputFileError, SchemaError
        When a file cannot be read.
    """
    folder = Path(folder)
    there = (folder / FILE).is_file()
    facts = read_facts(folder / FILE) if there else None if draft else CardFacts()
    evaluation = _read_json(folder / "evaluation.json") or {}
    functional = _read_json(folder / "functional.json")
    legitimate = _read_json(folder / "legitimate.json")
    robustness = _read_json(folder / "robustness.json")
    return model_card(
        config,
        config.get("training", {}),
        {name: EvaluationReport.from_dict(data) for name, data in evaluation.items()},
        facts=facts,
        functional=FunctionalReport.from_dict(functional) if functional else None,
        legitimate={name: MetricResult.from_dict(data) for name, data in legitimate.items()}
        if legitimate
        else None,
        robustness=RobustnessReport.from_dict(robustness) if robustness else None,
    )


def check_folder_card(folder: str | Path, config: Mapping[str, Any]) -> list[str]:
    """Return in what a folder's card differs from the files it is made from; an empty list where it says the same.

    Also said is what was measured on another model than the one in the folder.

    Raises
    ------
    InvalidArgumentError
        When a required part is empty; all of them are named.
    InputFileError, SchemaError
        When a file cannot be read.
    """
    folder = Path(folder)
    problems = []
    for name, signature in _signatures(folder).items():
        measured = signature.get("model", {}).get("sha256")
        if measured != config.get("sha256"):
            problems.append(f"{name}: was measured on another model ({str(measured)[:12]})")
    expected = folder_card(folder, config)
    path = folder / CARD
    if not path.is_file():
        return [*problems, f"{CARD}: is missing"]
    return problems + card_differences(path.read_text(encoding="utf-8"), expected)


def card_differences(found: str, expected: str) -> list[str]:
    r"""Return which fields of the head and which sections of the body of a model card differ.

    Examples
    --------
    >>> head = "---\nlicense: mit\n---\n\n"
    >>> card_differences(head + "## Use\n\na\n", head + "## Use\n\nb\n")
    ['section "Use": differs']
    """
    head, body = read_card(found, "model")
    other_head, other_body = read_card(expected, "model")
    problems = [f"head: {name!r} differs" for name in differences(head, other_head)]
    return problems + [
        f'section "{name}": differs' for name in differences(_sections(body), _sections(other_body))
    ]


def _sections(body: str) -> dict[str, str]:
    first, *others = body.split("\n## ")
    found = {"(first)": first} if not first.startswith("## ") else {}
    others = [first.removeprefix("## "), *others] if not found else others
    for part in others:
        title, _, text = part.partition("\n")
        found[title.strip()] = text.strip()
    return found


def _signatures(folder: Path) -> dict[str, Mapping[str, Any]]:
    evaluation = _read_json(folder / "evaluation.json") or {}
    found = {f"evaluation.json, {name}": data.get("signature", {}) for name, data in evaluation.items()}
    for name in ("functional.json", "robustness.json"):
        data = _read_json(folder / name)
        found |= {name: data.get("signature", {})} if data else {}
    return found


def _read_json(path: Path) -> dict[str, Any] | None:
    if not path.is_file():
        return None
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise InputFileError(
            f"{path.name}: cannot be read ({type(error).__name__})",
            expected="JSON as rightsnlp wrote it",
            remedy="measure again",
        ) from None
    if not isinstance(data, dict):
        raise InputFileError(
            f"{path.name}: holds no table", expected="JSON as rightsnlp wrote it", remedy="measure again"
        )
    return data
