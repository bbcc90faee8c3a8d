"""A few made-up posts in the form of the public corpora, so that the benchmarks run from end to end in seconds."""

from __future__ import annotations

import gzip
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

PEOPLE = ["الجيران", "التجار", "الطلاب", "السائقون", "العمال", "الضيوف"]
KIND = ["أهلا بهم في بيتنا", "نشكرهم على المساعدة", "وصلوا اليوم إلى المدينة"]
RUDE = ["كلامهم ممل جدا", "لا يفهمون شيئا في الكرة", "تأخروا كعادتهم"]
HATEFUL = ["كلهم أوساخ لا يستحقون العيش بيننا", "اطردوهم فهم حشرات", "هؤلاء أقل من البشر"]
POSTS = [
    (f"{people} {said}", kind)
    for kind, sentences in (("normal", KIND), ("abusive", RUDE), ("hate", HATEFUL))
    for people in PEOPLE
    for said in sentences
]


@pytest.fixture(scope="session")
def tiny_corpora(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a handful of posts as l-hsab, osact4, osact5, mlma and the unlabelled set."""
    folder = tmp_path_factory.mktemp("corpora")
    hate = [(f"{text} {{}}", kind == "hate") for text, kind in POSTS]
    files = {
        "l-hsab/L-HSAB": ["Tweet\tClass", *(f"{text}\t{kind}" for text, kind in POSTS)],
        "osact4/OSACT2020-sharedTask-train.txt": [
            f"{text.format('يا ناس')}\tNOT_OFF\t{'HS' if bad else 'NOT_HS'}" for text, bad in hate
        ],
        "osact5/OSACT2022-sharedTask-train.txt": [
            f"{n}\t{text.format('والله')}\tOFF\t{'HS1' if bad else 'NOT_HS'}\tNOT_VLG\tNOT_VIO"
            for n, (text, bad) in enumerate(hate)
        ],
        "mlma/ar_dataset.csv": [
            ",".join(("HITId", "tweet", "sentiment", "directness", "annotator_sentiment", "target", "group")),
            *(
                f"{n},{text.format('برأيي')},{'hateful' if bad else 'normal'},direct,anger,origin,other"
                for n, (text, bad) in enumerate(hate)
            ),
        ],
    }
    for name, lines in files.items():
        path = folder / name
        path.parent.mkdir()
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "unlabelled").mkdir()
    with gzip.open(folder / "unlabelled" / "arabic_posts.txt.gz", "wt", encoding="utf-8") as file:
        file.write("\n".join(text for text, _ in POSTS) + "\n")
    return folder


@pytest.fixture(scope="session")
def run_benchmark(project_root: Path) -> Callable[..., str]:
    """Run a program of ``benchmarks/`` as its users do, and return what it prints."""

    def run(program: str, *arguments: object) -> str:
        path = project_root / "benchmarks" / program
        done = subprocess.run(
            [sys.executable, path, *map(str, arguments)], capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run
