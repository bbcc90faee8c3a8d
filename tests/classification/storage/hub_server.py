"""A hub on this machine: the few addresses that the Hugging Face client asks to make, fill and read a repository."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import unquote, urlsplit


@dataclass
class Repository:
    private: bool
    commits: list[dict[str, bytes]] = field(default_factory=lambda: [{}])

    def commit_id(self, number: int) -> str:
        content = repr((number, sorted(self.commits[number].items())))
        return hashlib.sha1(content.encode()).hexdigest()

    def find(self, revision: str) -> int | None:
        if revision == "main":
            return len(self.commits) - 1
        return next((n for n in range(len(self.commits)) if self.commit_id(n) == revision), None)


@dataclass
class Hub:
    repositories: dict[str, Repository] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    claimed_sizes: dict[str, int | None] = field(default_factory=dict)
    endpoint: str = ""


@contextmanager
def running_hub() -> Iterator[Hub]:
    hub = Hub()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"hub": hub}))
    hub.endpoint = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    hub: Hub

    def do_GET(self) -> None:
        parts = self._parts()
        if parts[:2] == ["api", "models"]:
            revision = parts[5] if len(parts) > 5 and parts[4] == "revision" else "main"
            self._info("/".join(parts[2:4]), revision)
        elif parts[2] == "resolve":
            self._file("/".join(parts[:2]), parts[3], "/".join(parts[4:]))
        else:
            self._json({"error": "unknown address"}, 404)

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_POST(self) -> None:
        parts = self._parts()
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.headers.get("Transfer-Encoding") == "chunked":
            body = b"".join(self._chunks())
        self.hub.tokens.add(self.headers.get("Authorization", ""))
        if parts == ["api", "repos", "create"]:
            asked = json.loads(body)
            name = f"{asked['organization']}/{asked['name']}"
            made = name not in self.hub.repositories
            private = asked.get("visibility") == "private" or asked.get("private") is True
            self.hub.repositories.setdefault(name, Repository(private))
            url = f"{self.hub.endpoint}/{name}"
            self._json({"url": url} if made else {"error": "exists", "url": url}, 200 if made else 409)
        elif parts == ["api", "validate-yaml"]:
            self._json({"errors": [], "warnings": []})
        elif parts[4] == "preupload":
            files = [
                {"path": file["path"], "uploadMode": "regular", "shouldIgnore": False}
                for file in json.loads(body)["files"]
            ]
            self._json({"files": files})
        elif parts[4] == "commit":
            repository = self.hub.repositories["/".join(parts[2:4])]
            lines = [json.loads(line) for line in body.splitlines()]
            new = {
                line["value"]["path"]: base64.b64decode(line["value"]["content"])
                for line in lines
                if line["key"] == "file"
            }
            repository.commits.append({**repository.commits[-1], **new})
            commit = repository.commit_id(len(repository.commits) - 1)
            url = f"{self.hub.endpoint}/{'/'.join(parts[2:4])}/commit/{commit}"
            self._json({"success": True, "commitOid": commit, "commitUrl": url})
        else:
            self._json({"error": "unknown address"}, 404)

    def _info(self, name: str, revision: str) -> None:
        repository = self.hub.repositories.get(name)
        number = None if repository is None else repository.find(revision)
        if repository is None or number is None:
            code = "RepoNotFound" if repository is None else "RevisionNotFound"
            self._json({"error": "not found"}, 404, {"X-Error-Code": code})
            return
        siblings = [
            {"rfilename": path, "size": self.hub.claimed_sizes.get(path, len(data)), "blobId": "0" * 40}
            for path, data in repository.commits[number].items()
        ]
        commit = repository.commit_id(number)
        self._json(
            {"id": name, "modelId": name, "sha": commit, "private": repository.private, "siblings": siblings}
        )

    def _file(self, name: str, revision: str, path: str) -> None:
        repository = self.hub.repositories[name]
        number = repository.find(revision)
        assert number is not None
        data = repository.commits[number][path]
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("ETag", f'"{hashlib.sha1(data).hexdigest()}"')
        self.send_header("X-Repo-Commit", repository.commit_id(number))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data)

    def _chunks(self) -> Iterator[bytes]:
        while size := int(self.rfile.readline(), 16):
            yield self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()

    def _parts(self) -> list[str]:
        self.hub.requests.append(f"{self.command} {self.path}")
        return [unquote(part) for part in urlsplit(self.path).path.strip("/").split("/")]

    def _json(self, answer: Any, status: int = 200, headers: dict[str, str] | None = None) -> None:
        data = json.dumps(answer).encode()
        self.send_response(status)
        for key, value in {
            "Content-Type": "application/json",
            "Content-Length": str(len(data)),
            **(headers or {}),
        }.items():
            self.send_header(key, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_message(self, *args: Any) -> None:
        pass
