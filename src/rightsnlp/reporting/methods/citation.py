"""What to cite beside a figure, as BibTeX: the software, the system by its hash, the data."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rightsnlp.data.corpora.manifests import Manifest
from rightsnlp.evaluation.results import EvaluationReport
from rightsnlp.rendering.escapes import latex_text

SOFTWARE_TITLE = "rightsnlp: labelling reported online content for digital-rights monitors"
SOFTWARE_AUTHOR = "The rightsnlp developers"
SOFTWARE_YEAR = "2026"

_PROSE = re.compile(r"(?P<authors>.+?) \((?P<year>\d{4})\)\. (?P<title>.+?)\. (?P<venue>.+)", re.DOTALL)
_DOI = re.compile(r"\s*doi:(?P<doi>10\.\S+)")
_NAME = re.compile(r"[^,]+, (?:[^\W\d_]\.[\s-]?)+")


def citation_bib(reports: Sequence[EvaluationReport], corpus: Manifest | None = None) -> str:
    """Return BibTeX entries for the software, each system that has a hash, and a public corpus.

    Examples
    --------
    >>> from rightsnlp.evaluation.metrics import evaluate_arrays
    >>> report = evaluate_arrays([1, 0], [0.9, 0.4], ["spam"], n_resamples=9, model={"name": "m", "sha256": "ab" * 32})
    >>> print(citation_bib([report]))  # doctest: +ELLIPSIS
    @software{rightsnlp,
      ...
    @misc{m-abababab,
      title = {{m}},
      note = {SHA-256 abababababababababababababababababababababababababababababababab},
    }
    <BLANKLINE>
    """
    versions = reports[0].signature.get("versions", {})
    entries = [
        _entry(
            "software",
            "rightsnlp",
            author=f"{{{SOFTWARE_AUTHOR}}}",
            title=f"{{{SOFTWARE_TITLE}}}",
            version=str(versions.get("rightsnlp", "")),
            year=SOFTWARE_YEAR,
        )
    ]
    seen = set()
    for report in reports:
        model = report.signature.get("model", {})
        digest = model.get("sha256", "")
        if digest and digest not in seen:
            seen.add(digest)
            entries.append(
                _entry(
                    "misc",
                    f"{_key(model.get('name', 'system'))}-{digest[:8]}",
                    title=f"{{{latex_text(model.get('name', 'system'))}}}",
                    version=latex_text(model.get("version", "")),
                    note=f"SHA-256 {digest}",
                )
            )
    if corpus is not None:
        entries.append(corpus_entry(corpus))
    return "\n".join(entries)


def corpus_entry(corpus: Manifest) -> str:
    """Return the entry of a corpus from its manifest's citation; one in an unusual form stands whole in the note.

    Examples
    --------
    >>> from rightsnlp.data.corpora.manifests import load_manifest
    >>> print(corpus_entry(load_manifest("armi")))
    @misc{armi,
      author = {Mulki, H. and Ghanem, B.},
      title = {{ArMI at FIRE 2021: Overview of the First Shared Task on Arabic Misogyny Identification}},
      year = {2021},
      howpublished = {Working Notes of FIRE 2021, CEUR Workshop Proceedings 3159},
      url = {...},
    }
    <BLANKLINE>
    """
    found = _PROSE.fullmatch(corpus.citation.strip())
    # A second year means a second work, which one entry cannot hold.
    if found is None or len(re.findall(r"\(\d{4}\)", corpus.citation)) > 1:
        return _entry(
            "misc",
            _key(corpus.name),
            title=f"{{{latex_text(corpus.title)}}}",
            note=latex_text(corpus.citation),
            url=corpus.upstream,
        )
    doi = _DOI.search(found["venue"])
    authors = [name.strip() for name in _NAME.findall(found["authors"] + ", ")]
    return _entry(
        "misc",
        _key(corpus.name),
        author=" and ".join(map(latex_text, authors)) or f"{{{latex_text(found['authors'])}}}",
        title=f"{{{latex_text(found['title'])}}}",
        year=found["year"],
        howpublished=latex_text(_DOI.sub("", found["venue"]).rstrip(".")),
        doi=doi["doi"] if doi else "",
        url=corpus.upstream,
    )


def _entry(kind: str, key: str, **fields: str) -> str:
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{key},", *lines, "}", ""])


def _key(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9-]+", "-", name).strip("-") or "system"
