"""The summary of a model card in Arabic, from right to left."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rightsnlp.reporting.cards.sections import bullets, worst_functionalities

if TYPE_CHECKING:
    from rightsnlp.checks.functional.report import FunctionalReport
    from rightsnlp.reporting.cards.facts import CardFacts
    from rightsnlp.taxonomy import Label

_PURPOSE = (
    "يرتّب هذا النموذج المنشورات والحالات المُبلَّغ عنها كي يراجعها إنسان في مرصد للحقوق الرقمية. ويعطي لكل وسم احتمالًا\n"
    "معايَرًا وقرارًا: موسوم، أو للمراجعة، أو غير موسوم، أو «المعلومات غير كافية» حين تنقص الحقول اللازمة."
)
_NEVER = "حذف المنشورات، أو اتخاذ أي قرار يمسّ شخصًا، من دون أن يقرّر إنسان."
_LAW = (
    "القول إن منشورًا ما مخالف للقانون: التحريض هنا ادّعاء ينبغي تقييمه، والنصّ وحده لا يكفي لأي معيار قانوني."
)
_REMOVAL = "استنتاج أن إزالة ما غير مشروعة من نصّ المنشور وحده: من دون إجراء أو بلاغ يكون الجواب «المعلومات غير كافية»."
_SHARE = "تقدير انتشار وسم بين المنشورات عمومًا: أخطاء المصنِّف تشوّه هذه النسبة."
_PROMISE = (
    "لا يصحّ هذا الوعد إلا على منشورات تشبه منشورات التطوير، وبدرجة الثقة المذكورة؛ وقد لا يصحّ على منصّة أخرى أو في\n"
    "سنة أخرى. فلتُختَر العتبات من جديد على حالات تحقّق منها المرصد بنفسه."
)


def summary(
    labels: Sequence[Label],
    thresholds: Mapping[str, Mapping[str, Any]],
    functional: FunctionalReport | None,
    facts: CardFacts,
) -> str:
    """Return the Arabic part of a card: purpose, limits, labels, thresholds, failures in words and known gaps."""
    names = {label.name for label in labels}
    not_for = [
        _NEVER,
        *([_LAW] if "incitement" in names else []),
        *([_REMOVAL] if "wrongful_removal" in names else []),
    ]
    titles = {label.name: label.title.get("ar", label.name) for label in labels}
    parts = ["### ما الغرض منه", _PURPOSE, "### ما لا يصلح له", bullets([*not_for, _SHARE])]
    defined = [
        f"**{titles[label.name]}** (`{label.name}`): {label.definition['ar']}"
        for label in labels
        if label.definition.get("ar")
    ]
    if defined:
        parts += ["### الوسوم", bullets(defined)]
    if thresholds:
        lines = [_threshold(titles.get(name, name), entry) for name, entry in thresholds.items()]
        parts += ["### العتبات", bullets(lines), _PROMISE]
    failures = _failures(functional, titles)
    if failures:
        parts += ["### أبرز أخطائه في الاختبارات الوظيفية", *failures]
    if facts.gaps_ar:
        parts += ["### مواطن ضعف معروفة", bullets(facts.gaps_ar)]
    return "\n\n".join(['<div dir="rtl" lang="ar">', *parts, "</div>"])


def _threshold(title: str, entry: Mapping[str, Any]) -> str:
    aim = entry.get("aim", {})
    wanted = f"أن يكون {_share(aim.get('precision'))} على الأقل مما يوسم صحيحًا"
    if entry.get("n_legitimate") and aim.get("false_positive_rate") is not None:
        wanted += f"، وألا يوسم أكثر من {_share(aim['false_positive_rate'])} من المنشورات المشروعة"
    sure = f"بدرجة ثقة {_share(aim.get('confidence'))}"
    if entry.get("assign") is None:
        first = f"لا يُعطى هذا الوسم أبدًا، إذ لم تحقّق أي عتبة المطلوب: {wanted}، {sure}."
    else:
        first = (
            f"يُعطى ابتداءً من احتمال {entry['assign']:g}، والمطلوب الذي تحقّقه هذه العتبة: {wanted}، {sure}."
        )
    if entry.get("review") is None:
        then = "وكل ما لم يوسم يُترك للمراجعة."
    else:
        then = (
            f"وابتداءً من {entry['review']:g} ينبغي أن ينظر إنسان، إذ يبلغ هذا الحدّ {_share(aim.get('recall'))} "
            "على الأقل مما يصحّ عليه الوسم."
        )
    return f"**{title}**: {first} {then}"


def _failures(report: FunctionalReport | None, titles: Mapping[str, str]) -> list[str]:
    if report is None:
        return []
    parts = []
    for label in report.labels:
        title = titles.get(label, label)
        kinds = ("ما يوسم خطأً", "ما لا يوسم ولا يُترك للمراجعة")
        for what, results in zip(kinds, worst_functionalities(report, label), strict=True):
            lines = [
                # The Latin name stands last: a number beside it would change its place.
                f"{sentence} أخطأ في {result.n - result.correct} من {result.n}، منها للمراجعة "
                f"{result.wrong_in_review} (`{result.name}`)."
                for result in results
                if (sentence := report.sentences.get(result.functionality, {}).get("ar", ""))
            ]
            if lines:
                parts += [f"**{title}: {what}**", bullets(lines)]
    return parts


def _share(value: float | None) -> str:
    if value is None or math.isnan(value):
        return "–"
    return f"{value:.1%}".replace(".0%", "%").replace("%", " %")
