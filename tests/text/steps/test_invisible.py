from __future__ import annotations

import pytest

from rightsnlp.text.offsets import apply_edits
from rightsnlp.text.steps.invisible import strip_stray_joiners


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("فلس\u200dطين", "فلسطين"),
        ("\u200d😂", "😂"),
        ("😂\u200d", "😂"),
        ("😂\u200dا", "😂ا"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("👩🏽\u200d⚕\ufe0f", "👩🏽\u200d⚕\ufe0f"),
        ("❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥"),
        ("👨\u200d\u200d👩", "👨\u200d👩"),
        ("\u200d" * 9, ""),
    ],
)
def test_a_joiner_stays_only_between_emoji(written, kept):
    assert apply_edits(written, strip_stray_joiners(written)) == kept
