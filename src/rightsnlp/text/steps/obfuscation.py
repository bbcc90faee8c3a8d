"""Dodges of filters, undone: letters held apart, dotless letters, look-alikes, every letter repeated.

Each function is sure of a word before it touches it: what it would write has to be a known word (see
:mod:`rightsnlp.text.lexicon`), and what stands there must not already be one. They expect folded letters, ASCII digits
and no marks or tatweel, and are therefore the last steps of a profile.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator

from rightsnlp.text.characters import ARABIC_LETTERS as A
from rightsnlp.text.characters import DOTLESS_LETTERS, LOOKALIKES, SIGNS_BETWEEN_WORDS, SIGNS_IN_WORDS
from rightsnlp.text.lexicon import PROCLITICS, Lexicon, fold, shipped_lexicon
from rightsnlp.text.offsets import Edit

_SIGN = rf"(?:[{SIGNS_IN_WORDS}{SIGNS_BETWEEN_WORDS}]\ufe0f?){{1,3}}"

# One sign or space, the same each time, between single letters: "ق.ت.ل", "ق ت ل", "ق - ت - ل".
_SINGLES = re.compile(rf"(?<!\w)[{A}]( ?{_SIGN} ?| )[{A}](?:\1[{A}])+(?!\w)")
_PIECES = re.compile(rf"(?<!\w)[{A}]+(?:{_SIGN}[{A}]+)+")
_PIECE = re.compile(rf"[{A}]+")
_BETWEEN_WORDS = re.compile(f"[{SIGNS_BETWEEN_WORDS}]+")
_WORD_FOLLOWS = re.compile(r"\w")
_ENDINGS = frozenset(("ه", "ة", "ي", "ت", "ا", "ين", "ون", "ات", "وا", "هم", "ها"))
_LONGEST_WORD = 16
_SHORTEST_PHRASE, _SHORTEST_PART = 8, 3
_LONGER_THAN_INITIALS = 4


def join_letters(text: str) -> Iterator[Edit]:
    """Find single letters held apart by one sign or by spaces, where they spell known words.

    Loses the signs, and the difference to an abbreviation that reads as a word.

    Examples
    --------
    >>> list(join_letters("ق.ت.ل"))
    [Edit(start=1, end=2, replacement=''), Edit(start=3, end=4, replacement='')]
    """
    lexicon = shipped_lexicon()
    for match in _SINGLES.finditer(text):
        places = [piece.start() for piece in _PIECE.finditer(text, *match.span())]
        word = fold("".join(text[place] for place in places))
        if len(word) != len(places):
            continue
        if lexicon.known(word):
            ends = {len(word)}
        elif len(word) >= _SHORTEST_PHRASE and (parts := _phrase(word, lexicon)):
            ends = set(itertools.accumulate(map(len, parts)))
        elif len(word) >= _LONGER_THAN_INITIALS and " " not in match[1]:
            ends = {len(word)}
        else:
            continue
        for nth, (place, following) in enumerate(itertools.pairwise(places), start=1):
            gap = " " if nth in ends else ""
            if text[place + 1 : following] != gap:
                yield Edit(place + 1, following, gap)


def _phrase(letters: str, lexicon: Lexicon) -> list[str] | None:
    parts = lexicon.split(letters)
    return parts if parts and min(map(len, parts)) >= _SHORTEST_PART else None


def join_pieces(text: str) -> Iterator[Edit]:
    """Find words cut by signs, as "فلس.طين" or "شه*يد", where the whole is a known word.

    Where each piece is a word too, either the signs are such that nobody writes them between two words without a
    space, or the whole is commoner than the rarest piece.

    Loses the signs. Endings after a stroke or hyphen ("طالب/ة") stay as they are.

    Examples
    --------
    >>> list(join_pieces("فلس*طين"))
    [Edit(start=3, end=4, replacement='')]
    """
    lexicon = shipped_lexicon()
    for match in _PIECES.finditer(text):
        if _WORD_FOLLOWS.match(text, match.end()):
            continue
        pieces = list(_PIECE.finditer(text, *match.span()))
        if all(len(piece.group()) == 1 for piece in pieces):
            continue  # initials, or join_letters has joined them
        first = 0
        while first < len(pieces) - 1:
            last = _last_of_word(text, pieces, first, lexicon)
            for left, right in itertools.pairwise(pieces[first : last + 1]):
                yield Edit(left.end(), right.start(), "")
            first = last + 1


def _last_of_word(text: str, pieces: list[re.Match[str]], first: int, lexicon: Lexicon) -> int:
    """Return the index of the last piece that one known word from ``pieces[first]`` on takes in."""
    found = first
    counts = [_word_count(pieces[first].group(), lexicon)]
    word = fold(pieces[first].group())
    signs_of_a_dodge = False
    for index in range(first + 1, len(pieces)):
        piece = fold(pieces[index].group())
        word += piece
        if len(word) > _LONGEST_WORD:
            break
        signs = text[pieces[index - 1].end() : pieces[index].start()]
        if piece in _ENDINGS and index == first + 1 and signs in ("/", "-", "\\"):
            break
        counts.append(_word_count(piece, lexicon))
        signs_of_a_dodge = signs_of_a_dodge or not _BETWEEN_WORDS.fullmatch(signs)
        # Where every piece is a word, the whole must be the commoner reading of the rarest of them.
        not_words = min(counts) == 0 or min(counts) <= lexicon.count(word)
        if len(word) > 2 and (signs_of_a_dodge or not_words) and lexicon.known(word):
            found = index
    return found


def _word_count(piece: str, lexicon: Lexicon) -> int:
    return lexicon.count(fold(piece)) if len(piece) > 1 else 0


_DEFAULT_DOTS = dict(zip(DOTLESS_LETTERS, "بفنق", strict=True))
_MAY_BE = {"ٮ": "بتثني", "ڡ": "فق", "ں": "ن", "ٯ": "قف"}
_MAY_BE_ALL = _MAY_BE | {
    letters[0]: letters for letters in ("حجخ", "دذ", "رز", "سش", "صض", "طظ", "عغ", "يبتثن")
}
_DOTLESS = re.compile(f"[{DOTLESS_LETTERS}]")


def dot_letters(text: str) -> Iterator[Edit]:
    """Find letters written without their dots, and dot them as the commonest word of that shape.

    First only the dotless code points ٮ ڡ ں ٯ are doubted, then every letter of the word that has a dotted twin
    (ح د ر س ص ط ع ي). Where no word fits they become ب ف ن ق. Beside two such words an unknown word is dotted too.
    Loses which of two words was meant.

    Examples
    --------
    >>> list(dot_letters("سهٮد"))
    [Edit(start=0, end=1, replacement='ش'), Edit(start=2, end=3, replacement='ي')]
    """
    if not _DOTLESS.search(text):
        return
    lexicon = shipped_lexicon()
    words = list(_PIECE.finditer(text))
    throughout = sum(_DOTLESS.search(word.group()) is not None for word in words) > 1
    for match in words:
        written = match.group()
        if not _DOTLESS.search(written) and not (throughout and _is_unknown_word(written, lexicon)):
            continue
        dotted = _dotted(written, lexicon) if len(written) <= _LONGEST_WORD else None
        for place, letter in enumerate(written):
            new = dotted[place] if dotted else _DEFAULT_DOTS.get(letter, letter)
            if new != letter:
                yield Edit(match.start() + place, match.start() + place + 1, new)


def _is_unknown_word(written: str, lexicon: Lexicon) -> bool:
    return len(written) > 2 and not lexicon.known(fold(written))


def _dotted(written: str, lexicon: Lexicon) -> str | None:
    folded = fold(written)
    candidates = lexicon.same_shape(folded) if len(folded) == len(written) else []
    for doubted in (_MAY_BE, _MAY_BE_ALL):
        for candidate in candidates:
            if all(new in doubted.get(old, old) for old, new in zip(folded, candidate, strict=True)):
                return candidate
    return None


# What each foreign sign may stand for: by its look (0 like ه, l like ا), or by its sound (Arabizi 3, Latin s).
_STANDS_FOR = {
    "0": "هو", "1": "ا", "2": "اءق", "3": "عغ", "4": "شعا", "5": "خه", "6": "ط", "7": "ح", "8": "قغ", "9": "قصو",
    "a": "اع", "b": "ب", "c": "سك", "d": "دض", "e": "يا", "f": "ف", "g": "جغق", "h": "هح", "i": "اي", "j": "ج",
    "k": "ك", "l": "لا", "m": "م", "n": "ن", "o": "هو", "p": "ب", "q": "ق", "r": "ر", "s": "سصش", "t": "تط",
    "u": "وا", "v": "ف", "w": "و", "x": "خ", "y": "ي", "z": "زظذ",
    "а": "ا", "б": "ب", "в": "ف", "г": "غج", "д": "د", "е": "ي", "ж": "ج", "з": "زذ", "и": "ي", "к": "ك", "л": "ل",
    "м": "م", "н": "ن", "о": "هو", "п": "ب", "р": "ر", "с": "سص", "т": "ت", "у": "و", "ф": "ف", "х": "خح", "ш": "ش",
    "@": "ا", "$": "شس", "!": "ا",
}  # fmt: skip
_SIGN_AS_LETTER = rf"[@$!](?<=[{A}{LOOKALIKES}].)(?=[{A}{LOOKALIKES}])|[@$](?<!\w.)(?=[{A}])"
_MIXED = re.compile(rf"(?<![\w@#$])[{A}]*+(?:(?:[{LOOKALIKES}]|{_SIGN_AS_LETTER})[{A}]*+)+")
_FOREIGN = re.compile(rf"[{LOOKALIKES}@$!]")
_MOST_SPELLINGS = 200


def replace_lookalikes(text: str) -> Iterator[Edit]:
    """Find foreign letters, digits and signs inside an Arabic word, where one Arabic letter each makes it a known word.

    A number before or after a known word ("3 مرات" written together) stays. Loses that the sign was foreign.

    Examples
    --------
    >>> list(replace_lookalikes("فلس6ين"))
    [Edit(start=3, end=4, replacement='ط')]
    """
    lexicon = shipped_lexicon()
    for match in _MIXED.finditer(text):
        written = match.group()
        if not 3 <= len(written) <= _LONGEST_WORD or _WORD_FOLLOWS.match(text, match.end()):
            continue
        foreign = [place.start() for place in _FOREIGN.finditer(written)]
        if 0 < 2 * len(foreign) <= len(written):
            word = _arabic_word(written, foreign, lexicon)
            for place in foreign if word else ():
                yield Edit(match.start() + place, match.start() + place + 1, (word or "")[place])


def _arabic_word(written: str, foreign: list[int], lexicon: Lexicon) -> str | None:
    rest = fold(_FOREIGN.sub("", written))
    at_an_edge = foreign[-1] == len(foreign) - 1 or foreign[0] == len(written) - len(foreign)
    if at_an_edge and (rest in PROCLITICS or (len(rest) > 1 and lexicon.known(rest))):
        return None
    letters = [_STANDS_FOR.get(written[place].lower(), "") for place in foreign]
    if math.prod(map(len, letters)) > _MOST_SPELLINGS:
        return None
    folded = fold(written)
    if len(folded) != len(written):
        return None
    best, most = None, 0
    for spelling in itertools.product(*letters):
        word = list(folded)
        for place, letter in zip(foreign, spelling, strict=True):
            word[place] = letter
        candidate = "".join(word)
        count = lexicon.count(candidate) or int(lexicon.known(candidate))
        if count > most:
            best, most = candidate, count
    return best


_LETTER_RUN = re.compile(r"(.)\1*")
_REPEATED = re.compile(rf"([{A}])\1+")
_MOST_RUNS = 8


def drop_repeats(text: str) -> Iterator[Edit]:
    """Find words with nearly every letter repeated, as "ققتتلل", where fewer repeats make a known word.

    One or two repeated letters are emphasis and are left to ``max_letter_run``.

    Examples
    --------
    >>> [edit.start for edit in drop_repeats("ققتتلل")]
    [1, 3, 5]
    """
    repeats = _REPEATED.finditer(text)
    if not any(left.end() == right.start() for left, right in itertools.pairwise(repeats)):
        return
    lexicon = shipped_lexicon()
    for match in _PIECE.finditer(text):
        if len(_REPEATED.findall(match.group())) < 2:
            continue
        runs = [run.span() for run in _LETTER_RUN.finditer(match.group())]
        repeated = [nth for nth, (start, end) in enumerate(runs) if end - start > 1]
        all_but_few = len(repeated) == len(runs) or 3 <= len(repeated) >= len(runs) - 2
        if all_but_few and len(repeated) <= _MOST_RUNS and not lexicon.known(fold(match.group())):
            sizes = _sizes_of_word(match.group(), runs, repeated, lexicon)
            for (start, end), size in zip(runs, sizes, strict=False):
                if end - start > size:
                    yield Edit(match.start() + start + size, match.start() + end, "")


def _sizes_of_word(
    written: str, runs: list[tuple[int, int]], repeated: list[int], lexicon: Lexicon
) -> list[int]:
    """Return how often to write each run so that a known word stands there; empty where none does."""
    for doubled in ((), *((nth,) for nth in repeated)):
        sizes = [2 if nth in doubled else 1 for nth in range(len(runs))]
        word = "".join(written[start] * size for (start, _), size in zip(runs, sizes, strict=True))
        if len(word) > 2 and lexicon.known(fold(word)):
            return sizes
    return []
