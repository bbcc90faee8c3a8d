"""Models from the Hugging Face hub: the declared files and nothing else, checked when they come.

Nothing here runs unless somebody names a place on the hub.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rightsnlp.classification.storage.folder import (
    COMPANION_FILES,
    CONFIG,
    MAX_BYTES,
    MODEL_FILES,
    read_file,
    read_model_files,
)
from rightsnlp.exceptions import (
    InputFileError,
    InvalidArgumentError,
    MissingExtraError,
    ModelFormatError,
    OutputFileError,
)
from rightsnlp.provenance import atomic_path

if TYPE_CHECKING:
    from huggingface_hub import HfApi

_PLACE = re.compile(
    r"(?:hf://)?([A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*)(?:@([\w.-]+(?:/[\w.-]+)*))?", re.ASCII
)
_COMMIT = re.compile(r"[0-9a-f]{40}")


def fetch_model(
    place: str,
    folder: str | Path | None = None,
    *,
    token: str | None = None,
    endpoint: str | None = None,
    cache_dir: str | Path | None = None,
    force: bool = False,
) -> Path:
    """Download a model from the hub and check it.

    Parameters
    ----------
    place : str
        ``owner/name`` or ``owner/name@revision``, with or without ``hf://`` before it. A revision that is a full
        commit is taken from the cache when it is there, and always means the same bytes.
    folder : str or Path, optional
        Where to copy the model to. Default: it stays in the hub's cache.
    token, endpoint
        Default: what ``hf auth login`` stored and the hub itself.
    cache_dir : str or Path, optional
        Default: the hub's own, ``HF_HOME``.
    force : bool
        Whether to replace a model in ``folder``.

    Returns
    -------
    Path
        A folder that :func:`~rightsnlp.classification.persistence.load_model` reads.

    Raises
    ------
    InvalidArgumentError
        When ``place`` is not of that form.
    InputFileError
        When there is no such model, or the hub cannot be reached and the cache does not hold it.
    ModelFormatError
        When what came is not a sound model.
    OutputFileError
        When ``folder`` holds a model already, or cannot be written.
    """
    repo_id, revision = parse_place(place)
    if folder is not None and (Path(folder) / CONFIG).exists() and not force:
        raise OutputFileError(
            f"{Path(folder).name}: holds a model already",
            expected="a new folder",
            remedy="pass --force to replace it, or -o with another folder",
        )
    hub = client(token, endpoint)
    settings: dict[str, Any] = {"token": token, "endpoint": endpoint, "cache_dir": cache_dir}
    found = None
    if revision and _COMMIT.fullmatch(revision):
        found = _cached(repo_id, revision, cache_dir)
    if found is None:
        try:
            found = _download(hub, repo_id, revision, settings)
        except ModelFormatError:
            raise
        except Exception as error:  # as in push
            found = _cached(repo_id, revision, cache_dir) if _unreachable(error) else None
            if found is None:
                raise InputFileError(
                    f"{repo_id}: could not be fetched ({said(error)})",
                    expected="a model on the hub that you may read",
                    remedy="check the name and the connection, or run: hf auth login",
                ) from None
    read_model_files(found)
    return found if folder is None else _copy(found, Path(folder))


def parse_place(place: str) -> tuple[str, str | None]:
    """Return repository and revision of a place on the hub, or refuse it."""
    match = _PLACE.fullmatch(place) if isinstance(place, str) else None
    if not match or ".." in place:
        raise InvalidArgumentError(
            "place: is no place on the hub", expected="owner/name, or owner/name@revision", remedy="check it"
        )
    return match[1], match[2]


def client(token: str | None, endpoint: str | None) -> HfApi:
    """Return the hub's client, or say what to install."""
    try:
        from huggingface_hub import HfApi
    except ImportError:
        raise MissingExtraError("the hub", package="huggingface_hub", extra="transformers") from None
    return HfApi(endpoint=endpoint, token=token, library_name="rightsnlp")


def _download(hub: HfApi, repo_id: str, revision: str | None, settings: dict[str, Any]) -> Path:
    from huggingface_hub import hf_hub_download

    info = hub.model_info(repo_id, revision=revision, files_metadata=True)
    commit = str(info.sha)
    if not _COMMIT.fullmatch(commit):
        raise ModelFormatError(
            f"{repo_id}: the hub names no commit", expected="a commit", remedy="check the address of the hub"
        )
    sizes = {sibling.rfilename: sibling.size for sibling in info.siblings or []}
    for name in MODEL_FILES:
        if name not in sizes:
            raise ModelFormatError(
                f"{repo_id}: has no {name}", expected="a model of rightsnlp", remedy="check the name"
            )
    wanted = [name for name in (*MODEL_FILES, *COMPANION_FILES) if name in sizes]
    for name in wanted:
        size = sizes[name]
        if size is None or size > MAX_BYTES[name]:
            raise ModelFormatError(
                f"{repo_id}/{name}: has {'unknown' if size is None else f'{size:,}'} bytes",
                expected=f"at most {MAX_BYTES[name]:,}",
                remedy="check the name",
            )
    # One commit for all files, whatever happens to the branch meanwhile.
    paths = [hf_hub_download(repo_id, name, revision=commit, **settings) for name in wanted]
    if revision != commit:
        _remember(Path(paths[0]).parents[2], revision or "main", commit)
    return Path(paths[0]).parent


def _remember(storage: Path, revision: str, commit: str) -> None:
    """Note which commit a branch or tag was, as the hub's client does, for the day there is no connection."""
    reference = storage / "refs" / revision
    reference.parent.mkdir(parents=True, exist_ok=True)
    reference.write_text(commit, encoding="utf-8")


def _cached(repo_id: str, revision: str | None, cache_dir: str | Path | None) -> Path | None:
    from huggingface_hub import try_to_load_from_cache

    paths = [try_to_load_from_cache(repo_id, name, cache_dir, revision) for name in MODEL_FILES]
    return Path(str(paths[0])).parent if all(isinstance(path, str) for path in paths) else None


def _copy(source: Path, folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputFileError(
            f"{folder.name}: cannot be made ({error.strerror})",
            expected="a folder that can be written to",
            remedy="pass -o with another folder",
        ) from None
    for name in (*COMPANION_FILES, *MODEL_FILES):
        if (source / name).is_file():
            with atomic_path(folder / name, force=True) as temporary:
                temporary.write_bytes(read_file(source, name))
    read_model_files(folder)
    return folder.absolute()


def _unreachable(error: Exception) -> bool:
    """Return whether no answer came; an answer that says no is no reason to use what was cached."""
    return getattr(error, "response", None) is None


def said(error: Exception) -> str:
    """Return what went wrong in words that hold no address and no token."""
    status = getattr(getattr(error, "response", None), "status_code", None)
    return f"{type(error).__name__}{f', status {status}' if status else ''}"
