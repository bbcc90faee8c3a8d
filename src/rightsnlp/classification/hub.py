"""Models to and from the Hugging Face hub: the declared files and nothing else, checked on both ways.

Nothing here runs unless somebody names a place on the hub. What goes out is the model's own files, never a post.
"""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from rightsnlp.classification.linear import LinearClassifier
from rightsnlp.classification.model_folder import (
    COMPANION_FILES,
    CONFIG,
    MAX_BYTES,
    MODEL_FILES,
    read_file,
    read_model_files,
)
from rightsnlp.classification.persistence import find_model, load_model, save_model
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


def push(
    model_or_folder: LinearClassifier | str | Path,
    repo_id: str,
    *,
    private: bool = True,
    token: str | None = None,
    endpoint: str | None = None,
    message: str = "Upload with rightsnlp",
) -> str:
    """Upload a model to the hub.

    Parameters
    ----------
    model_or_folder : LinearClassifier, str or Path
        A fitted model, the name of a shipped one, or a folder. It is loaded before anything is sent.
    repo_id : str
        ``owner/name``; made if it is not there.
    private : bool
        Whether only the owner may see it. A repository that others can see is refused when this is true.
    token : str, optional
        Default: what ``hf auth login`` stored, or ``HF_TOKEN``.
    endpoint : str, optional
        Address of another hub.
    message : str
        Of the commit.

    Returns
    -------
    str
        Address of the commit.

    Raises
    ------
    InvalidArgumentError
        When ``repo_id`` is no ``owner/name``.
    ModelFormatError
        When the folder holds no sound model.
    OutputFileError
        When the hub refuses, cannot be reached, or would show to all what is to be private.
    """
    repo_id, revision = _parse(repo_id)
    if revision:
        raise InvalidArgumentError(
            "repo_id: names a revision", expected="owner/name", remedy="leave out what follows @"
        )
    hub = _client(token, endpoint)
    with TemporaryDirectory() as temporary:
        if isinstance(model_or_folder, LinearClassifier):
            folder = Path(temporary) / repo_id.partition("/")[2]
            save_model(model_or_folder, folder)
        else:
            folder = find_model(model_or_folder)
        load_model(folder)
        names = [*MODEL_FILES, *(name for name in COMPANION_FILES if (folder / name).is_file())]
        content = {name: read_file(folder, name) for name in names}
    try:
        hub.create_repo(repo_id, private=private, exist_ok=True)
        if private and not hub.model_info(repo_id).private:
            raise OutputFileError(
                f"{repo_id}: is there already, and everybody can see it",
                expected="a private repository",
                remedy="take another name, or ask for a public one",
            )
        return _commit(hub, repo_id, content, message)
    except OutputFileError:
        raise
    # The client raises its own errors, the system's, and those of whichever HTTP library its version uses.
    except Exception as error:
        raise OutputFileError(
            f"{repo_id}: could not be uploaded ({_said(error)})",
            expected="a hub that can be reached and a token that may write",
            remedy="run: hf auth login",
        ) from None


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
        As in :func:`push`.
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
    repo_id, revision = _parse(place)
    if folder is not None and (Path(folder) / CONFIG).exists() and not force:
        raise OutputFileError(
            f"{Path(folder).name}: holds a model already",
            expected="a new folder",
            remedy="pass --force to replace it, or -o with another folder",
        )
    hub = _client(token, endpoint)
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
                    f"{repo_id}: could not be fetched ({_said(error)})",
                    expected="a model on the hub that you may read",
                    remedy="check the name and the connection, or run: hf auth login",
                ) from None
    read_model_files(found)
    return found if folder is None else _copy(found, Path(folder))


def _parse(place: str) -> tuple[str, str | None]:
    match = _PLACE.fullmatch(place) if isinstance(place, str) else None
    if not match or ".." in place:
        raise InvalidArgumentError(
            "place: is no place on the hub", expected="owner/name, or owner/name@revision", remedy="check it"
        )
    return match[1], match[2]


def _client(token: str | None, endpoint: str | None) -> HfApi:
    try:
        from huggingface_hub import HfApi
    except ImportError:
        raise MissingExtraError("the hub", package="huggingface_hub", extra="transformers") from None
    return HfApi(endpoint=endpoint, token=token, library_name="rightsnlp")


def _commit(hub: HfApi, repo_id: str, content: dict[str, bytes], message: str) -> str:
    from huggingface_hub import CommitOperationAdd

    operations = [CommitOperationAdd(name, data) for name, data in content.items()]
    return str(hub.create_commit(repo_id, operations, commit_message=message).commit_url)


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


def _said(error: Exception) -> str:
    """Return what went wrong in words that hold no address and no token."""
    status = getattr(getattr(error, "response", None), "status_code", None)
    return f"{type(error).__name__}{f', status {status}' if status else ''}"
