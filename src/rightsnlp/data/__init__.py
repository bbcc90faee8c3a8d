"""Tables, cases and corpora: reading, checking, grouping, splitting.

Importing this package is inert: names are loaded on first use (PEP 562).
"""

from __future__ import annotations

from rightsnlp._lazy import load_name

_HOME = {
    "Corpus": "corpora",
    "corpus_names": "manifests",
    "load_cases": "cases",
    "load_corpus": "corpora",
    "fold": "dedup",
    "group_keys": "dedup",
    "near_duplicate_groups": "dedup",
    "FunctionalSuite": "suites",
    "load_suite": "suites",
    "check_no_leak": "splits",
    "grouped_kfold": "splits",
    "grouped_split": "splits",
    "leak_mask": "splits",
    "time_split": "splits",
    "Annotations": "annotation",
    "export_cases": "annotation_files",
    "label_studio_config": "label_studio",
    "read_annotations": "annotation_files",
    "AuditReport": "audit",
    "audit_overlap": "audit",
    "read_table": "io",
    "write_table": "io",
}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> object:
    return load_name(__name__, _HOME, name)


def __dir__() -> list[str]:
    return __all__
