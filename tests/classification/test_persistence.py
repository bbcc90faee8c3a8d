"""A model is a folder that is checked before it is used; whatever was changed is refused by name."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import numpy as np
import pytest

from rightsnlp.classification.calibration import Calibrator
from rightsnlp.classification.linear.classifier import LinearClassifier
from rightsnlp.classification.ngrams.features import HashedNgrams
from rightsnlp.classification.persistence import load_model, model_names
from rightsnlp.classification.selective import Aim
from rightsnlp.classification.storage.save import save_model
from rightsnlp.exceptions import ModelFormatError, OutputFileError
from rightsnlp.provenance import sha256_file

POSTS = ["good day", "nice day", "bad night", "awful night"] * 10
Y = np.tile([[0.0], [0.0], [1.0], [1.0]], (10, 1))


@pytest.fixture(scope="module")
def model() -> LinearClassifier:
    fitted = LinearClassifier(labels=["night"], features=HashedNgrams(bits=10)).fit(POSTS, Y)
    return fitted.choose_thresholds(POSTS * 9, np.tile(Y, (9, 1)), {"night": Aim(false_positive_rate=None)})


@pytest.fixture
def folder(model: LinearClassifier, tmp_path: Path) -> Path:
    save_model(model, tmp_path / "m")
    return tmp_path / "m"


def rewrite(folder: Path, **changes: object) -> None:
    """Change the config and make the sums fit, as somebody would who wants to get by the check."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    (folder / "config.json").write_text(json.dumps(config | changes), encoding="utf-8")
    files = ("config.json", "weights.safetensors")
    sums = "".join(f"{sha256_file(folder / file)}  {file}\n" for file in files)
    (folder / "SHA256SUMS").write_text(sums, encoding="utf-8")


def test_a_loaded_model_gives_the_same_answers(model: LinearClassifier, folder: Path) -> None:
    loaded = load_model(folder)
    assert np.array_equal(loaded.predict_proba(POSTS), model.predict_proba(POSTS))
    assert loaded.decide(POSTS) == model.decide(POSTS)
    assert loaded.explain(POSTS, "night") == model.explain(POSTS, "night")


def test_calibrators_by_script_are_saved_and_may_be_left_out(
    model: LinearClassifier, folder: Path, tmp_path: Path
) -> None:
    changed = copy.copy(model)
    changed.script_calibrators_ = {"night": {"latin": Calibrator("platt", slope=0.0, intercept=1.0)}}
    save_model(changed, tmp_path / "n")
    assert np.array_equal(load_model(tmp_path / "n").predict_proba(POSTS), changed.predict_proba(POSTS))
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    del config["script_calibrators"]
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    rewrite(folder)
    assert np.array_equal(load_model(folder).predict_proba(POSTS), model.predict_proba(POSTS))


def test_the_same_model_is_the_same_bytes(model: LinearClassifier, folder: Path, tmp_path: Path) -> None:
    save_model(model, tmp_path / "n", name="m")
    for file in ("config.json", "weights.safetensors", "SHA256SUMS"):
        assert (folder / file).read_bytes() == (tmp_path / "n" / file).read_bytes()


def test_it_says_which_model_it_is(folder: Path) -> None:
    info = load_model(folder).model_info_
    assert (info["name"], info["version"]) == ("m", "1")
    assert info["sha256"] == sha256_file(folder / "SHA256SUMS")


@pytest.mark.parametrize("file", ["config.json", "weights.safetensors", "SHA256SUMS"])
@pytest.mark.parametrize("place", [0.0, 0.5, 0.99])
def test_a_changed_byte_is_refused_by_name(folder: Path, file: str, place: float) -> None:
    data = bytearray((folder / file).read_bytes())
    data[int(place * len(data))] ^= 1
    (folder / file).write_bytes(bytes(data))
    with pytest.raises(ModelFormatError, match=r"m/(config\.json|weights\.safetensors|SHA256SUMS)") as caught:
        load_model(folder)
    assert file in str(caught.value)
    assert str(folder.parent) not in str(caught.value)


@pytest.mark.parametrize("file", ["config.json", "weights.safetensors", "SHA256SUMS"])
def test_a_missing_file_is_refused(folder: Path, file: str) -> None:
    (folder / file).unlink()
    with pytest.raises(ModelFormatError):
        load_model(folder)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"protocol": 3}, "pip install --upgrade rightsnlp"),
        ({"protocol": "1"}, "protocol '1'"),
        ({"format": "other"}, "does not say that it is a model"),
        ({"kind": "transformer"}, "kind 'transformer'"),
        ({"calibrators": []}, "calibrators: got 0"),
        ({"features": {}}, "features: lacks 'arabizi'"),
        ({"taxonomy": {"name": "x"}}, "taxonomy"),
        ({"thresholds": {"day": {}}}, "label: got 'day'"),
    ],
)
def test_a_config_that_does_not_fit_is_refused(folder: Path, changes: dict[str, object], said: str) -> None:
    rewrite(folder, **changes)
    with pytest.raises(ModelFormatError, match=said):
        load_model(folder)


def test_weights_that_are_not_finite_are_refused(folder: Path) -> None:
    from safetensors.numpy import load_file, save_file

    tensors = load_file(folder / "weights.safetensors")
    tensors["coef"][0, 0] = np.nan
    save_file(tensors, folder / "weights.safetensors")
    rewrite(folder)
    with pytest.raises(ModelFormatError, match="not finite"):
        load_model(folder)


def test_a_model_is_not_replaced_without_force(model: LinearClassifier, folder: Path) -> None:
    with pytest.raises(OutputFileError, match="holds a model already"):
        save_model(model, folder)
    save_model(model, folder, force=True)


def test_a_name_that_is_none_is_answered_with_those_that_are() -> None:
    with pytest.raises(ModelFormatError, match="rightsnlp-base"):
        load_model("rightsnlp-bas")


def test_the_default_model_ships() -> None:
    assert "rightsnlp-base" in model_names()
    assert load_model().labels_ == ("hate_speech", "incitement", "wrongful_removal")
