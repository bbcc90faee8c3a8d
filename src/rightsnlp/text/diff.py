"""What normalisation did to one text, step by step, for a terminal and for a notebook."""

from __future__ import annotations

import difflib
import html
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rightsnlp.text.normalize import as_settings
from rightsnlp.text.offsets import apply_edits
from rightsnlp.text.pipeline import build_pipeline
from rightsnlp.text.settings import NormalizationSettings

# Right-to-left isolates: a terminal that knows them orders each text by itself and leaves the signs before it alone.
_ISOLATE, _POP = "\u2067", "\u2069"
# Characters that would act on the terminal or the page instead of being seen.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_LONGEST_COMPARED = 2_000


class Step(NamedTuple):
    """One step that changed the text.

    Parameters
    ----------
    name : str
        The option that asked for it.
    before, after : str
    """

    name: str
    before: str
    after: str


class Explanation(list[Step]):
    """The steps that acted, in order; a notebook draws them as a table, right to left."""

    def _repr_html_(self) -> str:
        rows = "".join(f"<tr><td>{step.name}</td>{_html_cells(step)}</tr>" for step in self)
        head = "<tr><th>step</th><th>before</th><th>after</th></tr>"
        return f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"


def explain_normalization(text: str, profile: str | NormalizationSettings = "social") -> Explanation:
    """Return the steps that changed ``text``, each with the text before and after it.

    Parameters
    ----------
    text : str
    profile : str or NormalizationSettings
        The name of a profile, or settings of your own.

    Returns
    -------
    Explanation
        A list of :class:`Step`; empty where nothing changed. The last ``after`` is what
        :func:`~rightsnlp.text.normalize.normalize` returns.

    Raises
    ------
    InvalidArgumentError
        No profile has that name.

    Examples
    --------
    >>> [step.name for step in explain_normalization("قـدس")]
    ['strip_tatweel']
    """
    steps = Explanation()
    for step in _acting_steps(text, as_settings(profile)):
        if steps and steps[-1].name == step.name:
            step = step._replace(before=steps.pop().before)
        steps.append(step)
    return steps


def _acting_steps(text: str, settings: NormalizationSettings) -> Iterator[Step]:
    pipeline = build_pipeline(settings)
    for _ in range(pipeline.max_passes):
        start = text
        for step in pipeline.steps:
            after = apply_edits(text, step.edits(text))
            if after != text:
                yield Step(step.name, text, after)
            text = after
        if text == start:
            return


def render_diff(steps: Sequence[Step]) -> str:
    r"""Return the steps as lines for a terminal.

    Each text stands in a right-to-left isolate. Characters that cannot be seen, and those that a terminal would obey,
    are written by their code.

    Examples
    --------
    >>> print(render_diff([Step("strip_zero_width", "a\u200bb", "ab")]).replace("\u2067", "").replace("\u2069", ""))
    strip_zero_width
      - a<U+200B>b
      + ab
    """
    return "\n".join(
        f"{name}\n  - {_ISOLATE}{_shown(before)}{_POP}\n  + {_ISOLATE}{_shown(after)}{_POP}"
        for name, before, after in steps
    )


def _shown(text: str) -> str:
    return _UNSEEN.sub(lambda match: f"<U+{ord(match.group()):04X}>", text)


def _html_cells(step: Step) -> str:
    """Return the two cells of a step, with what went and what came marked where the texts are short enough."""
    before, after = [], []
    if max(len(step.before), len(step.after)) > _LONGEST_COMPARED:
        before, after = [_escaped(step.before)], [_escaped(step.after)]
    else:
        matcher = difflib.SequenceMatcher(None, step.before, step.after, autojunk=False)
        for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
            old, new = _escaped(step.before[old_start:old_end]), _escaped(step.after[new_start:new_end])
            before.append(old if tag == "equal" or not old else f"<del>{old}</del>")
            after.append(new if tag == "equal" or not new else f"<ins>{new}</ins>")
    return f'<td dir="rtl">{"".join(before)}</td><td dir="rtl">{"".join(after)}</td>'


def _escaped(text: str) -> str:
    return html.escape(_shown(text))
