"""Models go to a hub and come back as they were; nothing else goes, and nothing unchecked is used.

The hub is a server on this machine that the real client of the Hugging Face hub talks to.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from rightsnlp.classification.hub import push
from rightsnlp.classification.linear.classifier import LinearClassifier
from rightsnlp.classification.ngrams.features import HashedNgrams
from rightsnlp.classification.persistence import load_model
from rightsnlp.classification.storage.fetch import fetch_model
from rightsnlp.classification.storage.save import save_model
from rightsnlp.exceptions import (
    InputFileError,
    InvalidArgumentError,
    MissingExtraError,
    ModelFormatError,
    OutputFileError,
)

from .hub_server import Hub, running_hub

POSTS = ["good day", "nice day", "bad night", "awful night"] * 10
PLACE = "monitor/night"


@pytest.fixture(scope="module")
def model() -> LinearClassifier:
    Y = np.tile([[0.0], [0.0], [1.0], [1.0]], (10, 1))
    return LinearClassifier(labels=["night"], features=HashedNgrams(bits=10)).fit(POSTS, Y)


@pytest.fixture
def hub() -> Iterator[Hub]:
    with running_hub() as started:
        yield started


@pytest.fixture
def folder(model: LinearClassifier, tmp_path: Path) -> Path:
    save_model(model, tmp_path / "night")
    (tmp_path / "night" / "README.md").write_text("# A card\n", encoding="utf-8")
    (tmp_path / "night" / "cases.csv").write_text("text\nnobody else's business\n", encoding="utf-8")
    return tmp_path / "night"


def send(source: LinearClassifier | Path, hub: Hub, **settings: object) -> str:
    return push(source, PLACE, token="hf_secret", endpoint=hub.endpoint, **settings)  # type: ignore[arg-type]


def test_a_model_comes_back_as_it_went(
    model: LinearClassifier, folder: Path, hub: Hub, tmp_path: Path
) -> None:
    assert send(folder, hub).startswith(f"{hub.endpoint}/{PLACE}/commit/")
    found = fetch_model(f"hf://{PLACE}", endpoint=hub.endpoint, cache_dir=tmp_path / "cache")
    assert np.array_equal(load_model(found).predict_proba(POSTS), model.predict_proba(POSTS))
    assert load_model(found).model_info_ == load_model(folder).model_info_


def test_only_the_declared_files_go(folder: Path, hub: Hub) -> None:
    send(folder, hub)
    sent = hub.repositories[PLACE].commits[-1]
    assert set(sent) == {"config.json", "weights.safetensors", "SHA256SUMS", "README.md"}
    assert sent["weights.safetensors"] == (folder / "weights.safetensors").read_bytes()


def test_only_the_declared_files_come(folder: Path, hub: Hub, tmp_path: Path) -> None:
    send(folder, hub)
    hub.repositories[PLACE].commits[-1]["run_me.py"] = b"raise SystemExit"
    fetch_model(PLACE, tmp_path / "back", endpoint=hub.endpoint, cache_dir=tmp_path / "cache")
    names = {path.name for path in (tmp_path / "back").iterdir()}
    assert names == {"config.json", "weights.safetensors", "SHA256SUMS", "README.md"}
    assert not any(path.is_symlink() for path in (tmp_path / "back").iterdir())
    assert not any("run_me" in request for request in hub.requests)


def test_a_fitted_model_can_be_sent_without_a_folder(model: LinearClassifier, hub: Hub) -> None:
    send(model, hub)
    config = json.loads(hub.repositories[PLACE].commits[-1]["config.json"])
    assert config["name"] == "night"


def test_it_is_private_unless_asked_otherwise(folder: Path, hub: Hub) -> None:
    send(folder, hub)
    assert hub.repositories[PLACE].private
    assert "Bearer hf_secret" in hub.tokens


def test_nothing_private_goes_where_everybody_looks(folder: Path, hub: Hub) -> None:
    send(folder, hub, private=False)
    with pytest.raises(OutputFileError, match="everybody can see it"):
        send(folder, hub)
    assert len(hub.repositories[PLACE].commits) == 2


def test_a_broken_model_is_not_sent(folder: Path, hub: Hub) -> None:
    (folder / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelFormatError):
        send(folder, hub)
    assert hub.requests == []


def test_a_commit_is_always_the_same_model(folder: Path, hub: Hub, tmp_path: Path) -> None:
    first = send(folder, hub).rpartition("/")[2]
    (folder / "README.md").write_text("# Another card\n", encoding="utf-8")
    send(folder, hub)
    found = fetch_model(f"{PLACE}@{first}", endpoint=hub.endpoint, cache_dir=tmp_path)
    assert (found / "README.md").read_text(encoding="utf-8") == "# A card\n"
    asked = len(hub.requests)
    assert fetch_model(f"{PLACE}@{first}", endpoint=hub.endpoint, cache_dir=tmp_path) == found
    assert len(hub.requests) == asked


def test_without_a_connection_the_cache_answers(folder: Path, tmp_path: Path) -> None:
    with running_hub() as hub:
        send(folder, hub)
        found = fetch_model(PLACE, endpoint=hub.endpoint, cache_dir=tmp_path / "cache")
    assert fetch_model(PLACE, endpoint=hub.endpoint, cache_dir=tmp_path / "cache") == found
    with pytest.raises(InputFileError, match="could not be fetched"):
        fetch_model("monitor/day", endpoint=hub.endpoint, cache_dir=tmp_path / "cache")


def test_a_model_that_was_changed_on_the_hub_is_refused(folder: Path, hub: Hub, tmp_path: Path) -> None:
    send(folder, hub)
    hub.repositories[PLACE].commits[-1]["config.json"] += b" "
    with pytest.raises(ModelFormatError, match=r"config\.json: is not the file that was saved"):
        fetch_model(PLACE, tmp_path / "back", endpoint=hub.endpoint, cache_dir=tmp_path / "cache")
    assert not (tmp_path / "back").exists()


@pytest.mark.parametrize("size", [None, 1 << 40])
def test_a_file_of_unreasonable_size_is_not_downloaded(
    folder: Path, hub: Hub, tmp_path: Path, size: int | None
) -> None:
    send(folder, hub)
    hub.claimed_sizes["weights.safetensors"] = size
    with pytest.raises(ModelFormatError, match=r"weights\.safetensors: has"):
        fetch_model(PLACE, endpoint=hub.endpoint, cache_dir=tmp_path)
    assert not any("resolve" in request for request in hub.requests)


def test_a_repository_that_is_no_model_is_refused(hub: Hub, folder: Path, tmp_path: Path) -> None:
    send(folder, hub)
    del hub.repositories[PLACE].commits[-1]["SHA256SUMS"]
    with pytest.raises(ModelFormatError, match="has no SHA256SUMS"):
        fetch_model(PLACE, endpoint=hub.endpoint, cache_dir=tmp_path)


@pytest.mark.parametrize("place", [PLACE, f"{PLACE}@v9"])
def test_a_place_that_is_not_there_is_refused(folder: Path, hub: Hub, tmp_path: Path, place: str) -> None:
    if "@" in place:
        send(folder, hub)
    with pytest.raises(InputFileError, match="status 404") as caught:
        fetch_model(place, endpoint=hub.endpoint, token="hf_secret", cache_dir=tmp_path)
    assert "hf_secret" not in str(caught.value)
    assert "127.0.0.1" not in str(caught.value)


@pytest.mark.parametrize(
    "place", ["", "night", "a/b/c", "../x/y", "a/..", "a/b@../c", "https://example.org/a/b", "a/b@", "a b/c"]
)
def test_a_place_of_another_form_is_refused(place: str) -> None:
    with pytest.raises(InvalidArgumentError, match="is no place on the hub"):
        fetch_model(place)


def test_a_folder_with_a_model_is_kept_unless_forced(folder: Path, hub: Hub, tmp_path: Path) -> None:
    send(folder, hub)
    settings = {"endpoint": hub.endpoint, "cache_dir": tmp_path / "cache"}
    with pytest.raises(OutputFileError, match="holds a model already"):
        fetch_model(PLACE, folder, **settings)  # type: ignore[arg-type]
    assert fetch_model(PLACE, folder, force=True, **settings) == folder  # type: ignore[arg-type]


def test_a_place_on_the_hub_is_a_models_name(folder: Path, hub: Hub, tmp_path: Path) -> None:
    send(folder, hub)
    code = "import rightsnlp; print(rightsnlp.load_model('hf://monitor/night').labels_)"
    environment = {**os.environ, "HF_ENDPOINT": hub.endpoint, "HF_HOME": str(tmp_path / "home")}
    first = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert first.stdout == "('night',)\n", first.stderr
    asked = len(hub.requests)
    offline = {**environment, "HF_HUB_OFFLINE": "1"}
    again = subprocess.run([sys.executable, "-c", code], env=offline, capture_output=True, text=True)
    assert again.stdout == "('night',)\n", again.stderr
    assert len(hub.requests) == asked


def test_without_the_package_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'rightsnlp\[transformers\]'"):
        fetch_model(PLACE)


def test_a_link_in_the_cache_leads_to_the_blobs_of_its_model_only(folder: Path, tmp_path: Path) -> None:
    snapshot = tmp_path / "models--monitor--night" / "snapshots" / ("0" * 40)
    snapshot.mkdir(parents=True)
    for name in ("config.json", "weights.safetensors", "SHA256SUMS"):
        (snapshot / name).symlink_to(folder / name)
    with pytest.raises(ModelFormatError, match="is a link that leads out"):
        load_model(snapshot)
