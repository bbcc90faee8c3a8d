"""A model folder that a stranger made: refused by name, or harmless; never a crash, never code that runs."""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rightsnlp.classification.linear.classifier import LinearClassifier
from rightsnlp.classification.ngrams.features import HashedNgrams
from rightsnlp.classification.persistence import find_model, load_model, read_config
from rightsnlp.classification.selective import Aim
from rightsnlp.classification.storage.folder import checksums
from rightsnlp.classification.storage.save import save_model
from rightsnlp.exceptions import InvalidArgumentError, ModelFormatError, RightsNLPError

POSTS = ["good day", "nice day", "bad night", "awful night"] * 10
Y = np.tile([[0.0], [0.0], [1.0], [1.0]], (10, 1))
PLATT = {"method": "platt", "slope": 1.0, "intercept": 0.0}


@pytest.fixture(scope="module")
def model() -> LinearClassifier:
    fitted = LinearClassifier(labels=["night"], features=HashedNgrams(bits=8, shape=False)).fit(POSTS, Y)
    return fitted.choose_thresholds(POSTS * 9, np.tile(Y, (9, 1)), {"night": Aim(false_positive_rate=None)})


@pytest.fixture
def folder(model: LinearClassifier, tmp_path: Path) -> Path:
    save_model(model, tmp_path / "m")
    return tmp_path / "m"


def seal(folder: Path) -> None:
    """Make the hashes fit, as somebody would who wants to get by the check."""
    content = {name: (folder / name).read_bytes() for name in ("config.json", "weights.safetensors")}
    (folder / "SHA256SUMS").write_text(checksums(content), encoding="utf-8")


def set_config(folder: Path, data: bytes) -> None:
    (folder / "config.json").write_bytes(data)
    seal(folder)


def change(folder: Path, path: str, value: object) -> None:
    """Set, or with ``...`` delete, what lies at ``a.b.0.c`` of the config."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    *way, last = path.split(".")
    place: Any = config
    for step in way:
        place = place[int(step)] if isinstance(place, list) else place[step]
    if value is ...:
        del place[last]
    else:
        place[int(last) if isinstance(place, list) else last] = value
    set_config(folder, json.dumps(config).encode())


def refused(folder: Path, said: str = "") -> None:
    with pytest.raises(ModelFormatError, match=said) as caught:
        load_model(folder)
    assert len(str(caught.value)) < 600
    assert str(folder.parent) not in str(caught.value)


# --- the config --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("salt", 1, "config: has a key 'salt' that this protocol does not know"),
        ("x" * 100_000, 1, "config: has a key"),
        ("features.salt", 1, "features: has a key 'salt'"),
        ("calibrators.0.salt", 1, r"calibrators\[0\]: has a key 'salt'"),
        ("thresholds.night.salt", 1, "thresholds.night: has a key 'salt'"),
        ("thresholds.night.aim.salt", 1, "thresholds.night.aim: has a key 'salt'"),
        ("taxonomy.salt", 1, "taxonomy: has a key 'salt'"),
        ("taxonomy.labels.0.salt", 1, r"taxonomy.labels\[0\]: has a key 'salt'"),
        ("features", ..., "config: lacks 'features'"),
        ("features.bits", ..., "features: lacks 'bits'"),
        ("protocol", 99, "pip install --upgrade rightsnlp"),
        ("protocol", 0, "protocol 0"),
        ("protocol", -1, "protocol -1"),
        ("protocol", True, "protocol True"),
        ("protocol", 1.0, "protocol 1.0"),
        ("protocol", None, "protocol None"),
        ("protocol", "1" * 100_000, "protocol '1"),
        ("kind", ["linear"], "kind"),
        ("name", "", "name"),
        ("name", "a\nb", "name"),
        ("name", "\u202egnp.exe", "name"),
        ("name", 7, "name"),
        ("version", "1" * 201, "version"),
        ("labels", ["day"], "labels: are not those of the taxonomy"),
        ("labels", "night", "labels"),
        ("features.kind", "bag", "features: 'bag'"),
        ("features.version", 99, "features: 'hashed-ngrams' 99"),
        ("features.bits", 7, "bits: got 7"),
        ("features.bits", 25, "bits: got 25"),
        ("features.bits", 10**30, "features.bits"),
        ("features.bits", True, "features.bits"),
        ("features.bits", "8", "features.bits"),
        ("features.bits", 8.5, "features.bits"),
        ("features.bits", 9, "coef is float16"),
        ("features.arabizi", 1, "features.arabizi: is int"),
        ("features.char_ngrams", [2], "char_ngrams"),
        ("features.char_ngrams", [2, 100], "char_ngrams"),
        ("features.char_ngrams", [5, 2], "char_ngrams"),
        ("features.char_ngrams", "25", "char_ngrams"),
        ("features.word_ngrams", -1, "word_ngrams"),
        ("features.profile", "loud", "profile: got 'loud'"),
        ("features.profile", None, "features.profile"),
        ("calibrators", [], "calibrators: got 0"),
        ("calibrators", {}, "calibrators"),
        ("calibrators", [7], r"calibrators\[0\]"),
        ("calibrators.0.method", "oracle", "calibrator"),
        ("calibrators.0.slope", -1.0, "calibrator"),
        ("calibrators.0.slope", 10**400, "too large"),
        ("calibrators.0.slope", "1", "slope"),
        ("calibrators.0.slope", None, "slope"),
        ("calibrators.0", {"method": "isotonic", "knots": [], "values": []}, "calibrator"),
        ("calibrators.0", {"method": "isotonic", "knots": [0, 1], "values": [1]}, "calibrator"),
        ("calibrators.0", {"method": "isotonic", "knots": [1, 0], "values": [0, 1]}, "calibrator"),
        ("calibrators.0", {"method": "isotonic", "knots": [0, 1], "values": [0, 2]}, "calibrator"),
        ("calibrators.0", {"method": "isotonic", "knots": [[0]], "values": [[0]]}, "knots"),
        ("script_calibrators", [], "script_calibrators: is list"),
        ("script_calibrators.day", {"latin": PLATT}, "script_calibrators.'day'"),
        ("script_calibrators.night", {}, "script_calibrators.'night': is empty"),
        ("script_calibrators.night", [PLATT], "script_calibrators.'night': is list"),
        ("script_calibrators.night", {"none": PLATT}, "has a script 'none'"),
        ("script_calibrators.night", {"runic": PLATT}, "has a script 'runic'"),
        ("script_calibrators.night", {"latin": PLATT | {"salt": 1}}, "has a key 'salt'"),
        ("script_calibrators.night", {"latin": PLATT | {"slope": -1.0}}, "calibrator"),
        ("script_calibrators.night", {"latin": PLATT | {"slope": None}}, "latin.slope"),
        ("script_calibrators.night", {"latin": 7}, "latin: is int"),
        ("thresholds.day", {}, "label: got 'day'"),
        ("thresholds.night.assign", 1.5, "assign: got 1.5"),
        ("thresholds.night.assign", "0", "assign"),
        ("thresholds.night.n", -3, "thresholds.night.n"),
        ("thresholds.night.aim.precision", 2, "precision: got 2"),
        ("thresholds.night.aim.precision", None, "aim.precision"),
        ("taxonomy.labels", [], "labels"),
        ("taxonomy.labels.0.name", "a\u0000b", r"taxonomy.labels\[0\].name"),
        ("taxonomy.labels.0.reads", ["password"], "reads 'password'"),
        ("taxonomy.labels.0.reads", "text", "reads"),
        ("taxonomy.labels.0.title", {"en": 7}, "title"),
    ],
)
def test_a_config_with_a_wrong_entry_is_refused_by_name(
    folder: Path, path: str, value: object, said: str
) -> None:
    change(folder, path, value)
    refused(folder, said)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is not JSON"),
        (b"\xff\xfe{\x00}\x00", "is not JSON"),
        (b"\xef\xbb\xbf{}", "is not JSON"),
        (b"[]", "does not say that it is a model"),
        (b"null", "does not say that it is a model"),
        (b'{"format": "rightsnlp-model"', "is not JSON"),
        (b'{"format": "x", "format": "rightsnlp-model"}', "key 'format' is there twice"),
        (b'{"format": NaN}', "holds NaN"),
        (b'{"format": -Infinity}', "holds -Infinity"),
        (b'{"format": 1e999}', "not finite"),
        (b'{"format": "\\ud800"}', "surrogate"),
        (b'{"\\udfff": 1}', "surrogate"),
        (b'{"format": ' + b"9" * 5000 + b"}", "is not JSON|does not say"),
        (b"[" * 21 + b"]" * 21, "nested deeper"),
        (b"[" * 1_000_000, "is not JSON"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "is not JSON|nested deeper"),
        (b"import os\n", "is not JSON"),
        (b"\x80\x04\x95\x00.", "is not JSON"),
    ],
    ids=range(18),
)
def test_a_config_that_is_no_plain_json_is_refused(folder: Path, data: bytes, said: str) -> None:
    set_config(folder, data)
    refused(folder, said)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_entry_replaced_by_any_value_is_refused_or_harmless(
    tmp_path_factory: pytest.TempPathFactory, model: LinearClassifier, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("any") / "m"
    save_model(model, folder)
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    path = data.draw(st.sampled_from(_paths(config)))
    value = data.draw(
        st.one_of(
            st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False),
            st.text(st.characters(codec="utf-8"), max_size=5), st.lists(st.integers(), max_size=3), st.just({}),
        )
    )  # fmt: skip
    change(folder, path, value)
    try:
        loaded = load_model(folder)
    except RightsNLPError:
        return
    P = loaded.predict_proba(["good day", "", "night"])
    assert ((P >= 0) & (P <= 1)).all()


def _paths(value: object, start: str = "") -> list[str]:
    found = []
    if isinstance(value, dict):
        for key, inner in value.items():
            found += [f"{start}{key}", *_paths(inner, f"{start}{key}.")]
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            if isinstance(inner, dict):
                found += _paths(inner, f"{start}{at}.")
    return found


# --- the weights -------------------------------------------------------------------------------------------------


def safetensors_bytes(header: object, data: bytes = b"", *, size: int | None = None) -> bytes:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text) if size is None else size) + text + data


def entry(dtype: str, shape: list[int], begin: int, end: int) -> dict[str, object]:
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}


COEF, ROW = entry("F16", [256, 1], 0, 512), entry("F64", [1], 512, 520)
TAIL = entry("F64", [1], 520, 528)
SOUND = {"coef": COEF, "intercept": ROW, "prior": TAIL}


def test_weights_that_are_laid_out_by_hand_are_read(folder: Path) -> None:
    (folder / "weights.safetensors").write_bytes(safetensors_bytes(SOUND, bytes(528)))
    seal(folder)
    assert load_model(folder).coef_.shape == (256, 1)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00" * 7,
        b"PK\x03\x04" + bytes(100),
        b"\x80\x04\x95" + bytes(100),
        safetensors_bytes({}, b""),
        safetensors_bytes(SOUND, bytes(528), size=1 << 63),
        safetensors_bytes(SOUND, bytes(528), size=(1 << 64) - 1),
        safetensors_bytes(SOUND, bytes(528), size=150_000_000),
        safetensors_bytes(SOUND, bytes(528), size=3),
        safetensors_bytes(SOUND, bytes(527)),
        safetensors_bytes(SOUND, bytes(529)),
        safetensors_bytes(b" " * 10_000, bytes(528)),
        safetensors_bytes(b"\xff" * 50, bytes(528)),
        safetensors_bytes(b"[" * 100_000, bytes(528)),
        safetensors_bytes(SOUND | {"prior": entry("F64", [1], 512, 520)}, bytes(520)),
        safetensors_bytes(SOUND | {"prior": entry("F64", [1], 600, 608)}, bytes(608)),
        safetensors_bytes(SOUND | {"prior": entry("F64", [1], 520, 512)}, bytes(528)),
        safetensors_bytes(SOUND | {"prior": entry("F64", [-1], 520, 528)}, bytes(528)),
        safetensors_bytes(SOUND | {"prior": entry("F64", [1 << 62, 1 << 62], 520, 528)}, bytes(528)),
        safetensors_bytes(SOUND | {"coef": entry("BF16", [256, 1], 0, 512)}, bytes(528)),
        safetensors_bytes(SOUND | {"coef": entry("F8_E4M3", [512, 1], 0, 512)}, bytes(528)),
        safetensors_bytes(SOUND | {"coef": entry("object", [256, 1], 0, 512)}, bytes(528)),
        safetensors_bytes(SOUND | {"coef": entry("I16", [256, 1], 0, 512)}, bytes(528)),
        safetensors_bytes(SOUND | {"coef": entry("F32", [128, 1], 0, 512)}, bytes(528)),
        safetensors_bytes(SOUND | {"coef": entry("F16", [1, 256], 0, 512)}, bytes(528)),
        safetensors_bytes(SOUND | {"coef": entry("F16", [256], 0, 512)}, bytes(528)),
        safetensors_bytes(SOUND | {"more": entry("F64", [0], 528, 528)}, bytes(528)),
        safetensors_bytes({"x" * 100_000: entry("F64", [0], 0, 0)}, b""),
        safetensors_bytes({k: v for k, v in SOUND.items() if k != "prior"}, bytes(520)),
        safetensors_bytes(SOUND, b"\x00\x7e" + bytes(526)),
        safetensors_bytes(SOUND, b"\x00\x7c" + bytes(526)),
        safetensors_bytes(SOUND, bytes(512) + struct.pack("<d", float("nan")) + bytes(8)),
        safetensors_bytes(SOUND, bytes(512) + struct.pack("<d", float("inf")) + bytes(8)),
        safetensors_bytes(SOUND, bytes(520) + struct.pack("<d", 1.5)),
        safetensors_bytes(SOUND, bytes(520) + struct.pack("<d", -0.5)),
    ],
    ids=range(35),
)
def test_weights_of_another_form_are_refused(folder: Path, data: bytes) -> None:
    (folder / "weights.safetensors").write_bytes(data)
    seal(folder)
    refused(folder, "m/(weights.safetensors|config.json)")


# --- the folder --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "make",
    [
        lambda good: good.replace("config.json", "../config.json"),
        lambda good: good.replace("config.json", "/etc/hostname"),
        lambda good: good.replace("config.json", "x/../config.json"),
        lambda good: good + "0" * 64 + "  ../../secret\n",
        lambda good: good + good,
        lambda good: good.upper(),
        lambda good: good.replace("\n", "\r\n"),
        lambda good: good.replace("  ", " *"),
        lambda good: good.splitlines()[0] + "\n",
        lambda good: "\n" * 4000,
        lambda good: good + " " * 5000,
        lambda good: "",
    ],
)
def test_sums_of_another_form_are_refused(folder: Path, make: Callable[[str], str]) -> None:
    sums = folder / "SHA256SUMS"
    sums.write_text(make(sums.read_text(encoding="utf-8")), encoding="utf-8", newline="")
    refused(folder, "m/SHA256SUMS")


@pytest.mark.parametrize("name", ["config.json", "weights.safetensors", "SHA256SUMS"])
def test_a_link_that_leads_out_is_refused(folder: Path, name: str) -> None:
    (folder / name).rename(folder.parent / name)
    (folder / name).symlink_to(folder.parent / name)
    refused(folder, f"{name}: is a link that leads out")


def test_a_link_to_a_whole_folder_is_followed(folder: Path) -> None:
    (folder.parent / "link").symlink_to(folder, target_is_directory=True)
    assert load_model(folder.parent / "link").labels_ == ("night",)


@pytest.mark.parametrize("name", ["weights.safetensors", "SHA256SUMS"])
def test_a_link_to_itself_is_refused(folder: Path, name: str) -> None:
    (folder / name).unlink()
    (folder / name).symlink_to(name)
    refused(folder, name)


@pytest.mark.parametrize("name", ["weights.safetensors", "SHA256SUMS"])
def test_a_folder_in_place_of_a_file_is_refused(folder: Path, name: str) -> None:
    (folder / name).unlink()
    (folder / name).mkdir()
    refused(folder, f"{name}: is no file")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in the file system here")
@pytest.mark.timeout(20)
def test_a_pipe_in_place_of_a_file_is_refused_and_not_waited_for(folder: Path) -> None:
    (folder / "weights.safetensors").unlink()
    os.mkfifo(folder / "weights.safetensors")
    refused(folder, "is no file")


@pytest.mark.parametrize(
    ("name", "size"), [("config.json", 1 << 33), ("weights.safetensors", 1 << 40), ("SHA256SUMS", 1 << 30)]
)
def test_a_file_that_is_too_large_is_not_read(folder: Path, name: str, size: int) -> None:
    with (folder / name).open("rb+") as stream:
        stream.truncate(size)
    refused(folder, f"{name}: has .* bytes")


@pytest.mark.parametrize("asked", ["", "no such model", "a\0b", "x" * 5000, "../rightsnlp-base", "/", "~"])
def test_a_name_that_is_none_is_refused(asked: str) -> None:
    with pytest.raises(ModelFormatError, match="rightsnlp models list"):
        find_model(asked)


@pytest.mark.parametrize("asked", [7, b"rightsnlp-base", ["rightsnlp-base"], True])
def test_a_name_of_another_type_is_refused(asked: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="model: got"):
        load_model(asked)


def test_asking_for_the_config_checks_as_much(folder: Path) -> None:
    change(folder, "protocol", 99)
    with pytest.raises(ModelFormatError, match="protocol 99"):
        read_config(folder)


@pytest.mark.parametrize(
    "told",
    [{"training": {"a": float("nan")}}, {"training": {"a": {1}}}, {"name": "a\nb"}, {"version": 2}],
)
def test_what_could_not_be_read_back_is_not_written(
    model: LinearClassifier, tmp_path: Path, told: dict[str, Any]
) -> None:
    with pytest.raises(InvalidArgumentError, match="cannot be stored"):
        save_model(model, tmp_path / "m", **told)
    assert not (tmp_path / "m").exists()
