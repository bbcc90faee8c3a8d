"""A user's own table of posts, labelled or not, in the shape of a corpus."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from rightsnlp.data.corpora.corpus import Corpus
from rightsnlp.data.labelled import read_labelled
from rightsnlp.data.overlap.dedup import group_keys
from rightsnlp.data.schema import map_columns
from rightsnlp.data.tables.io import as_text, read_table
from rightsnlp.taxonomy import load_taxonomy


def load_table(path: str | Path, *, text_column: str | None = None) -> Corpus:
    """Load posts, and what is known of their labels, from a table.

    Parameters
    ----------
    path : str or Path
        CSV, Excel, JSON Lines or Parquet. Labels stand as
        :func:`~rightsnlp.data.labelled.read_labelled` reads them; without any, all are unknown.
    text_column : str, optional
        The column that holds the post. Default: found by its name; in a functional suite, ``test_case``.

    Returns
    -------
    Corpus
        Its ``frame`` holds the case fields that were found; a case without a post shows its report. ``split``
        is the column of that name, or ``"all"``.

    Raises
    ------
    InputFileError
        When the file cannot be read.
    SchemaError
        When there is no text column, or a label is none.
    """
    path = Path(path)
    taxonomy = load_taxonomy()
    table = read_table(path)
    if text_column is None and "test_case" in table:
        text_column = "test_case"
    if {"labels", "verified_labels", *taxonomy.names} & set(table.columns):
        labelled = read_labelled(path, taxonomy, text_column=text_column)
        frame, Y = labelled.frame, labelled.Y
    else:
        fields = map_columns(list(table.columns), text_column=text_column)
        frame = pd.DataFrame(
            {field: [as_text(cell) for cell in table[column]] for field, column in fields.items()},
            dtype=object,
        )
        Y = np.full((len(frame), len(taxonomy.names)), np.nan)
    empty = pd.Series("", index=frame.index, dtype=object)
    text, report = (frame.get(field, empty) for field in ("text", "report"))
    texts = text.where(text.str.strip() != "", report).tolist()
    split = [as_text(cell) for cell in table["split"]] if "split" in table else ["all"] * len(frame)
    return Corpus(
        name=path.stem,
        texts=texts,
        Y=Y,
        labels=taxonomy.names,
        groups=group_keys(texts),
        split=np.array(split, dtype=np.str_),
        frame=frame,
    )
