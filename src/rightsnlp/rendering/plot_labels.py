"""The words in figures, in English and Arabic."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, TypeAlias

from rightsnlp.evaluation.definitions import metric_named
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.rendering.direction import isolate
from rightsnlp.taxonomy import load_taxonomy

Language: TypeAlias = Literal["en", "ar"]

_PHRASES: dict[str, tuple[str, str]] = {
    # axes and columns
    "probability": ("probability given", "الاحتمال المُعطى"),
    "frequency": ("share that holds", "النسبة الفعلية"),
    "posts": ("posts", "المنشورات"),
    "n": ("n", "العدد"),
    "recall": ("recall", "الاستدعاء"),
    "precision": ("precision", "الضبط"),
    "coverage": ("coverage: share decided without a person", "التغطية: نسبة ما يُبَتّ فيه آليًا"),
    "risk": ("risk: share wrong among those decided", "نسبة الخطأ فيما بُتّ فيه"),
    "interval": ("value [{level} interval]", "القيمة [مجال ثقة {level}]"),
    "difference": ("difference, first minus second", "الفرق: الأول ناقص الثاني"),
    "difference_interval": ("difference [{level} interval]", "الفرق [مجال ثقة {level}]"),
    "drop": ("drop, before minus after", "الانخفاض: قبل ناقص بعد"),
    "drop_interval": ("drop [{level} interval]", "الانخفاض [مجال ثقة {level}]"),
    "before": ("before", "قبل"),
    "after": ("after", "بعد"),
    "changed": ("changed", "تغيّر"),
    "lost": ("lost", "فُقد"),
    "gained": ("gained", "أُضيف"),
    "first": ("first", "الأول"),
    "second": ("second", "الثاني"),
    "p_value": ("adjusted p", "قيمة p المصحّحة"),
    "all": ("(all)", "(الكل)"),
    "none": ("(none)", "(بلا)"),
    "missing": ("(missing)", "(غير مذكور)"),
    # answers and decisions
    "holds": ("label holds", "ينطبق الوسم"),
    "holds_not": ("does not hold", "لا ينطبق"),
    "assigned": ("assigned", "وُضع الوسم"),
    "not_assigned": ("not assigned", "لم يوضع"),
    "review": ("review", "للمراجعة"),
    "insufficient": ("insufficient", "معلومات ناقصة"),
    # titles
    "reliability_title": ("Reliability: {label}", "معايرة الاحتمالات: {label}"),
    "precision_recall_title": ("Precision and recall: {label}", "الضبط والاستدعاء: {label}"),
    "risk_coverage_title": ("Risk and coverage: {label}", "الخطأ والتغطية: {label}"),
    "confusion_title": ("Decisions against known answers", "القرارات مقابل الإجابات المعروفة"),
    "slices_title": ("{metric} by slice: {label}", "{metric} بحسب الشريحة: {label}"),
    "functional_title": ("Functional tests by target: {label}", "الاختبارات الوظيفية بحسب الجماعة: {label}"),
    "robustness_title": ("Drops under perturbation", "الانخفاض عند تشويش النص"),
    "comparison_title": ("Differences between systems", "الفروق بين الأنظمة"),
    # legends
    "perfect": ("perfect calibration", "معايرة تامّة"),
    "chance": ("chance: {value}", "التخمين العشوائي: {value}"),
    "system": ("{name}: ", "{name}: "),
    "ap": ("average precision {value}", "متوسّط الضبط {value}"),
    "aurc": ("area under the curve {value}", "المساحة تحت المنحنى {value}"),
    "risk_of_all": (
        "with everything decided, risk {value}",
        "الخطأ عند البتّ في كل المنشورات {value}",
    ),
    "threshold": (
        "threshold {threshold}: precision {precision}, recall {recall}",
        "العتبة {threshold}: الضبط {precision}، الاستدعاء {recall}",
    ),
    "threshold_unmet": (
        "threshold {threshold}: undefined, nothing is assigned",
        "العتبة {threshold}: غير معرّف، فلا وسم يوضع",
    ),
    "overall": ("all posts: {value}", "كل المنشورات: {value}"),
    # notes
    "n_known": (
        "n = {n} posts with a known answer and a probability, of which {positive} hold the label; {left_out} left out.",
        "العدد: {n} من المنشورات ذات الإجابة المعروفة والاحتمال، ينطبق الوسم على {positive} منها؛ واستُبعد {left_out}.",
    ),
    "ece": (
        "Expected calibration error {value} ({bins} bins){verdict}. Bars are {level} Wilson intervals.",
        "خطأ المعايرة المتوقّع {value} (عدد الفئات {bins}){verdict}. الأعمدة الرأسية مجالات ثقة {level} (ويلسون).",
    ),
    "band": (
        "Bands are {level} percentile bootstrap intervals at each point of the curve; brackets hold {level} intervals.",
        "المساحات الملوّنة مجالات ثقة {level} عند كل نقطة (بإعادة المعاينة)، وبين الأقواس مجالات ثقة {level}.",
    ),
    "risk_band": (
        (
            "Bands are {level} intervals of the risk at each point; brackets hold {level} intervals. The least certain "
            "posts go to people first."
        ),
        (
            "المساحات الملوّنة مجالات ثقة {level} عند كل نقطة، وبين الأقواس مجالات ثقة {level}. المنشورات الأقل يقينًا "
            "تُحال إلى الإنسان أولًا."
        ),
    ),
    "confusion_note": (
        "Count, and share of the row with its {level} Wilson interval.",
        "العدد، ثم نسبته من الصف مع مجال ثقة {level} (ويلسون).",
    ),
    "confusion_n": (
        "{label}: n = {n}, {unknown} without a known answer left out.",
        "{label}: العدد {n}، واستُبعد {unknown} بلا إجابة معروفة.",
    ),
    "filled": ("filled: enough posts", "ممتلئ: منشورات كافية"),
    "small": ("hollow: small slice, read with care", "مفرّغ: شريحة صغيرة، تُقرأ بحذر"),
    "slices_note": (
        "Bars are {level} intervals. n is what the figure is a share or a mean of.",
        "الخطوط مجالات ثقة {level}. العدد هو ما حُسبت النسبة أو المتوسّط عليه.",
    ),
    "shown": ("filled: difference shown", "ممتلئ: ظهر فرق"),
    "not_shown": ("hollow: no difference shown", "مفرّغ: لم يظهر فرق"),
    "comparison_note": (
        "Bars are {level} paired bootstrap intervals, unadjusted; p adjusted over {family} comparisons, {correction}.",
        "الخطوط مجالات ثقة {level} للأزواج، غير مصحّحة؛ وقيمة p مصحّحة لعدد المقارنات {family}، {correction}.",
    ),
    "excludes_zero": ("filled: interval excludes 0", "ممتلئ: المجال لا يضمّ الصفر"),
    "includes_zero": ("hollow: it includes 0, or there is none", "مفرّغ: المجال يضمّ الصفر، أو لا مجال"),
    "robustness_note": (
        (
            "Bars are {level} paired intervals, unadjusted. Changed: posts that the perturbation changed; lost: posts "
            "that had the label and no longer have it; gained: the reverse."
        ),
        (
            "الخطوط مجالات ثقة {level} للأزواج، غير مصحّحة. تغيّر: منشورات غيّرها التشويش؛ فُقد: منشورات كان عليها الوسم "
            "ولم يعد؛ أُضيف: العكس."
        ),
    ),
    "functional_note": (
        (
            "Each cell: right answers of cases; the darker, the more wrong; an empty cell has no case. n = {n} cases, "
            "{wrong} answered wrongly, {review} of these in review."
        ),
        (
            "في كل خانة: الأجوبة الصحيحة من عدد الحالات؛ وكلما غمق اللون زاد الخطأ؛ والخانة الفارغة بلا حالات. "
            "العدد: {n} من الحالات، الأجوبة الخاطئة {wrong}، منها للمراجعة {review}."
        ),
    ),
    "undefined": ("undefined: {reason}", "غير معرّف: {reason}"),
    "no_reason": ("no reason given", "لا سبب مذكور"),
    "no_interval": ("no interval", "بلا مجال ثقة"),
    "posts_of": ("{name} (n = {n})", "{name} (العدد {n})"),
}

_METRICS_AR = {
    "precision": "الضبط",
    "recall": "الاستدعاء",
    "recall_with_review": "الاستدعاء مع المراجعة",
    "f1": "مقياس F1",
    "average_precision": "متوسّط الضبط",
    "roc_auc": "المساحة تحت منحنى ROC",
    "mcc": "معامل ماثيوز",
    "specificity": "النوعية",
    "false_positive_rate": "معدّل الإيجابيات الخاطئة",
    "coverage": "التغطية",
    "risk": "نسبة الخطأ",
    "ece": "خطأ المعايرة المتوقّع",
    "adaptive_ece": "خطأ المعايرة المتكيّف",
    "brier": "درجة براير",
    "log_loss": "الخسارة اللوغاريتمية",
    "cost": "الكلفة",
    "exact_match": "المطابقة التامّة",
    "jaccard": "معامل جاكارد",
}

_AVERAGES = {
    "micro": ("micro average", "المتوسّط الجزئي"),
    "macro": ("macro average", "المتوسّط الكلّي"),
    "weighted": ("weighted average", "المتوسّط الموزون"),
    "samples": ("by post", "بحسب المنشور"),
}

_REASONS_AR = {
    "no post has a known answer": "لا منشور له إجابة معروفة",
    "no positive among the known answers": "لا ينطبق الوسم على أي منشور معروف الإجابة",
    "no negative among the known answers": "ينطبق الوسم على كل المنشورات المعروفة الإجابة",
    "nothing was assigned": "لم يوضع الوسم على أي منشور",
    "everything was assigned": "وُضع الوسم على كل المنشورات",
    "no post was decided": "لم يُبَتّ في أي منشور",
    "no probability where the answer is known": "لا احتمال حيث الإجابة معروفة",
    "no positive has a probability": "لا احتمال لأي منشور ينطبق عليه الوسم",
    "no negative has a probability": "لا احتمال لأي منشور لا ينطبق عليه الوسم",
    "undefined on the sample": "غير معرّف على هذه العيّنة",
    "no miscalibration shown": "لم يظهر خلل في المعايرة",
}

_CORRECTIONS_AR = {"holm": "هولم", "benjamini_hochberg": "بنياميني وهوخبرغ", "none": "دون تصحيح"}


def check_language(language: str) -> None:
    """Raise when there are no words of a language."""
    if language not in {"en", "ar"}:
        raise InvalidArgumentError(
            f"language: got {language!r}", expected="en or ar", remedy="pass language='en'"
        )


def phrase(key: str, language: Language, **values: str) -> str:
    """Return a phrase; in Arabic each value keeps its own direction.

    Examples
    --------
    >>> phrase("chance", "en", value="0.180")
    'chance: 0.180'
    """
    text = _PHRASES[key][language == "ar"]
    return text.format(**{name: isolate(value, language) for name, value in values.items()})


def metric_title(metric: str, language: Language) -> str:
    """Return a metric's name for a reader.

    Examples
    --------
    >>> metric_title("roc_auc", "en"), metric_title("recall", "ar")
    ('ROC AUC', 'الاستدعاء')
    """
    title = metric_named(metric).title
    if language == "en":
        return title
    if metric.startswith("false_positive_rate["):
        subset = isolate(metric.removeprefix("false_positive_rate[")[:-1], language)
        return f"{_METRICS_AR['false_positive_rate']} في {subset}"
    return _METRICS_AR.get(metric, title)


def label_title(label: str, language: Language) -> str:
    """Return the title of a label of the shipped taxonomy or of an average, and any other name as it is.

    Examples
    --------
    >>> label_title("hate_speech", "en"), label_title("spam", "en")
    ('Hate speech', 'spam')
    """
    if label in _AVERAGES:
        return _AVERAGES[label][language == "ar"]
    return _shipped_titles().get(label, {}).get(language) or isolate(label, language)


def reason_text(reason: str, language: Language) -> str:
    """Return why a figure is undefined; in Arabic where the words are known.

    Examples
    --------
    >>> reason_text("nothing was assigned", "en")
    'undefined: nothing was assigned'
    """
    said = reason or phrase("no_reason", language)
    return phrase("undefined", language, reason=_REASONS_AR.get(said, said) if language == "ar" else said)


def note_text(note: str, language: Language) -> str:
    """Return a note beside a figure, in Arabic where the words are known."""
    return _REASONS_AR.get(note, isolate(note, language)) if language == "ar" else note


def correction_title(correction: str, language: Language) -> str:
    """Return the name of a correction for several comparisons."""
    from rightsnlp.evaluation.comparing.comparison import CORRECTION_NAMES

    names = _CORRECTIONS_AR if language == "ar" else CORRECTION_NAMES
    return names.get(correction, correction)


@lru_cache(maxsize=1)
def _shipped_titles() -> dict[str, dict[str, str]]:
    return {label.name: label.title for label in load_taxonomy().labels}
