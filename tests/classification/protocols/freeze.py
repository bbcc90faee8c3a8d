"""Make kept model folders with the code as it is: ``python freeze.py``; see README.md beside this file.

It writes ``<protocol>/<name>/`` and refuses to touch a folder that is there: what is kept is never made again.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent

WEATHER = [
    "الطقس اليوم مشمس وجميل",
    "تهطل الأمطار على الجبال مساءً",
    "غيومٌ كثيفة ورياح باردة",
    "a cold and rainy morning",
    "the sun is out over the valley",
    "גשם ורוח בחוף הים",
]
SPORT = [
    "فاز الفريق في المباراة أمس",
    "سجّل اللاعب هدفين في الشوط الثاني",
    "يتدرّب المنتخب قبل البطولة",
    "the team won the final match",
    "two goals in the second half",
    "הקבוצה ניצחה במשחק אתמול",
]
OTHER = [
    "اشتريت خبزًا وزيتونًا من السوق",
    "قرأت كتابًا عن تاريخ المدينة",
    "a new library opened in town",
    "my sister bakes bread on Fridays",
    "ספר חדש על השולחן",
    "وصفة سهلة لحساء العدس",
]
POSTS = [
    "أمطارٌ ورياح في المباراة",
    "السَّماء صـافية 🌞 #طقس_جميل https://example.org/a",
    "the match was lost in the rain",
    "خبز وزيتون",
    "קר מאוד היום",
    "",
    "1234 !!! 😀",
]
CASES = [
    {"text": "الطقس اليوم مشمس", "report": "حُذف المنشور وهو خبر عن الطقس", "action": "removed"},
    {"text": "فاز الفريق", "report": "", "action": "none"},
    {"text": "", "report": "the post about the match was hidden", "action": ""},
    {"text": "a rainy morning", "report": "no idea why it was hidden", "action": "restricted"},
]


def linear_platt() -> tuple[Any, Any]:
    """Two labels read off posts, Platt, thresholds: one that holds and one that no aim reaches."""
    from rightsnlp.classification.linear.classifier import LinearClassifier
    from rightsnlp.classification.ngrams.features import HashedNgrams
    from rightsnlp.classification.selective import Aim

    posts = [*WEATHER, *SPORT, *OTHER] * 5
    Y = np.array([[p in WEATHER, p in SPORT] for p in posts], dtype=float)
    model = LinearClassifier(
        labels=["weather", "sport"], features=HashedNgrams(bits=8), calibration="platt"
    ).fit(posts, Y)
    dev = np.array([[1, 1], [1, 0], [0, 1], [0, 0], [1, 0], [0, 0], [0, 0]], dtype=float)
    aims = {"weather": Aim(false_positive_rate=None), "sport": Aim(precision=0.999, false_positive_rate=None)}
    return model.choose_thresholds(POSTS * 40, np.tile(dev, (40, 1)), aims), POSTS


def linear_isotonic() -> tuple[Any, Any]:
    """Labels that read several fields, isotonic, no thresholds."""
    import pandas as pd

    from rightsnlp.classification.linear.classifier import LinearClassifier
    from rightsnlp.classification.ngrams.features import HashedNgrams
    from rightsnlp.taxonomy import Taxonomy

    fields = ["text", "report", "action", "stated_reason"]
    taxonomy = Taxonomy.from_dict(
        {
            "name": "kept",
            "version": "1",
            "labels": [
                {"name": "weather"},
                {"name": "removed_news", "reads": fields, "needs_any": ["report", "action"]},
            ],
        }
    )
    rows = []
    for position, text in enumerate([*WEATHER, *SPORT, *OTHER] * 3):
        news = position % 3 == 0
        rows.append(
            {
                "text": text,
                "report": "حُذف وهو خبر صحيح" if news else "the post was hidden as spam",
                "action": ("removed", "none", "restricted")[position % 3],
            }
        )
    Y = np.array([[row["text"] in WEATHER, row["action"] == "removed"] for row in rows], dtype=float)
    model = LinearClassifier(
        labels=taxonomy,
        features=HashedNgrams(bits=9, char_ngrams=(3, 4), word_ngrams=1, profile="camel"),
        calibration="isotonic",
    ).fit(pd.DataFrame(rows), Y)
    return model, CASES


def linear_scripts() -> tuple[Any, Any]:
    """Calibrators by script, of each form, for one of two labels."""
    from rightsnlp.classification.calibration import Calibrator

    model, posts = linear_platt()
    # Set by hand: so few posts would get none.
    model.script_calibrators_ = {
        "weather": {
            "hebrew": Calibrator("platt", slope=0.5, intercept=-1.25),
            "latin": Calibrator(
                "isotonic", knots=np.array([-4.0, 0.0, 4.0]), values=np.array([0.125, 0.25, 0.75])
            ),
        }
    }
    return model, [*posts, "a cold wind over the خبز", "ריח של גשם and rain"]


def expected(model: Any, posts: Any) -> dict[str, Any]:
    """Return what the model says of the posts, as plain data."""
    import pandas as pd

    given = pd.DataFrame(posts) if isinstance(posts[0], dict) else posts
    return {
        "posts": posts,
        "logits": model.decision_function(given).tolist(),
        "probabilities": model.predict_proba(given).tolist(),
        "decisions": [{name: str(d.decision) for name, d in row.items()} for row in model.decide(given)],
    }


def main() -> None:
    """Write the folders that are not there yet."""
    from rightsnlp.classification.persistence import PROTOCOL

    for name, make in (
        ("linear-platt", linear_platt),
        ("linear-isotonic", linear_isotonic),
        ("linear-scripts", linear_scripts),
    ):
        folder = HERE / str(PROTOCOL) / name
        model, posts = make()
        model.save(folder)
        text = json.dumps(expected(model, posts), ensure_ascii=False, indent=1) + "\n"
        (folder / "expected.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
