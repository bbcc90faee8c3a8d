"""Start from a model that is there, and write the one that a table of verified cases makes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from rightsnlp.classification.linear.classifier import LinearClassifier
from rightsnlp.classification.persistence import load_model
from rightsnlp.classification.storage.save import save_model
from rightsnlp.data.labelled import LabelledCases, read_verified
from rightsnlp.evaluation.metrics import evaluate_arrays
from rightsnlp.evaluation.results import EvaluationReport
from rightsnlp.exceptions import InvalidArgumentError, OutputFileError
from rightsnlp.provenance import sha256_file, sha256_texts, write_json, write_text
from rightsnlp.reporting.cards.model_card import model_card
from rightsnlp.training.adaptation import Adaptation, adapt

_SPLIT = "held out in cross-validation"


def train_from_verified(
    data: str | Path,
    base: str | Path,
    output: str | Path,
    *,
    label_columns: Sequence[str] = (),
    choose_thresholds: bool = False,
    text_column: str | None = None,
    encoding: str | None = None,
    force: bool = False,
    say: Callable[[str], None] = lambda _: None,
) -> str:
    """Adapt a model to a table of verified cases and write the model folder with its card and the record.

    The model that is written is a whole one: where nothing is changed, it is the base under another name.

    Parameters
    ----------
    data : str or Path
        See :func:`~rightsnlp.data.labelled.read_verified`.
    base : str or Path
        Name or folder of the model to start from.
    output : str or Path
    label_columns : sequence of str
        Labels of the base whose answers stand in a column each.
    choose_thresholds : bool
        Choose the thresholds of the base's aims anew, where enough cases are verified.
    text_column, encoding, force, say
        As elsewhere.

    Returns
    -------
    str
        What became of each label, as Markdown.

    Raises
    ------
    InvalidArgumentError
        When a label column is no label of the base.
    InputFileError, SchemaError
        When the table cannot be read, or no case in it is verified.
    OutputFileError
        When the folder holds a model already and ``force`` is false.
    """
    data, output = Path(data), Path(output)
    if (output / "config.json").exists() and not force:
        raise OutputFileError(
            f"{output.name}: holds a model already",
            expected="a new folder",
            remedy="pass --force to replace it, or -o with another folder",
        )
    model = load_model(base)
    strange = [name for name in label_columns if name not in model.labels_]
    if strange:
        raise InvalidArgumentError(
            f"label columns: {strange[0]!r} is no label of {model.model_info_['name']}",
            expected=f"labels among {', '.join(model.labels_)}",
            remedy="train without --start-from to learn a label that the model does not have",
        )
    cases = read_verified(
        data, model.taxonomy_, label_columns=label_columns, text_column=text_column, encoding=encoding
    )
    say(f"adapting {model.model_info_['name']} to {len(cases.frame):,} verified cases")
    aims = {label: chosen.aim for label, chosen in model.thresholds_.items()} if choose_thresholds else None
    adapted = adapt(model, cases.frame, cases.Y, groups=cases.groups, aims=aims)
    source = {
        "name": data.name,
        "n_train": len(cases.frame),
        "n_dev": 0,
        "known": np.isfinite(cases.Y).sum(axis=0).tolist(),
        "positive": np.nansum(cases.Y, axis=0).astype(int).tolist(),
        "files": {data.name: sha256_file(data)},
    }
    record = adapted.to_dict()
    training: dict[str, Any] = {
        "base": record["base"],
        "sources": [source],
        "adaptation": record["labels"],
        "thresholds": _promises(adapted),
    }
    save_model(adapted.model, output, training=training, force=force)
    loaded = load_model(output)
    report = _report(loaded, adapted, cases)
    write_json(output / "evaluation.json", {data.name: report.to_dict()}, force=True)
    card = model_card(loaded.model_info_, training, {data.name: report})
    write_text(output / "README.md", f"{card}\n{_section(adapted)}", force=True)
    return adapted.to_markdown()


def _promises(adapted: Adaptation) -> dict[str, str]:
    """Say of each label's thresholds what data they keep their promise on."""
    base = adapted.base["name"]
    told = {
        "kept": f"as in {base}; what they promise was shown on its data, not on these cases",
        "chosen again": "chosen on these cases, held out in cross-validation",
    }
    return {label.label: told[label.thresholds] for label in adapted.labels}


def _report(model: LinearClassifier, adapted: Adaptation, cases: LabelledCases) -> EvaluationReport:
    """Judge each case by a model that has not seen its group, at the thresholds that are saved."""
    cuts = {}
    for label in model.labels_:
        chosen = model.thresholds_.get(label)
        cuts[label] = 0.5 if chosen is None else np.nan if chosen.assign is None else chosen.assign
    words = cases.frame.reindex(columns=["text", "report"], fill_value="")
    return evaluate_arrays(
        cases.Y,
        adapted.probabilities,
        model.labels_,
        thresholds=cuts,
        groups=cases.groups,
        split=_SPLIT,
        data_sha256=sha256_texts(words.to_numpy().ravel().tolist()),
        model=model.model_info_,
    )


def _section(adapted: Adaptation) -> str:
    base = adapted.base
    thresholds = [f"- `{label}`: {said}." for label, said in _promises(adapted).items()]
    return "\n".join(
        [
            "## Adapted",
            f"Started from `{base['name']}` {base['version']} (`{base['sha256']}`), whose card says what that was",
            "trained on and what it does badly. The table above counts the verified cases alone. Figures are of cases",
            "held out in cross-validation, before and after, with 95 % paired intervals; they speak of cases chosen",
            "as these were.",
            "",
            adapted.to_markdown(),
            "",
            "Thresholds:",
            "",
            *thresholds,
            "",
        ]
    )
