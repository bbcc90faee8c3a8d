"""``rightsnlp evaluate``: figures with n, interval and signature, of a model or of anybody's predictions."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from subprocess import CompletedProcess

import pandas as pd
import pytest

import rightsnlp as library

Run = Callable[..., CompletedProcess[str]]
DRAWS = all(map(find_spec, ("matplotlib", "jinja2")))  # the extra plots

COLUMNS = ["case_id", "text", "report", "action", "family", "language", "platform"]
FAST = ("--resamples", 50, "--slice", "language")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "cases.csv"
    cases = library.load_cases(split="dev").frame.iloc[::4]
    hateful = cases["labels"].str.contains("hate_speech").astype(int)
    protected = (cases["labels"] == "").astype(int)
    cases[COLUMNS].assign(hate_speech=hateful, protected=protected).to_csv(path, index=False)
    return path


def test_a_table_is_judged_and_one_folder_is_written(rightsnlp: Run, table: Path, tmp_path: Path) -> None:
    done = rightsnlp(
        "evaluate",
        table.resolve(),
        "-o",
        tmp_path / "results",
        *FAST,
        "--reference",
        "he",
        "--legitimate",
        "protected",
    )
    assert done.returncode == 0, done.stderr
    assert "average_precision" in done.stdout
    assert "data_sha256:" in done.stdout
    folder = tmp_path / "results"
    data = json.loads((folder / "metrics.json").read_text(encoding="utf-8"))
    cases = pd.read_csv(table)
    assert data["signature"]["n"] == len(cases)
    assert data["run"]["command"] == (
        "rightsnlp evaluate cases.csv --output results --slice language --reference he --legitimate protected"
        " --resamples 50"
    )
    assert "false-positive rate on protected" in (folder / "tables.md").read_text(encoding="utf-8")
    slices = json.loads((folder / "slices.json").read_text(encoding="utf-8"))
    assert {row["verdict"] for row in slices["over_enforcement"] if row["group"] == "he"} == {"reference"}
    for name in (
        "predictions.csv",
        "tables.tex",
        "methods.md",
        "citation.bib",
        *(["report.html", "figures/confusion.svg"] if DRAWS else []),
    ):
        assert (folder / name).stat().st_size > 100, name

    posts = [post for post in cases["text"].dropna() if len(post) > 20]
    for path in folder.rglob("*"):
        if path.suffix != ".png" and path.is_file():
            text = path.read_text(encoding="utf-8")
            assert str(tmp_path) not in text, f"{path.name} names a folder of the user's"
            assert not any(post in text for post in posts), f"{path.name} holds a post"


def test_figures_that_are_there_are_kept(rightsnlp: Run, table: Path, tmp_path: Path) -> None:
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "metrics.json").write_text("mine", encoding="utf-8")
    done = rightsnlp("evaluate", table, "-o", "results")
    assert done.returncode == 2
    assert "pass --force" in done.stderr


@pytest.mark.parametrize("name", ["human.csv", "api.xlsx", "api.jsonl"])
def test_anybodys_predictions_are_judged(rightsnlp: Run, table: Path, tmp_path: Path, name: str) -> None:
    cases = pd.read_csv(table)
    answers = cases["hate_speech"] == 1
    frame = pd.DataFrame({"id": cases["case_id"], "hate_speech": answers.map({True: "yes", False: "no"})})
    if name != "human.csv":
        frame = pd.DataFrame({"case_id": cases["case_id"], "prob_hate_speech": answers * 0.8 + 0.1})
    frame = frame.iloc[::-1]
    match name.rsplit(".", 1)[-1]:
        case "csv":
            frame.to_csv(tmp_path / name, index=False)
        case "xlsx":
            frame.to_excel(tmp_path / name, index=False)
        case _:
            frame.to_json(tmp_path / name, orient="records", lines=True)
    done = rightsnlp("evaluate", table, "--predictions", name, "--resamples", 50)
    assert done.returncode == 0, done.stderr
    f1 = next(line for line in done.stdout.splitlines() if line.split()[:1] == ["f1"])
    assert f1.split()[1] == "1.000", "rows are matched by their identifiers"
    assert "incitement" not in done.stdout, "labels that were not predicted are not judged"


def test_a_table_that_label_wrote_is_judged_as_its_model_is(
    rightsnlp: Run, table: Path, tmp_path: Path
) -> None:
    assert rightsnlp("label", table, "-o", "labelled.csv", "-q").returncode == 0
    given = rightsnlp("evaluate", table, "--predictions", "labelled.csv", "--resamples", 50)
    asked = rightsnlp("evaluate", table, "--resamples", 50)
    assert given.returncode == 0, given.stderr

    def decided(text: str) -> list[str]:
        return [line for line in text.splitlines() if line.split()[:1] in (["recall"], ["f1"], ["coverage"])]

    assert decided(given.stdout) == decided(asked.stdout)


def test_without_the_extra_one_line_says_what_installs_it(
    rightsnlp: Run, table: Path, tmp_path: Path
) -> None:
    # Python looks for modules in the working folder first.
    (tmp_path / "matplotlib.py").write_text("raise ModuleNotFoundError(name='matplotlib')", encoding="utf-8")
    done = rightsnlp("evaluate", table, "-o", "results", "--resamples", 50)
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[-1] == (
        "no report.html; for drawings and page run: pip install 'rightsnlp[plots]'"
    )
    assert (tmp_path / "results" / "tables.tex").exists()
    assert not (tmp_path / "results" / "report.html").exists()


def test_labels_of_ones_own_are_judged_and_verified(rightsnlp: Run, tmp_path: Path) -> None:
    answers = [0, 1] * 15
    posts = pd.DataFrame({"text": [f"منشور من عندنا {i}" for i in range(30)], "سبام": answers})
    posts.to_csv(tmp_path / "posts.csv", index=False)
    pd.DataFrame({"p_سبام": [0.2 + 0.5 * answer for answer in answers]}).to_csv(
        tmp_path / "api.csv", index=False
    )
    done = rightsnlp(
        "evaluate", "posts.csv", "--predictions", "api.csv", "-o", "run", "--resamples", 50, "-q"
    )
    assert done.returncode == 0, done.stderr
    assert "\\textarabic{سبام}" in (tmp_path / "run" / "tables.tex").read_text(encoding="utf-8")
    assert rightsnlp("verify-report", "run", "posts.csv").returncode == 0


def test_predictions_of_other_rows_are_refused(rightsnlp: Run, table: Path, tmp_path: Path) -> None:
    pd.DataFrame({"hate_speech": [1, 0]}).to_csv(tmp_path / "human.csv", index=False)
    done = rightsnlp("evaluate", table, "--predictions", "human.csv")
    assert done.returncode == 2
    assert "2 rows for" in done.stderr


def test_slices_are_printed_without_a_folder_too(rightsnlp: Run, table: Path) -> None:
    done = rightsnlp("evaluate", table, *FAST, "--reference", "he")
    assert done.returncode == 0, done.stderr
    assert "## Over- and under-enforcement, group by group" in done.stdout
    wrong = rightsnlp("evaluate", table, *FAST, "--reference", "klingon")
    assert wrong.returncode == 2
    assert "reference: got 'klingon'" in wrong.stderr


def test_a_model_and_predictions_are_one_too_many(rightsnlp: Run, table: Path) -> None:
    done = rightsnlp("evaluate", table, "--predictions", "x.csv", "--model", "rightsnlp-base")
    assert done.returncode == 2
    assert "both are given" in done.stderr


def test_a_table_without_answers_is_refused(rightsnlp: Run, tmp_path: Path) -> None:
    (tmp_path / "posts.csv").write_text("text\na\n", encoding="utf-8")
    done = rightsnlp("evaluate", "posts.csv")
    assert done.returncode == 2
    assert "has no answers to judge by" in done.stderr


def test_an_answer_that_is_none_is_refused_by_row(rightsnlp: Run, tmp_path: Path) -> None:
    (tmp_path / "posts.csv").write_text("text,hate_speech\na,1\nb,perhaps\n", encoding="utf-8")
    done = rightsnlp("evaluate", "posts.csv")
    assert done.returncode == 2
    assert "row 2, column 'hate_speech': neither a yes nor a no" in done.stderr


@pytest.mark.corpora
def test_the_shipped_model_on_osact4_by_the_command_alone(
    rightsnlp: Run, corpora_dir: Path, tmp_path: Path
) -> None:
    done = rightsnlp("evaluate", corpora_dir, "--corpus", "osact4", "-o", "results")
    assert done.returncode == 0, done.stderr
    data = json.loads((tmp_path / "results" / "metrics.json").read_text(encoding="utf-8"))
    assert data["signature"]["split"] == "osact4/dev"
    (found,) = [
        m for m in data["metrics"] if (m["label"], m["metric"]) == ("hate_speech", "average_precision")
    ]
    assert found["value"] >= 0.5
    assert found["low"] < found["value"] < found["high"]
    assert "optimistic" in (tmp_path / "results" / "methods.md").read_text(encoding="utf-8")
    assert "@misc{osact4," in (tmp_path / "results" / "citation.bib").read_text(encoding="utf-8")
    assert rightsnlp("verify-report", "results", corpora_dir).returncode == 0


def test_a_labelled_table_that_a_spreadsheet_sorted_is_judged_the_same(
    rightsnlp: Run, table: Path, tmp_path: Path
) -> None:
    cases = pd.read_csv(table).rename(columns={"case_id": "رقم البلاغ"})
    cases.to_csv(table, index=False)
    assert rightsnlp("label", table, "-o", "labelled.csv", "-q").returncode == 0
    labelled = pd.read_csv(tmp_path / "labelled.csv", dtype=str, keep_default_na=False)
    labelled.sort_values("p_hate_speech", ascending=False).to_csv(tmp_path / "sorted.csv", index=False)
    plain, ordered = (
        rightsnlp("evaluate", table, "--predictions", name, "--resamples", 20)
        for name in ("labelled.csv", "sorted.csv")
    )
    assert "rows matched by identifier (رقم البلاغ)" in ordered.stdout, ordered.stderr
    assert [line for line in plain.stdout.splitlines() if "precision" in line] == [
        line for line in ordered.stdout.splitlines() if "precision" in line
    ]


def test_without_identifiers_texts_must_agree(rightsnlp: Run, tmp_path: Path) -> None:
    (tmp_path / "posts.csv").write_text("text,hate_speech\nأ,1\nب,0\n", encoding="utf-8")
    (tmp_path / "api.csv").write_text("text,p_hate_speech\nأ,0.9\nب,0.1\n", encoding="utf-8")
    done = rightsnlp("evaluate", "posts.csv", "--predictions", "api.csv", "--resamples", 20)
    assert done.stdout.startswith(
        "answers from 'hate_speech'; a blank cell is unknown\nrows matched by place: 2 of 2"
    )
    (tmp_path / "api.csv").write_text("text,p_hate_speech\nب,0.1\nأ,0.9\n", encoding="utf-8")
    done = rightsnlp("evaluate", "posts.csv", "--predictions", "api.csv")
    assert done.returncode == 2
    assert "2 of 2 rows have another text than posts.csv in the same place" in done.stderr
