"""What one evaluation report holds, whatever page or table it is written to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rightsnlp.exceptions import InvalidArgumentError

if TYPE_CHECKING:
    import pandas as pd

    from rightsnlp.checks.functional.report import FunctionalReport
    from rightsnlp.evaluation.comparing.comparison import Comparison
    from rightsnlp.evaluation.results import EvaluationReport


@dataclass(frozen=True)
class Drawing:
    """One figure, drawn in each language.

    Attributes
    ----------
    kind : str
        What is drawn: a key of the section ``drawings`` of the catalogue of words.
    svg : mapping of str to str
        The ``<svg>`` element by language.
    alternative : mapping of str to str
        What it says, for those who cannot see it, by language.
    """

    kind: str
    svg: Mapping[str, str]
    alternative: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class ReportContent:
    """Everything that a report shows; it never holds a post's text.

    Attributes
    ----------
    title : str
        Title of the report.
    names : tuple of str
        Name of each system, in the order of ``systems``.
    systems : tuple of EvaluationReport
        One for an evaluation, several for a comparison; all on the same posts.
    comparisons : tuple of Comparison
        Results of :func:`rightsnlp.evaluation.comparing.significance.compare`.
    slices : DataFrame, optional
        Result of :func:`rightsnlp.evaluation.slicing.slices.slice_metrics`.
    over_enforcement : DataFrame, optional
        Result of :func:`rightsnlp.evaluation.slicing.slices.over_enforcement_table`; of several columns, with their
        name in ``column``.
    functional : FunctionalReport, optional
        Result of a functional suite.
    robustness : DataFrame, optional
        One row per perturbation, label and metric: ``perturbation``, ``label``, ``metric``, ``before``, ``after``,
        ``drop``, ``low``, ``high`` (interval of the drop), ``n``, ``n_changed``, ``n_lost``, ``n_gained``.
    figures : tuple of Drawing
    methods : mapping of str to str
        Paragraphs that a paper can paste, by language: ``{"en": …, "ar": …}``.
    citation : str
        BibTeX.
    command : str
        The command that makes the report again, without local paths.

    Raises
    ------
    InvalidArgumentError
        When there is no system, or not one name per system.

    Examples
    --------
    >>> from rightsnlp.evaluation import evaluate_arrays
    >>> judged = evaluate_arrays([1, 1, 0, 0], [0.9, 0.4, 0.2, 0.1], ["spam"], n_resamples=50)
    >>> ReportContent("Spam on the demo set", ("ours",), (judged,)).names
    ('ours',)
    """

    title: str
    names: tuple[str, ...]
    systems: tuple[EvaluationReport, ...]
    comparisons: tuple[Comparison, ...] = ()
    slices: pd.DataFrame | None = None
    over_enforcement: pd.DataFrame | None = None
    functional: FunctionalReport | None = None
    robustness: pd.DataFrame | None = None
    figures: tuple[Drawing, ...] = ()
    methods: Mapping[str, str] = field(default_factory=dict)
    citation: str = ""
    command: str = ""

    def __post_init__(self) -> None:
        if not self.systems or len(self.names) != len(self.systems) or len(set(self.names)) < len(self.names):
            raise InvalidArgumentError(
                f"names, systems: got {len(self.names)} names and {len(self.systems)} reports",
                expected="one report or more, and a name of its own for each",
                remedy="pass names=('base',), systems=(report,)",
            )
