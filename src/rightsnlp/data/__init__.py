"""Tables, cases and corpora: reading, checking, grouping, splitting.

Importing this package is inert: names are loaded on first use (PEP 562).
"""

from __future__ import annotations

from rightsnlp._lazy import make_lazy

__all__ = make_lazy(
    __name__,
    {
        "Annotations": "rightsnlp.data.annotation.answers",
        "AuditReport": "rightsnlp.data.audit",
        "Corpus": "rightsnlp.data.corpora.corpus",
        "FunctionalSuite": "rightsnlp.data.suites",
        "audit_overlap": "rightsnlp.data.audit",
        "check_no_leak": "rightsnlp.data.overlap.splits",
        "corpus_names": "rightsnlp.data.corpora.manifests",
        "export_cases": "rightsnlp.data.annotation.files",
        "fold": "rightsnlp.data.overlap.dedup",
        "group_keys": "rightsnlp.data.overlap.dedup",
        "grouped_kfold": "rightsnlp.data.overlap.splits",
        "grouped_split": "rightsnlp.data.overlap.splits",
        "label_studio_config": "rightsnlp.data.annotation.label_studio",
        "leak_mask": "rightsnlp.data.overlap.splits",
        "load_cases": "rightsnlp.data.cases",
        "load_corpus": "rightsnlp.data.corpora.corpus",
        "load_suite": "rightsnlp.data.suites",
        "near_duplicate_groups": "rightsnlp.data.overlap.dedup",
        "read_annotations": "rightsnlp.data.annotation.files",
        "read_table": "rightsnlp.data.tables.io",
        "time_split": "rightsnlp.data.overlap.splits",
        "write_table": "rightsnlp.data.tables.io",
    },
)
