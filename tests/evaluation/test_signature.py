"""The hash of the data changes with whatever changes the figures, and with nothing else."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rightsnlp.evaluation.signature import data_sha256, signature_line

Y = np.array([[1.0, 0.0], [np.nan, 1.0]])


def test_the_hash_depends_on_answers_labels_posts_and_their_order():
    base = data_sha256(Y, ["a", "b"], ["x", "y"])
    others = [
        data_sha256(Y, ["b", "a"], ["x", "y"]),
        data_sha256(Y[::-1], ["a", "b"], ["x", "y"]),
        data_sha256(np.nan_to_num(Y), ["a", "b"], ["x", "y"]),
        data_sha256(Y, ["a", "b"], ["y", "x"]),
        data_sha256(Y, ["a", "b"], ["xy", ""]),
        data_sha256(Y, ["a", "b"]),
    ]
    assert len({base, *others}) == 7


def test_the_hash_of_a_frame_is_of_its_evidence_fields():
    frame = pd.DataFrame({"text": ["x", "y"], "region": ["north", "south"]})
    assert data_sha256(Y, ["a", "b"], frame) == data_sha256(Y, ["a", "b"], ["x", "y"])
    with_report = frame.assign(report=["r", None])
    assert data_sha256(Y, ["a", "b"], with_report) != data_sha256(Y, ["a", "b"], frame)


def test_the_memory_layout_does_not_matter():
    assert data_sha256(np.asfortranarray(Y), ["a", "b"]) == data_sha256(Y, ["a", "b"])


def test_empty_entries_are_left_out_of_the_line():
    line = signature_line({"n": 3, "costs": {}, "model": {"name": "m", "version": ""}, "split": None})
    assert line == "model:name=m|n:3"
