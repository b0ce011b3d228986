"""Words of the office are explained where a page first needs them: all in one place, two sentences each, none unused."""

import re

import pytest

from event.glossary import TERMS
from event.places import templates_folder

_ASKED = re.compile(r'\bhelp\("(\w+)"\)|\bterms\.(\w+)\.text')
_SENTENCE = re.compile(r"[.!?](?:\s|$)")


def _asked() -> dict[str, list[str]]:
    """The terms that each template asks for."""
    found = {}
    for file in sorted(templates_folder().rglob("*.html")):
        if terms := [one or other for one, other in _ASKED.findall(file.read_text())]:
            found[str(file.relative_to(templates_folder()))] = terms
    return found


def test_every_word_that_is_explained_is_asked_for_and_every_one_asked_for_is_explained() -> None:
    assert sorted({term for terms in _asked().values() for term in terms}) == sorted(TERMS)


def test_no_page_explains_a_word_twice() -> None:
    assert {name: terms for name, terms in _asked().items() if len(set(terms)) < len(terms)} == {}


@pytest.mark.parametrize("term", TERMS)
def test_an_explanation_is_two_sentences(term: str) -> None:
    assert len(_SENTENCE.findall(TERMS[term].text)) == 2
