from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.text.normalize import normalize_batch
from rightsnlp.text.profiles import get_profile
from rightsnlp.text.settings import NormalizationSettings
from rightsnlp.text.transformer import OPTIONS, ArabicNormalizer

POSTS = ["غزّة حرّة", "ق.ت.ل", "صباح الخير", "الموت للعرب"]


def test_it_writes_what_the_function_writes():
    assert ArabicNormalizer().fit_transform(POSTS) == normalize_batch(POSTS)


def test_every_option_of_the_settings_is_a_parameter():
    parameters = ArabicNormalizer().get_params()

    assert set(parameters) == {"profile", *OPTIONS}
    assert set(OPTIONS) == set(NormalizationSettings().to_dict()) - {"name", "version", "reason"}


def test_a_given_option_overrides_the_profile():
    normalizer = ArabicNormalizer("camel", fold_teh_marbuta=False)

    assert normalizer.transform(["مدرسة الأمل"]) == ["مدرسة الامل"]
    assert normalizer.settings == get_profile("camel").replace(fold_teh_marbuta=False)


def test_settings_of_ones_own_are_a_profile():
    assert ArabicNormalizer(NormalizationSettings(strip_tatweel=True)).transform(["قـدس"]) == ["قدس"]


def test_a_clone_has_the_same_parameters():
    normalizer = ArabicNormalizer("search", max_letter_run=2)

    assert clone(normalizer).get_params() == normalizer.get_params()


def test_the_constructor_only_stores():
    normalizer = ArabicNormalizer("no such profile", urls="hide")

    with pytest.raises(InvalidArgumentError, match="profile: got 'no such profile'"):
        normalizer.fit(POSTS)
    with pytest.raises(InvalidArgumentError, match="urls: got 'hide'"):
        normalizer.set_params(profile="social").fit(POSTS)


def test_options_can_be_searched_in_a_pipeline():
    pipeline = make_pipeline(ArabicNormalizer(), TfidfVectorizer(analyzer="char"), LogisticRegression())
    search = GridSearchCV(pipeline, {"arabicnormalizer__fold_alef": [True, False]}, cv=2)

    assert len(search.fit(POSTS * 2, [0, 1, 0, 1] * 2).cv_results_["params"]) == 2


@pytest.mark.parametrize(
    "column", [pd.Series(POSTS, index=[9, 8, 7, 6]), np.array(POSTS), tuple(POSTS), iter(POSTS)]
)
def test_any_column_of_strings_will_do(column):
    assert ArabicNormalizer().transform(column) == normalize_batch(POSTS)


@pytest.mark.parametrize(
    ("column", "message"),
    [
        ("غزة", "texts: got one string"),
        (pd.DataFrame({"text": POSTS}), "X: got a table; expected one column of posts"),
        (pd.Series(["غزة", None]), r"texts\[1\]: got \w+; expected a string; fill missing values"),
    ],
)
def test_what_is_no_column_of_strings_is_refused(column, message):
    with pytest.raises(InvalidArgumentError, match=message):
        ArabicNormalizer().transform(column)


def test_the_column_keeps_its_name():
    assert ArabicNormalizer().get_feature_names_out().tolist() == ["text"]
    assert ArabicNormalizer().get_feature_names_out(["post"]).tolist() == ["post"]
