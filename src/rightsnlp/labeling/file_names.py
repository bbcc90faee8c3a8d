"""The names of all files that labelling one table writes, and the proof that none is another or the input."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rightsnlp.data.tables.io import table_format
from rightsnlp.exceptions import OutputFileError
from rightsnlp.labeling.incoming import unpacked_name
from rightsnlp.provenance import shown_name

_KEPT = {".csv", ".jsonl", ".parquet"}


@dataclass(frozen=True)
class FileNames:
    """What one run reads and writes.

    Attributes
    ----------
    source, output, record, rejected, journal : Path
    kind : {"csv", "xlsx", "jsonl", "parquet"}
        Format of the output.
    """

    source: Path
    output: Path
    kind: str
    record: Path
    rejected: Path
    journal: Path

    @classmethod
    def of(cls, source: Path, output: Path | None, kind: str | None, read: str) -> FileNames:
        """Return the names for an input, beside it or beside the output that is named.

        Parameters
        ----------
        source, output : Path
        kind : str, optional
            Format of the output. Default: by its extension, else ``read``.
        read : str
            Format of the input.

        Raises
        ------
        InvalidArgumentError
            When the output's extension names no format and ``kind`` is not given.
        OutputFileError
            When one of the names is the input's, or two are the same.

        Examples
        --------
        >>> names = FileNames.of(Path("cases.csv"), None, None, "csv")
        >>> names.output.name, names.record.name, names.rejected.name
        ('cases.labelled.csv', 'cases.run.json', 'cases.rejected.csv')
        """
        if output is not None:
            kind = kind or table_format(output)
        else:
            kind = kind or read
            plain = unpacked_name(source)
            same = kind == read and plain.suffix.lower() in _KEPT
            output = plain.with_name(f"{plain.stem}.labelled{plain.suffix if same else f'.{kind}'}")
        stem = output.stem.removesuffix(".labelled")
        names = cls(
            source,
            output,
            kind,
            output.with_name(f"{stem}.run.json"),
            output.with_name(f"{stem}.rejected.csv"),
            output.with_name(f"{output.name}.partial.jsonl"),
        )
        names._check()
        return names

    @property
    def results(self) -> tuple[Path, Path, Path]:
        """What is there when the run has ended."""
        return self.output, self.rejected, self.record

    def _check(self) -> None:
        every = {"the input": self.source, "the output": self.output, "the record of the run": self.record}
        every |= {"the list of rejected rows": self.rejected, "the work of this run": self.journal}
        said = list(every.items())
        for position, (what, path) in enumerate(said):
            for other, earlier in said[:position]:
                if _same(path, earlier):
                    raise OutputFileError(
                        f"{shown_name(path)}: is {other} itself, which is never replaced"
                        if other == "the input"
                        else f"{shown_name(path)}: would be {other} and {what} at once",
                        expected="a name of its own for each file",
                        remedy="pass -o with another name",
                    )


def _same(one: Path, other: Path) -> bool:
    if one.exists() and other.exists():
        return one.samefile(other)
    # Where upper and lower case are one, names that differ in case alone are one file.
    return (one.parent.resolve(), one.name.casefold()) == (other.parent.resolve(), other.name.casefold())
