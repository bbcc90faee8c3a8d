"""The YAML head of a card in the form of the Hugging Face hub, written and read by huggingface_hub's own classes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from rightsnlp.exceptions import InputFileError
from rightsnlp.rendering.words import metric_title

if TYPE_CHECKING:
    from huggingface_hub import CardData, EvalResult

    from rightsnlp.evaluation.results import EvaluationReport

INDEXED = ("average_precision", "precision", "recall", "f1", "false_positive_rate", "ece")
"""The metrics that a card's ``model-index`` holds."""

_WITHOUT_POSITIVES = ("false_positive_rate", "ece")

_DIGITS = 4


def write_card(head: CardData, body: str) -> str:
    """Return a card: the head between its two lines of dashes, then the body.

    Examples
    --------
    >>> from huggingface_hub import ModelCardData
    >>> print(write_card(ModelCardData(license="mit"), "# Mine"))
    ---
    license: mit
    ---
    <BLANKLINE>
    # Mine
    """
    return f"---\n{head.to_yaml(line_break=chr(10))}\n---\n\n{body}"


def read_card(text: str, kind: Literal["model", "dataset"]) -> tuple[dict[str, Any], str]:
    r"""Return a card's head as plain data and its body without the blank lines around it; no head is an empty one.

    Raises
    ------
    InputFileError
        When there is a head that huggingface_hub cannot read.

    Examples
    --------
    >>> read_card("---\nlicense: mit\n---\n# Mine\n", "dataset")
    ({'license': 'mit'}, '# Mine')
    """
    from huggingface_hub import DatasetCard, ModelCard
    from yaml import YAMLError  # type: ignore[import-untyped]  # what huggingface_hub reads with

    if not text.startswith("---"):
        return {}, text.strip()
    try:
        card = (ModelCard if kind == "model" else DatasetCard)(text)
    except (ValueError, TypeError, KeyError, YAMLError) as error:
        raise InputFileError(
            f"card: its head cannot be read ({type(error).__name__})",
            expected="YAML in the form of the Hugging Face hub",
            remedy="write the card again with 'rightsnlp card'",
        ) from None
    data: dict[str, Any] = dict(card.data.to_dict())  # type: ignore[no-untyped-call]
    return data, card.text.strip()


def model_index(reports: Mapping[str, EvaluationReport], titles: Mapping[str, str]) -> list[EvalResult]:
    """Return the figures of each dev part for a card's ``model-index``; undefined ones are left out.

    Parameters
    ----------
    reports : mapping of str to EvaluationReport
        By name of the data set.
    titles : mapping of str to str
        Its title, where it has one.

    Examples
    --------
    >>> from rightsnlp.evaluation.metrics import evaluate_arrays
    >>> report = evaluate_arrays([1, 0] * 20, [0.9, 0.1] * 20, ["spam"], n_resamples=20, split="mine/dev")
    >>> found = model_index({"mine": report}, {})[1]
    >>> found.metric_name, found.metric_value, found.metric_args["n"], found.dataset_split
    ('spam precision, 95 % interval 0.839 to 1.000', 1.0, 20, 'dev')
    """
    from huggingface_hub import EvalResult

    found = []
    for name, report in reports.items():
        signature = report.signature
        level = signature.get("confidence", 0.95)
        for label in report.labels:
            for metric in INDEXED:
                result = report.get(label, metric)
                if result.support == 0 and metric not in _WITHOUT_POSITIVES:
                    continue  # its precision is 0 whatever the model does
                if not math.isfinite(result.value):
                    continue
                bounded = math.isfinite(result.low) and math.isfinite(result.high)
                said = f", {level:.0%} interval {result.low:.3f} to {result.high:.3f}".replace("%", " %")
                arguments = {
                    "label": label,
                    "n": result.n,
                    "positives": result.support,
                    "low": round(result.low, _DIGITS) if bounded else None,
                    "high": round(result.high, _DIGITS) if bounded else None,
                    "confidence": level if bounded else None,
                    "interval": result.method or None,
                }
                found.append(
                    EvalResult(
                        task_type="text-classification",
                        task_name="Multi-label text classification",
                        dataset_type=name.partition(" (")[0],
                        dataset_name=titles.get(name, name),
                        dataset_split=str(signature.get("split", "unspecified")).rpartition("/")[2],
                        dataset_args={"n": signature.get("n"), "data_sha256": signature.get("data_sha256")},
                        metric_type=metric if metric != "ece" else "expected_calibration_error",
                        metric_name=f"{label} {metric_title(metric)}{said if bounded else ''}",
                        metric_value=round(result.value, _DIGITS),
                        metric_args=arguments,
                    )
                )
    return found


def differences(found: Mapping[str, Any], expected: Mapping[str, Any]) -> list[str]:
    """Return the names of the fields of a head that differ, in the order in which they are expected.

    Examples
    --------
    >>> differences({"license": "mit", "tags": []}, {"license": "apache-2.0", "language": ["ar"], "tags": []})
    ['license', 'language']
    """
    names: Sequence[str] = [*expected, *(name for name in found if name not in expected)]
    return [name for name in names if found.get(name) != expected.get(name)]
