"""Miniature copies of the public corpora: upstream's file formats, sentences of our own."""

from __future__ import annotations

import gzip
from pathlib import Path

import pandas as pd
import pytest

DELIMITED = {
    "l-hsab/L-HSAB": (
        "Tweet\tClass\n"
        "صباح الخير يا جماعة\tnormal\n"
        '"قال ""يا سلام"" ومشى\nثم رجع"\tabusive\n'
        "كلام عن ناس بسبب أصلهم\thate\n"
    ),
    "osact4/OSACT2020-sharedTask-train.txt": (
        'جملة فيها " علامة\tNOT_OFF\tNOT_HS\n"جملة بعلامة في أولها\tOFF\tNOT_HS\nجملة ثالثة<LF>طويلة\tOFF\tHS\n'
    ),
    "osact4/OSACT2020-sharedTask-dev.txt": "جملة للتطوير\tNOT_OFF\tNOT_HS\n",
    "osact5/OSACT2022-sharedTask-train.txt": (
        "1\tأول\tNOT_OFF\tNOT_HS\tNOT_VLG\tNOT_VIO\n"
        "2\tثان عن العرق\tOFF\tHS1\tNOT_VLG\tNOT_VIO\n"
        "3\tثالث عن الفكر\tOFF\tHS3\tNOT_VLG\tVIO\n"
        "4\tرابع عن الطبقة\tOFF\tHS5\tVLG\tNOT_VIO\n"
    ),
    "mlma/ar_dataset.csv": (
        ",".join(("HITId", "tweet", "sentiment", "directness", "annotator_sentiment", "target", "group"))
        + "\r\n"
        "1,تغريدة أولى,normal,indirect,indifference,other,other\r\n"
        "2,تغريدة ثانية,abusive_hateful,direct,disgust,origin,arabs\r\n"
        "3,تغريدة ثالثة,hateful_normal,direct,shock,religion,muslims\r\n"
        '4,"تغريدة, رابعة",offensive_normal,direct,shock,other,other\r\n'
        "5,تغريدة خامسة,disrespectful,direct,shock,other,other\r\n"
    ),
    "armi/ArMI2021_training.tsv": (
        "tweet_id\ttext\tmisogyny\tcategory\n"
        "0\tكلام عادي\tnone\tnone\n"
        "1\tانتقاص من واحدة\tmisogyny\tdiscredit\n"
        "2\tصورة نمطية\tmisogyny\tstereotyping & objectification\n"
        "3\tتهديد\tmisogyny\tthreat of violence\n"
    ),
    "aj-comments/AJ-train.tsv": "\ttext\tlevel\n\tتعليق مهذب\t0\n\tتعليق جارح\t-1\n\tتعليق فاحش\t-2\n",
    "aj-comments/AJ-dev.tsv": "\ttext\tlevel\n\tتعليق آخر\t0\n",
    "sina-hebrew/train.csv": 'text,label\nבוקר טוב לכולם,Positive\n"הוא אמר ""די"", והלך",Negative\n',
    "sina-hebrew/val.csv": "text,label\nערב טוב,Positive\n",
    "arabizi/sen_annotated.csv": (
        "source,user_name,sen_id,sen_num,Text,Language\r\n"
        "reddit,0,7,1,kifak ya zalame,100000\r\n"
        "twitter,1,8,1,good morning everyone,010000\r\n"
    ),
}
EGYPTIAN = {
    "text": ["واحد", "اتنين", "تلاتة", "أربعة", "خمسة"],
    "label": ["Neutral", "Offensive", "Sexism", "Racism", "Religious Discrimination"],
}


@pytest.fixture
def miniatures(tmp_path: Path) -> Path:
    """A folder that holds a miniature of every corpus."""
    for name, text in DELIMITED.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode())
    (tmp_path / "egyptian-5way").mkdir()
    pd.DataFrame(EGYPTIAN).to_parquet(tmp_path / "egyptian-5way" / "train-egyptian-5-way.parquet")
    (tmp_path / "unlabelled").mkdir()
    with gzip.open(tmp_path / "unlabelled" / "arabic_posts.txt.gz", "wb") as stream:
        stream.write("منشور أول\n\nمنشور ثان\n".encode())
    return tmp_path
