"""Checks of names: one label a record, no alias equal to it, nothing merged, nothing invented."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import combinations, takewhile
from typing import TYPE_CHECKING

from tests.seeds.tables import BASIS_COLUMNS, one

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from tests.seeds.tables import Folder

LABELS = ("label", "label@en")
ALIASES = ("altLabel", "hiddenLabel")
NAMED = ("body", "document", "person", "register", "resource", "territory")
# what a record repeats of its source; a norm's or a clause's label is the transcriber's summary
SAID_BY_THE_TEXT = {
    **dict.fromkeys(("body", "person", "post", "document", "resource"), ("label", *ALIASES)),
    **dict.fromkeys(("register", "risk", "indicator", "staff-post", "territory"), ("label",)),
    **dict.fromkeys(("activity", "event", "programme"), ("label", "audience", "condition")),
    **dict.fromkeys(("relation", "norm"), ("function", "condition")),
    "task": ("label", "condition"),
    "condition": ("label",),
    "org-model": ("label", "feature"),
    "agreement": ("label", "subjectMatter", "obligation"),
}
# letters
STEM = 5
SHORT_STEM, SHORT_ENDING = 3, 2


def label_faults(folders: list[Folder]) -> list[str]:
    """Return the records that have two labels in one language, in one folder or in several."""
    faults = []
    for column in LABELS:
        seen: dict[str, dict[str, str]] = defaultdict(dict)
        for folder in folders:
            for row in folder.rows():
                if label := row.get(column):
                    seen[f"{row.entity}/{row.id}"].setdefault(label, row.where)
        faults += [
            f"{record}: {column} is " + ", ".join(f"{text!r} ({at})" for text, at in labels.items())
            for record, labels in seen.items()
            if len(labels) > 1
        ]
    return faults


def names_of(folders: list[Folder], entity: str) -> dict[str, dict[str, set[str]]]:
    """Return the names of the records of an entity by id and column, all folders together."""
    found: dict[str, dict[str, set[str]]] = {}
    for folder in folders:
        for key, record in folder.records(entity).items():
            names = found.setdefault(key, defaultdict(set))
            for column in (*LABELS, *ALIASES):
                names[column].update(record.get(column, ()))
    return found


def alias_faults(folders: list[Folder]) -> list[str]:
    """Return the names that are two of label, alias and hidden label of one record at once.

    Source: SKOS S13, the three are pairwise disjoint.
    """
    return [
        f"{entity}/{key}: {name!r} is {first} and {second}"
        for entity in NAMED
        for key, names in names_of(folders, entity).items()
        for first, second in combinations(("label", *ALIASES), 2)
        for name in sorted(names[first] & names[second])
    ]


def decision_faults(folders: list[Folder]) -> list[str]:
    """Return the decisions on a spelling that the record's names do not follow.

    What is decided to be the same is one of the names, its inflection apart; what is only possibly
    the same, or is not, must be none of them.
    """
    faults = []
    names = {
        f"{entity}/{key}": set().union(*(columns[c] for c in ("label", *ALIASES)))
        for entity in NAMED
        for key, columns in names_of(folders, entity).items()
    }
    for folder in folders:
        for key, decision in folder.records("identity-decision").items():
            about, form = one(decision, "about"), one(decision, "printedForm")
            if not form:
                continue  # a decision about two records
            if about.partition("/")[0] not in NAMED:
                continue
            known = any(same_words(form, name) for name in names.get(about, ()))
            if known != (one(decision, "outcome") == "same"):
                outcome = one(decision, "outcome")
                faults.append(
                    f"{folder.name}/{key}: {form!r} is {outcome} as {about}, its names: "
                    + ", ".join(sorted(names.get(about, ())))
                )
    return faults


def twin_faults(folders: list[Folder]) -> list[str]:
    """Return the pairs of records with one label that no possible identity puts before people."""
    pairs = {
        frozenset((one(record, "first"), one(record, "second")))
        for folder in folders
        for record in folder.records("possible-identity").values()
    }
    faults = []
    for entity in NAMED:
        by_label: dict[str, list[str]] = defaultdict(list)
        for key, names in names_of(folders, entity).items():
            for label in names["label"]:
                by_label[label.casefold()].append(f"{entity}/{key}")
        faults += [
            f"{first} and {second} are both {label!r}"
            for label, keys in by_label.items()
            for first, second in combinations(keys, 2)
            if frozenset((first, second)) not in pairs
        ]
    return faults


def repeat_faults(folder: Folder, many: Mapping[str, Collection[str]]) -> list[str]:
    """Return the rows that repeat an id and fill a column that takes one value.

    A further row of a record is for a further basis, or for more values of a column of `many`.
    """
    faults = []
    for entity in folder.entities:
        seen: set[str] = set()
        for row in folder.rows(entity):
            if row.id in seen:
                faults += [
                    f"{row.where}: {column} in a further row of the record"
                    for column, cell in row.cells.items()
                    if cell
                    and column not in ("id", *BASIS_COLUMNS)
                    and column.partition("@")[0] not in many[entity]
                ]
            seen.add(row.id)
    return faults


def tokens(text: str) -> list[str]:
    """Return the words and numbers of a text as printed, without punctuation."""
    return re.findall(r"\w+", text)


def words(text: str) -> list[str]:
    """Return the words of a text in small letters, ё as е."""
    return [token.casefold().replace("ё", "е") for token in tokens(text)]


def is_abbreviation(token: str) -> bool:
    """Tell whether a word is made of initials («ЦНППМ», «МОиНМО») and so has no ending."""
    return sum(map(str.isupper, token)) > 1


def same_word(one_form: str, other: str) -> bool:
    """Tell whether two words in small letters may be forms of one.

    They are where the first five letters agree, as Russian inflects endings; of shorter words at
    least three, with no more than two letters after them in either.
    """
    pairs = zip(one_form, other, strict=False)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    ending = max(len(one_form), len(other)) - shared
    return one_form == other or shared >= STEM or (shared >= SHORT_STEM and ending <= SHORT_ENDING)


def same_words(phrase: str, other: str) -> bool:
    """Tell whether two phrases are the same words in the same order, inflection apart."""
    if len(tokens(phrase)) != len(tokens(other)):
        return False
    pairs = zip(tokens(phrase), tokens(other), strict=True)
    fixed = [is_abbreviation(left) or is_abbreviation(right) for left, right in pairs]
    forms = zip(words(phrase), words(other), fixed, strict=True)
    return all(left == right if f else same_word(left, right) for left, right, f in forms)


def invented(label: str, text_words: Iterable[str]) -> Iterator[str]:
    """Yield the words of a label that occur in no form among the words of a text.

    Words of up to three small letters are left out: prepositions and the like state nothing.
    """
    known = set(text_words)
    for token, word in zip(tokens(label), words(label), strict=True):
        small = token.islower() and len(token) <= SHORT_STEM
        inflected = not is_abbreviation(token) and any(same_word(word, other) for other in known)
        if word not in known and not small and not inflected:
            yield word


def invention_faults(folder: Folder) -> dict[tuple[str, str], str]:
    """Return the places where a record says a word that its text does not, by (record, word)."""
    text_words = set(words(" ".join(folder.text)))
    found: dict[tuple[str, str], str] = {}
    for entity, columns in SAID_BY_THE_TEXT.items():
        for key, record in folder.records(entity).items():
            for column in columns:
                for value in record.get(column, ()):
                    for word in invented(value, text_words):
                        found[f"{entity}/{key}", word] = f"{folder.name}: {column} {value!r}"
    return found
