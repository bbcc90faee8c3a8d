from __future__ import annotations

import pytest

from rightsnlp.text.pipeline import build_pipeline
from rightsnlp.text.profiles import PROFILES
from rightsnlp.text.settings import NormalizationSettings


def test_no_options_make_no_steps():
    assert build_pipeline(NormalizationSettings()).steps == ()


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_every_step_is_named_after_the_option_that_asked_for_it(profile):
    options = profile.to_dict() | {"max_run": 0}

    assert {step.name for step in build_pipeline(profile).steps} <= set(options)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_all_tables_at_once_are_the_tables_one_by_one(profile):
    pipeline = build_pipeline(profile)
    for code in range(0x3000):
        by_steps = chr(code)
        for step in pipeline.tables:
            by_steps = step.table.get(by_steps, by_steps)
        assert chr(code).translate(pipeline.table) == by_steps


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_what_a_table_writes_no_table_changes(profile):
    table = build_pipeline(profile).table

    assert {new for new in table.values() if new and new.translate(table) != new} == set()


def test_steps_run_once_where_the_result_need_not_be_stable():
    settings = NormalizationSettings(strip_tatweel=True, unicode_form="NFC", until_stable=False)

    assert build_pipeline(settings).run("ا\u0640\u0653") == "ا\u0653"
    assert build_pipeline(settings.replace(until_stable=True)).run("ا\u0640\u0653") == "آ"
