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
# Upstream's own first lines, put together here.
_HEADERS = {
    "rewire_id": ",".join(("rewire_id", "text", "label_sexist", "label_category", "label_vector", "split")),
    "entry_id": ",".join(
        (
            "entry_id",
            "text",
            "type",
            "target",
            "round.base",
            "round.set",
            "set",
            "split",
            "label_gold",
            "matched_text",
            "matched_id",
        )
    ),
    "davidson": ",".join(("", "count", "hate_speech", "offensive_language", "neither", "class", "tweet")),
    "file_id": ",".join(("file_id", "user_id", "subforum_id", "num_contexts", "label", "text")),
    "HITId": ",".join(
        ("HITId", "tweet", "sentiment", "directness", "annotator_sentiment", "target", "group")
    ),
}

DELIMITED |= {
    "mahed/task1_train.csv": "labels,text\nhate,كلام عن جماعة\nhope,غدا أجمل\nnot_applicable,وصلنا\n",
    "mahed/task1_val.csv": "labels,text\nhope,رح نرجع\n",
    "mahed/task2_train.csv": "text,Emotion,Offensive,Hate\nجملة,anger,1.0,1.0\nأخرى,anger,1.0,0.0\nثالثة,joy,0.0,\n",
    "mahed/task2_test.csv": "text,Emotion,Offensive,Hate\nللاختبار,anger,1.0,1.0\n",
    "t-hsab/T-HSAB.csv": "text,label\nأول,normal\nثان,abusive\nثالث,hate\n",
    "edos/edos_labelled_aggregated.csv": (
        _HEADERS["rewire_id"] + "\n"
        '1,"a threat, plainly",sexist,"1. threats, plans to harm and incitement",1.1 threats of harm,train\n'
        "2,a derogation,sexist,2. derogation,2.1 descriptive attacks,dev\n"
        "3,a stereotype,sexist,3. animosity,3.1 casual use,train\n"
        "4,good morning,not sexist,none,none,train\n"
    ),
    "hatemoji-build/train.csv": (
        _HEADERS["entry_id"] + "\n"
        "0,a threat,threateninglanguage,['x'],5,5a,original,train,1,a treat,1\n"
        "1,a treat,none,none,5,5a,perturbation,train,0,a threat,0\n"
    ),
    "davidson/labeled_data.csv": (
        _HEADERS["davidson"] + "\n0,3,3,0,0,0,one\n1,3,0,3,0,1,two\n2,3,0,0,3,2,three\n"
    ),
    "stormfront/sentences.csv": (
        _HEADERS["file_id"] + "\n"
        "1_1,1,1,0,hate,one\n1_2,1,1,0,noHate,two\n1_3,1,1,0,relation,three\n1_4,1,1,0,idk/skip,four\n"
    ),
    "mlma/en_dataset.csv": (
        _HEADERS["HITId"] + "\n"
        "1,one,hateful,direct,disgust,origin,arabs\n2,two,normal,indirect,indifference,other,other\n"
    ),
    "mlma/fr_dataset.csv": (_HEADERS["HITId"] + "\n1,un,offensive,direct,shock,other,other\n"),
    "hebrew-detox/pairs.csv": "Sentence,LLM fixed sentence,final\nמשפט גס,משפט,משפט\n",
    "arsarcasm-v2/training_data.csv": "tweet,sarcasm,sentiment,dialect\nما شاء الله عالسرعة,True,NEG,levant\n",
    "arsarcasm-v2/testing_data.csv": "tweet,sarcasm,sentiment,dialect\nتمام,False,NEU,msa\n",
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
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    (tmp_path / "egyptian-5way").mkdir()
    pd.DataFrame(EGYPTIAN).to_parquet(tmp_path / "egyptian-5way" / "train-egyptian-5-way.parquet")
    (tmp_path / "unlabelled").mkdir()
    with gzip.open(tmp_path / "unlabelled" / "arabic_posts.txt.gz", "wb") as stream:
        stream.write("منشور أول\n\nمنشور ثان\n".encode())
    with gzip.open(tmp_path / "unlabelled" / "hebrew_posts.txt.gz", "wb") as stream:
        stream.write("תגובה ראשונה\nתגובה שנייה\n".encode())
    return tmp_path
