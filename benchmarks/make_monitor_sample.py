"""Make datasets/monitor-sample: a synthetic register with the messes of real ones, and the figures that are in it.

Run: python benchmarks/make_monitor_sample.py datasets/monitor-sample

Everything is drawn from one seed; no case, text, name or address is real. The known figures are counted while the
cases are drawn, before any mess is made, and by nothing of the library.
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np

SEED = 20_240_101
N_CASES = 1_620
FIRST, LAST = datetime.date(2024, 1, 1), datetime.date(2025, 12, 31)
NEW_COLLECTION = datetime.date(2024, 9, 15)
RENAMED = datetime.date(2024, 7, 1)

PLATFORMS = {
    "facebook": 0.34,
    "instagram": 0.2,
    "x": 0.24,
    "tiktok": 0.1,
    "messenger": 0.04,
    "telegram": 0.08,
}
ACTIONS = {
    "removed": 0.45, "account_suspended": 0.16, "restricted": 0.1, "demoted": 0.07, "feature_limited": 0.08,
    "warning": 0.03, "none": 0.09, "unknown": 0.02,
}  # fmt: skip
REASONS = ["hate speech", "dangerous organisations", "violence", "nudity", "spam", "no reason given"]
REASON_SHARES = [0.24, 0.34, 0.2, 0.03, 0.09, 0.1]
VICTIMS = {
    "journalist": 0.22,
    "media": 0.1,
    "activist": 0.2,
    "organisation": 0.07,
    "individual": 0.4,
    "artist": 0.01,
}
REGIONS = {"west_bank": 0.36, "gaza": 0.27, "jerusalem": 0.16, "inside_1948": 0.13, "abroad": 0.08}
RESTORED = {"facebook": 0.5, "instagram": 0.42, "x": 0.2, "tiktok": 0.3, "messenger": 0.35, "telegram": 0.15}
DAYS = {"facebook": 9, "instagram": 11, "x": 34, "tiktok": 20, "messenger": 12, "telegram": 45}
POSTS = [
    "صورة من افتتاح معرض الكتاب في المدينة", "خبر عن إغلاق الطريق المؤدي إلى البلدة القديمة",
    "مقطع من وقفة أمام البلدية للمطالبة بالمياه", "تقرير مصور عن موسم قطف الزيتون", "קול קורא לאירוע תרבות בעיר",
    "Photo report from the harvest festival", "News of a road closed this morning", "A poem about the sea and the city",
]  # fmt: skip
PLACES = ["الحي الشرقي", "وسط المدينة", "شارع المدرسة", "the old market", "the harbour", "the library"]


def main(folder: Path) -> None:
    rng = np.random.default_rng(SEED)
    cases = [draw(rng, number) for number in range(1, N_CASES + 1)]
    known = figures(cases)
    rows = make_mess(rng, [dict(case) for case in cases], known)
    folder.mkdir(parents=True, exist_ok=True)
    write_csv(folder / "cases.csv", rows)
    scores(rng, folder)
    responses(rng, folder, cases)
    text = json.dumps(known, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    (folder / "known_figures.json").write_text(text, encoding="utf-8")
    print(f"{len(rows)} rows, of {known['cases']} cases that count")


def pick(rng: np.random.Generator, shares: dict[str, float]) -> str:
    return str(rng.choice(list(shares), p=list(shares.values())))


def draw(rng: np.random.Generator, number: int) -> dict[str, str]:
    """Draw one clean case."""
    day = FIRST + datetime.timedelta(days=int((LAST - FIRST).days * rng.beta(1.1, 1.0)))
    platform = pick(rng, PLATFORMS)
    if platform == "x" and day < NEW_COLLECTION and rng.random() < 0.55:
        platform = "facebook"
    action = pick(rng, ACTIONS)
    published = day - datetime.timedelta(days=int(rng.integers(1, 30)))
    acted = published + datetime.timedelta(days=int(rng.integers(0, max(1, (day - published).days))))
    post = f"{POSTS[int(rng.integers(len(POSTS)))]}، {PLACES[int(rng.integers(len(PLACES)))]} {number}"
    case = {
        "case_id": f"M{number:05}",
        "source": pick(rng, {"form": 0.6, "hotline": 0.25, "indicator": 0.15}),
        "platform": platform,
        "url": f"https://{platform}.example/p/{hashlib.sha256(f'{SEED}-{number}'.encode()).hexdigest()[:12]}",
        "language": pick(rng, {"ar": 0.82, "he": 0.06, "en": 0.11, "other": 0.01}),
        "published_at": published.isoformat(),
        "action_at": acted.isoformat() if action not in {"none", "unknown"} else "",
        "reported_at": day.isoformat(),
        "escalated_at": "",
        "answered_at": "",
        "appealed_at": "",
        "resolved_at": "",
        "reopened_at": "",
        "action": action,
        "stated_reason": str(rng.choice(REASONS, p=REASON_SHARES))
        if action not in {"none", "unknown"}
        else "",
        "notice_given": yes(rng, 0.58, stated=0.9) if action not in {"none", "unknown"} else "",
        "appeal_available": yes(rng, 0.66, stated=0.85) if action not in {"none", "unknown"} else "",
        "appealed": yes(rng, 0.4, stated=0.9),
        "automated": yes(rng, 0.6, stated=0.5) if action not in {"none", "unknown"} else "",
        "outcome": "pending",
        "victim_type": pick(rng, VICTIMS),
        "region": pick(rng, REGIONS),
        "duplicate_of": "",
        "text": post,
        "report": f"My post was taken down, please help. Reach me at reader{number}@mail.example or @reader_{number}.",
        "consent": "yes",
    }
    follow(rng, case, day)
    return case


def yes(rng: np.random.Generator, share: float, *, stated: float) -> str:
    return "" if rng.random() > stated else "yes" if rng.random() < share else "no"


def follow(rng: np.random.Generator, case: dict[str, str], day: datetime.date) -> None:
    """Escalate most cases; some are answered, some restored, the rest waits."""
    if rng.random() > 0.86:
        return
    sent = day + datetime.timedelta(days=int(rng.integers(0, 6)))
    if sent > LAST:
        return
    case["escalated_at"] = sent.isoformat()
    wait = max(1, round(rng.weibull(0.9) * DAYS[case["platform"]]))
    answer = sent + datetime.timedelta(days=wait)
    fate = rng.random()
    if fate < 0.24 and (LAST - sent).days > 90:
        case["outcome"] = "no_response"
        return
    if answer > LAST:
        return
    case["answered_at"] = answer.isoformat()
    end = answer + datetime.timedelta(days=int(rng.integers(0, 4)))
    if end > LAST:
        return
    acted = case["action"] not in {"none", "unknown"}
    if acted and rng.random() < RESTORED[case["platform"]]:
        case["outcome"], case["resolved_at"] = "restored", end.isoformat()
    elif not acted and rng.random() < 0.5:
        case["outcome"], case["resolved_at"] = "deleted_on_request", end.isoformat()
    elif rng.random() < 0.8:
        case["outcome"], case["resolved_at"] = "upheld", end.isoformat()


def figures(cases: list[dict[str, str]]) -> dict[str, object]:
    """Count the known figures from the clean cases."""
    acted = [case for case in cases if case["action"] not in {"none", "unknown"}]
    restored = [case for case in acted if case["outcome"] == "restored"]
    followed = [
        c for c in acted if c["outcome"] in {"restored", "upheld", "no_response", "deleted_on_request"}
    ]
    quarter = Counter(f"{c['reported_at'][:4]}-Q{(int(c['reported_at'][5:7]) + 2) // 3}" for c in cases)
    silent = sum(case["outcome"] == "no_response" for case in cases if case["escalated_at"])
    answered = sum(bool(case["answered_at"]) for case in cases)
    return {
        "seed": SEED,
        "cases": len(cases),
        "by_platform": dict(Counter(case["platform"] for case in cases)),
        "by_action": dict(Counter(case["action"] for case in cases)),
        "by_region": dict(Counter(case["region"] for case in cases)),
        "by_quarter": dict(quarter),
        "restored_of_followed_up": [len(restored), len(followed)],
        "restored_of_all": [len(restored), len(acted)],
        "no_response": [silent, silent + answered],
        "no_notice": answers(cases, "notice_given", "no"),
        "no_appeal": answers(cases, "appeal_available", "no"),
        "automated": answers(cases, "automated", "yes"),
    }


def answers(cases: list[dict[str, str]], field: str, value: str) -> list[int]:
    stated = [case[field] for case in cases if case[field]]
    return [stated.count(value), len(stated)]


SPELLINGS = {
    "facebook": ["Facebook", "facebook", "فيسبوك", "فيس بوك", "FB"],
    "instagram": ["Instagram", "انستغرام", "instagram", "إنستغرام"],
    "tiktok": ["TikTok", "تيك توك", "tik tok"],
    "telegram": ["Telegram", "تلغرام"],
    "yes": ["yes", "نعم", "Yes"],
    "no": ["no", "لا", "No"],
    "restored": ["restored", "تمت الاستعادة", "Reinstated"],
    "upheld": ["upheld", "رفض"],
    "no_response": ["no_response", "لم يرد", "no reply"],
    "pending": ["pending", "قيد الانتظار", "open"],
    "removed": ["removed", "حذف المنشور", "Removed", "حذف"],
    "account_suspended": ["account_suspended", "تعليق الحساب", "account disabled"],
    "demoted": ["demoted", "shadow ban", "تقليل الوصول"],
    "restricted": ["restricted", "تقييد"],
    "ar": ["ar", "Arabic", "العربية", "عربي"],
    "journalist": ["journalist", "صحفية", "صحفي"],
    "gaza": ["gaza", "غزة", "قطاع غزة"],
    "west_bank": ["West Bank", "الضفة الغربية", "west_bank"],
}
EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def make_mess(
    rng: np.random.Generator, rows: list[dict[str, str]], known: dict[str, object]
) -> list[dict[str, str]]:
    """Write the cases as several people over two years would, and add rows that must not count."""
    reopened = 0
    for row in rows:
        old = datetime.date.fromisoformat(row["reported_at"]) < RENAMED
        if row["platform"] == "x":
            row["platform"] = str(rng.choice(["Twitter", "تويتر"] if old else ["X", "x", "إكس"]))
        elif row["platform"] == "messenger":
            row["platform"] = "Facebook Messenger" if old else "Messenger"
        if row["resolved_at"] and row["outcome"] == "upheld" and rng.random() < 0.07:
            again = datetime.date.fromisoformat(row["resolved_at"]) + datetime.timedelta(days=9)
            if again <= LAST:
                row["reopened_at"] = again.isoformat()
                reopened += 1
        for field in ("platform", "action", "outcome", "language", "victim_type", "region"):
            row[field] = spelling(rng, row[field])
        for field in ("notice_given", "appeal_available", "appealed", "automated"):
            row[field] = spelling(rng, row[field])
        if rng.random() < 0.06:
            row["published_at"] = ""
        if rng.random() < 0.04:
            row["action_at"] = ""
        if rng.random() < 0.05:
            row["reported_at"] = row["reported_at"].translate(EASTERN)
    extra = duplicates(rng, rows) + refused(rng, rows)
    known["reopened"] = reopened
    known["known_duplicates"] = sum(bool(row["duplicate_of"]) for row in extra)
    known["refused_rows"] = sum(not row["duplicate_of"] for row in extra)
    mixed = rows + extra
    order = sorted(range(len(mixed)), key=lambda i: (mixed[i]["case_id"], i))
    return [mixed[i] for i in order]


def spelling(rng: np.random.Generator, value: str) -> str:
    return str(rng.choice(SPELLINGS[value])) if value in SPELLINGS else value


def duplicates(rng: np.random.Generator, rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Cases that two people reported: the second names the first."""
    chosen = rng.choice(len(rows), 45, replace=False)
    return [
        {**rows[i], "case_id": f"D{number:05}", "duplicate_of": rows[i]["case_id"], "source": "form"}
        for number, i in enumerate(chosen, start=1)
    ]


def refused(rng: np.random.Generator, rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Rows that cannot be: the same case_id twice, an answer before the escalation, a day to come."""
    extra = [dict(rows[int(i)]) for i in rng.choice(len(rows), 8, replace=False)]
    for number in range(1, 8):
        row = {
            **rows[number * 100],
            "case_id": f"Q{number:05}",
            "reported_at": "2024-05-20",
            "published_at": "",
        }
        extra.append(
            {**row, "action_at": "", "escalated_at": "2024-05-02", "answered_at": "", "resolved_at": ""}
        )
    for number in range(8, 12):
        row = {**rows[number * 100], "case_id": f"Q{number:05}", "published_at": "", "action_at": ""}
        extra.append(
            {**row, "reported_at": "2204-11-03", "escalated_at": "", "answered_at": "", "resolved_at": ""}
        )
    return extra


def scores(rng: np.random.Generator, folder: Path) -> None:
    """Scores of an imagined classifier: verified cases of 2024, and a collection of 2025 with less hate speech."""
    rows = []
    for part, share, n in (("verified", 0.3, 600), ("collection", 0.12, 4_000)):
        truth = rng.random(n) < share
        logit = rng.normal(np.where(truth, 1.1, -1.6), 1.15)
        for i in range(n):
            shown = str(int(truth[i]))
            row = {
                "case_id": f"{part[0].upper()}{i + 1:05}",
                "part": part,
                "score": f"{1 / (1 + np.exp(-logit[i])):.6f}",
            }
            rows.append({**row, "hate_speech": shown})
    write_csv(folder / "scores.csv", rows)


def responses(rng: np.random.Generator, folder: Path, cases: list[dict[str, str]]) -> None:
    """What two companies answered to the first cases, by address or by text, some of it to nobody."""
    rows = []
    for case in cases[:240]:
        if case["platform"] not in {"facebook", "instagram", "x"} or rng.random() < 0.3:
            continue
        by_text = rng.random() < 0.15
        rows.append(
            {
                "url": "" if by_text else case["url"].replace("https://", "http://www.") + "?ref=share",
                "text": case["text"].replace("،", "") if by_text else "",
                "outcome": str(rng.choice(["restored", "rejected", "under review"])),
                "date": (LAST + datetime.timedelta(days=int(rng.integers(1, 20)))).isoformat(),
            }
        )
    strange = {"text": "", "outcome": "rejected", "date": "2026-01-09"}
    rows += [{"url": f"https://x.example/p/none{number}", **strange} for number in range(6)]
    write_csv(folder / "responses.csv", rows)


def write_csv(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "datasets/monitor-sample"))
