"""The Arabic paragraphs of the methods; their facts are those of :mod:`rightsnlp.reporting.methods.english`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rightsnlp.evaluation.results import EvaluationReport
from rightsnlp.rendering.numbers import level
from rightsnlp.rendering.words import Messages
from rightsnlp.reporting.methods.facts import (
    is_file,
    n_groups,
    named_system,
    system_name,
    thresholds_of,
    versions_used,
)
from rightsnlp.reporting.settings import RunSettings
from rightsnlp.reporting.tables import known_labels

_SEEN = {
    "trained": "دُرّب النظام على هذه المنشورات نفسها، فلا تدلّ الأرقام إلا قليلًا على منشورات لم يرها.",
    "tuned": "اختيرت إعدادات النظام أو عتباته على هذه المنشورات نفسها، فالأرقام متفائلة، ولا سيما الضبط والاستدعاء.",
}
_ORIGINS = {"model": "العتبة المحفوظة مع النموذج", "default": "العتبة الافتراضية"}
_TESTS = {
    "approximate_randomisation": "بالتبديل العشوائي التقريبي (Noreen 1989)",
    "paired_bootstrap": "بإعادة المعاينة المقترنة (Berg-Kirkpatrick et al. 2012)",
}
_CORRECTIONS = {
    "holm": "وصُحّحت قيم p بطريقة هولم (Holm)",
    "benjamini_hochberg": "وصُحّحت قيم p بطريقة بنجاميني وهوخبرغ (Benjamini–Hochberg)",
    "none": "ولم تُصحّح قيم p",
}


def arabic_methods(report: EvaluationReport, settings: RunSettings) -> str:
    """Return the paragraph on one evaluation."""
    s = report.signature
    known = known_labels(report)
    hashed = "النصوص" if settings.corpus else "ملف البيانات"
    where = (
        f"الجزء {_ltr(s['split'])} من المدوّنة {_ltr(settings.corpus_title)}"
        if settings.corpus
        else _ltr(s["split"])
    )
    counts = "؛ ".join(
        f"{_titled(label)}: {report.get(label, 'coverage').n:,}، منها {report.get(label, 'recall').support:,} إيجابية"
        for label in known
    )
    what = f"{'التنبؤات في الملف ' * is_file(s)}{_ltr(system_name(s)) if system_name(s) else 'النظام'}"
    found = [
        f"قيّمنا {what} على {where}.",
        f"عدد المنشورات {s['n']:,}، وبصمة {hashed} {_ltr('SHA-256 ' + s['data_sha256'])}.",
        f"عدد الإجابات المعروفة: {counts or 'صفر'}.",
    ]
    if unknown := [label for label in report.labels if label not in known]:
        found.append(f"لا تُعرف أي إجابة عن {_names(unknown)}، فلا أرقام هناك.")
    found.append("إذا لم تُعرف إجابة منشور عن وسم ما استُبعد من أرقام ذلك الوسم، ولم يُحسب سلبيًّا.")
    found += _decisions(report, settings, known)
    found.append("المنشور المحال إلى المراجعة، أو الذي لا تكفي معلوماته، يُحسب غير موسوم.")
    if settings.seen:
        found.append(_SEEN[settings.seen])
    if settings.legitimate:
        found.append(
            f"المنشورات المعلَّمة في العمود {_names(settings.legitimate)} معروف أنها تعبير محميّ، ويُذكر معدّل الإيجابيات "
            "الخاطئة فيها على حدة."
        )
    bounds = level(s["confidence"])
    kind = _ltr("BCa, Efron 1987") if "bca" in s["interval"] else _ltr("percentile, Efron 1987")
    count = n_groups(s)
    units = "المنشورات" if count is None else f"مجموعات المنشورات، وعددها {count:,}"
    boot = (
        f"مجالات ثقة بنسبة {bounds} بإعادة المعاينة ({kind}) {s['n_resamples']:,} مرّة على {units}، وبذرة الأرقام "
        f"العشوائية {s['seed']}"
    )
    if s["interval"].startswith("wilson"):
        found.append(
            f"للنسب مجالات ثقة بنسبة {bounds} بطريقة ويلسون ({_ltr('Wilson 1927')})، ولسائر الأرقام {boot}."
        )
    else:
        found.append(
            f"للأرقام {boot}، لأن منشورات المجموعة الواحدة ليست مستقلة؛ وحيث لا تتغيّر العيّنات (لا شيء أو الكل) "
            "يوضع مجال ويلسون على عدد المجموعات."
        )
    found.append(
        "لأخطاء المعايرة (15 شريحة) مجالات أساسية بإعادة المعاينة. مجالات الأرقام المفردة غير مصحّحة بحسب عددها."
    )
    found.append(f"حُسبت الأرقام بواسطة {_ltr(versions_used(s))}.")
    return " ".join(found)


def arabic_comparison(
    names: Sequence[str], reports: Sequence[EvaluationReport], setup: Mapping[str, Any]
) -> str:
    """Return the paragraph on a comparison."""
    s = reports[0].signature
    bounds = level(setup["confidence"])
    which = "؛ ".join(_ltr(named_system(n, r.signature)) for n, r in zip(names, reports, strict=True))
    units = f"مجموعات المنشورات، وعددها {setup['groups']:,}" if setup["groups"] else "المنشورات"
    seed = f"وبذرة الأرقام العشوائية {setup['seed']}"
    found = [
        f"قارنّا بين {len(names)} من الأنظمة ({which}) على المنشورات نفسها من {_ltr(s['split'])}.",
        f"عدد المنشورات {s['n']:,}، وبصمة البيانات {_ltr('SHA-256 ' + s['data_sha256'])}.",
        f"اختُبرت الفروق من الجهتين {setup['n_resamples']:,} مرّة {_TESTS[setup['test']]} على {units}، {seed}،",
        f"{_CORRECTIONS[setup['correction']]}، وعدد المقارنات {setup['n_comparisons']:,}.",
        f"مجالات الثقة للفروق بنسبة {bounds} محسوبة بإعادة المعاينة المقترنة ({_ltr('BCa, Efron 1987')}) وغير مصحّحة",
        "بحسب عددها.",
        f"يُعدّ الفرق ظاهرًا حين تكون قيمة p المصحّحة دون {setup['alpha']:g} ولا يحتوي مجال الفرق على الصفر؛",
        "وإلا فلم يظهر فرق، ولا يعني ذلك أنه غير موجود.",
        f"حُسبت الأرقام بواسطة {_ltr(versions_used(s))}.",
    ]
    return " ".join(found)


def _decisions(report: EvaluationReport, settings: RunSettings, known: Sequence[str]) -> list[str]:
    thresholds = thresholds_of(report.signature, known)
    if not thresholds:
        return ["القرارات هي المعطاة مع التنبؤات، ولم تُحدَّد لها عتبة."]
    found = []
    if cuts := "، ".join(f"{_ltr(label)}: {cut:g}" for label, cut in thresholds.items() if cut is not None):
        found.append(
            f"يوضع الوسم ابتداءً من {_ORIGINS.get(settings.thresholds_from, 'عتبة محدّدة مسبقًا')}: {cuts}."
        )
    if none := [label for label, cut in thresholds.items() if cut is None]:
        found.append(f"لم تحقّق أي عتبة الغاية المعلنة في {_names(none)}، فلا يضع النظام الوسم أبدًا.")
    reviewed = {label: settings.aims.get(label, {}).get("review") for label in thresholds}
    if looked := "، ".join(f"{_ltr(label)}: {cut:g}" for label, cut in reviewed.items() if cut is not None):
        found.append(f"وما لم يوسم يُحال إلى المراجعة ابتداءً من الاحتمالات الآتية: {looked}.")
    for label, cut in thresholds.items():
        aim = settings.aims.get(label, {}).get("aim")
        if not aim or cut is None:
            continue
        rate = aim.get("false_positive_rate")
        legitimate = f" ومعدّل إيجابيات خاطئة لا يزيد على {rate:g} في المنشورات المشروعة" if rate else ""
        found.append(
            f"عتبة {_ltr(label)} هي أدنى عتبة وُجدت تحفظ ضبطًا لا يقل عن {aim['precision']:g}{legitimate}، بثقة "
            f"{level(aim['confidence'])} على منشورات التطوير، وعددها {settings.aims[label]['n']:,}."
        )
    return found


def _ltr(text: str) -> str:
    """Keep Latin words, brackets and numbers in their own order inside Arabic: a left-to-right isolate."""
    return f"\u2066{text}\u2069"


def _names(labels: Sequence[str]) -> str:
    return " و".join(_titled(label) for label in labels)


def _titled(label: str) -> str:
    title = Messages("ar").title(label)
    return _ltr(label) if title == label else f"{title} ({_ltr(label)})"
