from __future__ import annotations

import pytest

from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.text.normalize import normalize
from rightsnlp.text.profiles import PROFILES, get_profile


def test_there_are_four_profiles_each_with_its_version_and_reason():
    assert list(PROFILES) == ["minimal", "search", "social", "camel"]
    for name, profile in PROFILES.items():
        assert profile.name == name
        assert profile.version == "1"
        assert len(profile.reason) > 40


def test_an_unknown_profile_is_refused_with_the_known_ones():
    with pytest.raises(
        InvalidArgumentError, match="profile: got 'tweets'; expected one of 'minimal', 'search'"
    ):
        get_profile("tweets")


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ("minimal", "@USER القُدْسُ عاصمةُ #فلسطين_حرة ههههه 😂 https://example.org"),
        ("search", "@user القدس عاصمه #فلسطين_حره ههههه 😂 https://example.org"),
        ("social", "القدس عاصمه # فلسطين حره هه 😂"),
        ("camel", "@USER القدس عاصمه #فلسطين_حره ههههه 😂 https://example.org"),
    ],
)
def test_what_each_profile_makes_of_one_post(profile, expected):
    assert normalize("@USER القُدْسُ عاصمةُ #فلسطين_حرة ههههه 😂 https://example.org", profile) == expected
