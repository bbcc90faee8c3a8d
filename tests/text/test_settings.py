from __future__ import annotations

import dataclasses
import json

import pytest

from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.text.profiles import PROFILES
from rightsnlp.text.settings import NormalizationSettings


@pytest.mark.parametrize("settings", PROFILES.values(), ids=PROFILES)
def test_settings_survive_a_json_file(settings):
    assert NormalizationSettings.from_dict(json.loads(json.dumps(settings.to_dict()))) == settings


def test_options_that_a_stored_file_lacks_are_off():
    assert NormalizationSettings.from_dict({"fold_alef": True}) == NormalizationSettings(fold_alef=True)


def test_every_option_is_off_by_default():
    settings = NormalizationSettings()
    options = [
        f.name for f in dataclasses.fields(settings) if f.name not in ("name", "version", "until_stable")
    ]

    assert all(getattr(settings, option) in (False, 0, "keep", "") for option in options)


def test_changed_settings_no_longer_carry_the_name_of_their_profile():
    changed = PROFILES["social"].replace(fold_alef=False)

    assert (changed.name, changed.fold_alef, changed.urls) == ("custom", False, "drop")
    assert changed.reason == "social 1, changed"


def test_nothing_changed_keeps_the_name():
    assert PROFILES["social"].replace() == PROFILES["social"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"urls": "hide"}, "urls: got 'hide'; expected one of 'keep', 'mask', 'drop'"),
        ({"fold_alef": 1}, "fold_alef: got 1; expected a bool"),
        ({"max_letter_run": -1}, "max_letter_run: got -1; expected an integer of 0 or more"),
        ({"max_letter_run": True}, "max_letter_run: got True; expected an integer of 0 or more"),
    ],
)
def test_an_unknown_value_is_refused_with_what_is_known(options, message):
    with pytest.raises(InvalidArgumentError, match=f"^{message}$"):
        NormalizationSettings(**options)


@pytest.mark.parametrize(
    "make", [NormalizationSettings.from_dict, lambda changes: PROFILES["camel"].replace(**changes)]
)
def test_an_unknown_option_is_refused_by_name(make):
    with pytest.raises(InvalidArgumentError, match="options: got fold_everything; expected options of"):
        make({"fold_everything": True})


def test_settings_cannot_be_changed_in_place():
    with pytest.raises(dataclasses.FrozenInstanceError):
        PROFILES["social"].fold_alef = False
