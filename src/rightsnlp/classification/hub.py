"""Models to the Hugging Face hub: the declared files and nothing else, never a post."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from rightsnlp.classification.linear.classifier import LinearClassifier
from rightsnlp.classification.persistence import find_model, load_model
from rightsnlp.classification.storage.fetch import client, parse_place, said
from rightsnlp.classification.storage.folder import COMPANION_FILES, MODEL_FILES, read_file
from rightsnlp.classification.storage.save import save_model
from rightsnlp.exceptions import InvalidArgumentError, OutputFileError

if TYPE_CHECKING:
    from huggingface_hub import HfApi


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
    repo_id, revision = parse_place(repo_id)
    if revision:
        raise InvalidArgumentError(
            "repo_id: names a revision", expected="owner/name", remedy="leave out what follows @"
        )
    hub = client(token, endpoint)
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
            f"{repo_id}: could not be uploaded ({said(error)})",
            expected="a hub that can be reached and a token that may write",
            remedy="run: hf auth login",
        ) from None


def _commit(hub: HfApi, repo_id: str, content: dict[str, bytes], message: str) -> str:
    from huggingface_hub import CommitOperationAdd

    operations = [CommitOperationAdd(name, data) for name, data in content.items()]
    return str(hub.create_commit(repo_id, operations, commit_message=message).commit_url)
