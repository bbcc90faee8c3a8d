"""Label Studio: its interface and its tasks."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd

from rightsnlp.data.annotation.label_studio import label_studio_config, to_label_studio
from rightsnlp.taxonomy import load_taxonomy, simple_taxonomy

TAXONOMY = load_taxonomy()


def choices(*labels: str) -> dict[str, Any]:
    return {
        "id": "Dx_aB91ISN",
        "from_name": "labels",
        "to_name": "text",
        "type": "choices",
        "value": {"choices": list(labels)},
    }


class TestInterface:
    root = ET.fromstring(label_studio_config(TAXONOMY))

    def test_reads_right_to_left(self) -> None:
        assert "direction: rtl" in self.root.attrib["style"]

    def test_shows_every_field_that_a_label_is_read_from(self) -> None:
        shown = {text.attrib["value"] for text in self.root.iter("Text")}
        assert shown >= {"$text", "$report", "$action", "$stated_reason"}

    def test_never_fetches_what_a_post_links_to(self) -> None:
        assert {text.attrib["valueType"] for text in self.root.iter("Text")} == {"text"}

    def test_several_labels_may_be_chosen_and_one_must_be(self) -> None:
        boxes = self.root.find("Choices")
        assert boxes is not None
        assert boxes.attrib["choice"] == "multiple"
        assert boxes.attrib["required"] == "true"

    def test_boxes_have_titles_in_both_languages_and_store_the_labels_name(self) -> None:
        boxes = {box.attrib["alias"]: box.attrib["value"] for box in self.root.iter("Choice")}
        assert list(boxes) == [*TAXONOMY.names, "none_of_these"]
        for label in TAXONOMY.labels:
            assert label.title["ar"] in boxes[label.name]
            assert label.title["en"] in boxes[label.name]

    def test_a_taxonomy_without_titles_shows_names(self) -> None:
        root = ET.fromstring(label_studio_config(simple_taxonomy(["a & b", '<"c">'])))
        assert [box.attrib["value"] for box in root.iter("Choice")][:2] == ["a & b", '<"c">']


class TestTasks:
    def test_hold_what_the_interface_asks_for(self) -> None:
        asked = {text.attrib["value"][1:] for text in TestInterface.root.iter("Text")}
        (made,) = to_label_studio(pd.DataFrame({"text": ["كلام"]}), TAXONOMY)
        assert asked <= set(made["data"])
        assert "predictions" not in made

    def test_where_and_when_a_post_stood_is_one_line(self) -> None:
        frame = pd.DataFrame(
            {"text": ["كلام"], "platform": ["tiktok"], "content_type": [""], "language": ["ar"]}
        )
        assert to_label_studio(frame, TAXONOMY)[0]["data"]["about"] == "tiktok · ar"

    def test_suggestions_are_predictions_of_the_interface(self) -> None:
        frame = pd.DataFrame({"text": ["a", "b", "c"]})
        suggested = [[1, 1, np.nan], [0, 0, np.nan], [np.nan] * 3]
        made = to_label_studio(frame, TAXONOMY, suggestions=suggested, model_version="m 1")
        (first,) = made[0]["predictions"]
        assert first["model_version"] == "m 1"
        assert first["result"] == [
            {k: v for k, v in choices("hate_speech", "incitement").items() if k != "id"}
        ]
        assert made[1]["predictions"][0]["result"][0]["value"] == {"choices": ["none_of_these"]}
        assert "predictions" not in made[2]
