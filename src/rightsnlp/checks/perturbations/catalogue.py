"""What people do to Arabic posts that leaves their meaning as it is: perturbations of a test set.

Each is a pure function of a text, a seed and a strength. The random numbers come from a hash of the seed, the name and
the text, so a post is changed in the same way whatever posts stand beside it, on every machine. A post that offers no
place for a perturbation comes back as it is.

Labels are kept by construction: a perturbation writes the same words in another way, or adds what says nothing. Links,
e-mail addresses, handles, telephone numbers, placeholders, hashtags and HTML entities are not touched; words of denial
get no slips; neither a slip nor dropped dots give another known word. What each keeps is said in
:data:`PERTURBATIONS`, and what the construction cannot promise in ``docs/evaluation.md``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from rightsnlp.checks.perturbations import dialect, marks
from rightsnlp.checks.perturbations import letters as by_letter
from rightsnlp.checks.perturbations import posts as by_post
from rightsnlp.evaluation.arrays import BoolArray
from rightsnlp.exceptions import InvalidArgumentError, SchemaError

if TYPE_CHECKING:
    import pandas as pd

STRENGTH = 0.3
"""Share of the places of a post that are changed, where nothing else is asked for."""

Function: TypeAlias = Callable[[str, Random, float], str]


@dataclass(frozen=True, slots=True)
class Perturbation:
    """One way to write a post differently.

    Attributes
    ----------
    name, title_ar : str
        Identifier, and name for a reader of Arabic.
    function : callable
        From a text, random numbers and a strength to a text.
    reason, reason_ar : str
        Who writes so, in English and in Arabic.
    keeps : str
        What stays the same, and therefore the label.

    Examples
    --------
    >>> PERTURBATIONS["dropped_dots"]("بيت في غزة", seed=1, strength=1.0)
    'ٮٮٮ ڡى عره'
    """

    name: str
    title_ar: str
    function: Function
    reason: str
    reason_ar: str
    keeps: str

    def __call__(self, text: str, *, seed: int = 0, strength: float = STRENGTH) -> str:
        """Return the text as this perturbation writes it.

        Parameters
        ----------
        text : str
        seed : int
        strength : float
            Share of the places that are changed, in (0, 1]; one at least where there is one.

        Raises
        ------
        InvalidArgumentError
            When ``text`` is not a str, or the strength is out of range.
        """
        if not isinstance(text, str):
            raise InvalidArgumentError(
                f"text: got {type(text).__name__}", expected="a str", remedy="replace missing values by ''"
            )
        check_strength(strength)
        # A lone surrogate, which no file holds but a scraper may give, has no plain UTF-8.
        key = f"{seed}\0{self.name}\0{text}".encode("utf-8", "surrogatepass")
        number = int.from_bytes(hashlib.sha256(key).digest()[:8], "big")
        return self.function(text, Random(number), strength)  # noqa: S311 - nothing secret


def check_strength(strength: float) -> None:
    """Raise when the strength is no share."""
    if not 0 < strength <= 1:
        raise InvalidArgumentError(
            f"strength: got {strength}", expected="a share above 0, 1 at most", remedy="pass strength=0.3"
        )


_ALL = (
    Perturbation(
        "dropped_dots",
        "حروف بلا نقاط",
        by_letter.drop_dots,
        "Letters are written without their dots so that filters do not find the word, and people still read it.",
        "تُكتب الحروف بلا نقاطها كي لا تجد المرشّحات الكلمة، ويبقى القارئ قادرًا على قراءتها.",
        "the undotted shape of every word; where no dotless letter shows the habit, no known word comes out",
    ),
    Perturbation(
        "look_alikes",
        "رموز شبيهة بالحروف",
        by_letter.write_lookalikes,
        "A digit or a Latin or Cyrillic letter takes the place of an Arabic one, to dodge filters.",
        "يحلّ رقم أو حرف لاتيني أو كيريلي محلّ حرف عربي للإفلات من المرشّحات.",
        "all letters but one of a word, which is read for its look or by the habit of Arabizi",
    ),
    Perturbation(
        "persian_letters",
        "حروف لوحة مفاتيح فارسية أو أردية",
        by_letter.write_persian_letters,
        "Telephones offer Persian and Urdu keyboards, whose ک and ی look like the Arabic letters.",
        "تتيح الهواتف لوحات مفاتيح فارسية وأردية، وفيها حروف مثل ک وی تشبه الحروف العربية.",
        "every letter; only its code point is another",
    ),
    Perturbation(
        "digits",
        "أرقام من نظام آخر",
        by_letter.write_other_digits,
        "Numbers are written in ASCII, Arabic-Indic or Persian digits, as the keyboard has them.",
        "تُكتب الأعداد بأرقام 123 أو ١٢٣ أو ۱۲۳ بحسب لوحة المفاتيح.",
        "the value of every number",
    ),
    Perturbation(
        "tatweel",
        "تطويل",
        marks.add_tatweel,
        "Words are drawn out with tatweel, for their look or to dodge filters.",
        "تُمدّ الكلمات بالتطويل (ـ) للزينة أو للإفلات من المرشّحات.",
        "every letter",
    ),
    Perturbation(
        "elongation",
        "تكرار حروف المدّ",
        marks.lengthen,
        "Long vowels are repeated for emphasis.",
        "تُكرَّر حروف المدّ للتأكيد.",
        "every letter; one is written three times or more",
    ),
    Perturbation(
        "split_letters",
        "كلمات مقطّعة",
        marks.split_letters,
        "Dots, spaces or other signs are put between the letters of a word to dodge filters.",
        "توضع نقاط أو مسافات أو علامات أخرى بين حروف الكلمة للإفلات من المرشّحات.",
        "every letter and its order",
    ),
    Perturbation(
        "typing_errors",
        "أخطاء طباعة",
        by_letter.slip_on_keyboard,
        "A finger hits the key beside the one that was meant (keyboard Arabic 101).",
        "تقع الإصبع على مفتاح مجاور للمفتاح المقصود (لوحة المفاتيح العربية 101).",
        "all letters but one inside a longer word, never of a denial, and no known word comes out",
    ),
    Perturbation(
        "hamza",
        "خلط الهمزات",
        by_letter.confuse_hamza,
        "Most people leave hamzas out, or write them on the wrong side of the alef.",
        "كثيرون يكتبون بلا همزات، أو يضعون الهمزة في غير موضعها من الألف.",
        "every letter but for its hamza",
    ),
    Perturbation(
        "teh_marbuta",
        "خلط التاء المربوطة والهاء",
        by_letter.confuse_teh_marbuta,
        "ة and ه are confused at the end of words.",
        "يخلط الكتّاب بين التاء المربوطة والهاء في آخر الكلمة.",
        "every letter but for the two dots of ة; ة for ه only in words that are often written so",
    ),
    Perturbation(
        "alef_maksura",
        "خلط الألف المقصورة والياء",
        by_letter.confuse_alef_maksura,
        "ى and ي are confused at the end of words, by habit of a country.",
        "يخلط الكتّاب بين الألف المقصورة والياء في آخر الكلمة بحسب عادة البلد.",
        "every letter but for the two dots of ي",
    ),
    Perturbation(
        "dialect_spellings",
        "كتابة باللهجات",
        dialect.write_as_dialect,
        "The same word is written as it is said in a dialect: هذا as هاد, كثير as كتير.",
        "تُكتب الكلمة نفسها كما تُلفظ في لهجة: «هاد» بدل «هذا»، و«كتير» بدل «كثير».",
        "every word, by a table that holds no denial and no name",
    ),
    Perturbation(
        "diacritics",
        "تشكيل",
        marks.add_diacritics,
        "Some people write vowel signs, for clarity or for their look.",
        "يضيف بعض الناس الحركات للتوضيح أو للزينة.",
        "every letter; only signs that the spelling leaves no choice about",
    ),
    Perturbation(
        "emoji",
        "رموز تعبيرية محايدة",
        by_post.insert_emoji,
        "Emoji are strewn between words.",
        "توضع الرموز التعبيرية بين الكلمات.",
        "every word; the emoji show things that say nothing of people",
    ),
    Perturbation(
        "arabizi",
        "عربيزي",
        dialect.write_as_arabizi,
        "Arabic is written in Latin letters and digits.",
        "تُكتب العربية بحروف لاتينية وأرقام.",
        "every word and its letters, by a table; the script is another, and short vowels stay unwritten",
    ),
    Perturbation(
        "hashtags",
        "وسوم",
        by_post.join_as_hashtags,
        "Words of a sentence are joined as a hashtag.",
        "تُجمع كلمات من الجملة في وسم.",
        "every word and their order",
    ),
    Perturbation(
        "word_order",
        "ترتيب الجمل",
        by_post.reorder,
        "Statements that do not lean on each other stand in any order; within an Arabic sentence no exchange is "
        "free of a change of emphasis or of who does what to whom.",
        "الجمل الخبرية المستقلة يجوز فيها التقديم والتأخير؛ أما داخل الجملة فقد يغيّر ذلك الفاعل والمفعول.",
        "every sentence",
    ),
    Perturbation(
        "mention",
        "إشارة إلى حساب",
        by_post.add_mention,
        "A reply opens with the handle of another account.",
        "يبدأ الرد باسم حساب آخر.",
        "the whole post; the handle is nobody's",
    ),
    Perturbation(
        "link",
        "رابط",
        by_post.add_link,
        "A post ends with a link.",
        "ينتهي المنشور برابط.",
        "the whole post; the link leads nowhere",
    ),
)

PERTURBATIONS: Mapping[str, Perturbation] = MappingProxyType({one.name: one for one in _ALL})
"""Every perturbation by its name."""


def choose_perturbations(chosen: Sequence[str | Perturbation] | None) -> tuple[Perturbation, ...]:
    """Return perturbations by name, those of one's own among them; all of them for None.

    Raises
    ------
    InvalidArgumentError
        When there is none of a name, or a name comes twice.

    Examples
    --------
    >>> [one.name for one in choose_perturbations(["tatweel", "hamza"])]
    ['tatweel', 'hamza']
    """
    if chosen is None:
        return _ALL
    found = []
    for one in [chosen] if isinstance(chosen, str) else chosen:
        if isinstance(one, str) and one not in PERTURBATIONS:
            raise InvalidArgumentError(
                f"perturbations: got {one!r}",
                expected=f"one of {', '.join(PERTURBATIONS)}",
                remedy="check the spelling",
            )
        found.append(PERTURBATIONS[one] if isinstance(one, str) else one)
    if not found or len({one.name for one in found}) < len(found):
        raise InvalidArgumentError(
            f"perturbations: got {[one.name for one in found]}",
            expected="one or more, each once",
            remedy="leave it out for all of them",
        )
    return tuple(found)


def perturb(
    posts: Sequence[str] | pd.DataFrame,
    perturbation: str | Perturbation,
    *,
    strength: float = STRENGTH,
    seed: int = 0,
) -> tuple[Any, BoolArray]:
    """Perturb posts, and tell which of them are changed.

    Parameters
    ----------
    posts : sequence of str or DataFrame
        Of a frame the column ``text`` is perturbed; the others, and missing texts, stay.
    perturbation : str or Perturbation
    strength, seed
        As in :meth:`Perturbation.__call__`.

    Returns
    -------
    posts : list of str or DataFrame
        A copy, in the order of the posts.
    changed : ndarray (n,) of bool

    Raises
    ------
    InvalidArgumentError, SchemaError
        When a post is not a str, or a frame has no column ``text``.

    Examples
    --------
    >>> perturb(["بيت", "house"], "tatweel", seed=1)
    (['بـــيت', 'house'], array([ True, False]))
    """
    (one,) = choose_perturbations([perturbation])
    given: Any = posts
    columns = getattr(given, "columns", None)
    if columns is not None and "text" not in columns:
        raise SchemaError(
            f"posts: got columns {list(columns)[:8]}", expected="a column 'text'", remedy="rename the column"
        )
    texts = list(given if columns is None else given["text"])
    # A frame may lack a text; a sequence may not.
    written = [
        one(text, seed=seed, strength=strength) if columns is None or isinstance(text, str) else text
        for text in texts
    ]
    changed = [isinstance(old, str) and new != old for new, old in zip(written, texts, strict=True)]
    return (written if columns is None else given.assign(text=written)), np.array(changed, dtype=bool)
