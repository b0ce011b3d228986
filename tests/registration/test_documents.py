"""Numbers of identity documents look right or not (DOMAIN 3.4); the published vectors hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from event.registration.documents import looks_right, mod_11_2, right_check_character, same_holder

HMT, ID, PERMANENT = "港澳台居民居住证", "居民身份证", "外国人永久居留身份证"
PERMIT, FOREIGN_PERMIT, TAIWAN = (
    "港澳居民来往内地通行证",
    "港澳居民来往内地通行证(非中国籍)",
    "台湾居民来往大陆通行证",
)


@pytest.mark.parametrize(
    ("kind", "number", "right"),
    [
        (HMT, "810000190001019995", True), (HMT, "820000190001019989", True), (HMT, "830000190001019972", True),
        (HMT, "430000190001019994", False), (PERMANENT, "900000190001019997", True), (ID, "430000190001019994", True),
        (ID, "430000190001019995", False), (ID, "810000190001019995", False), (ID, "430000190013019994", False),
        (PERMANENT, "ABC123456789012", True), (PERMANENT, "ABC12345678901", False),
        (PERMIT, "H12345678", True), (PERMIT, "h 1234 5678 01", True), (PERMIT, "H1234567", False),
        (FOREIGN_PERMIT, "HA1234567", True), (FOREIGN_PERMIT, "HA123456", False),
        (TAIWAN, "12345678", True), (TAIWAN, "1234567", False),
        ("中国护照", "E12345678", True), ("中国护照", "EA1234567", True), ("中国护照", "EI1234567", False),
        ("中国护照", "G12345678", True), ("中国护照", "PE1234567", True), ("中国护照", "X12345678", False),
        ("外国护照", "AB123", True), ("外国护照", "AB12", False), ("旅行证", "anything at all", True),
    ],
)  # fmt: skip
def test_the_form_of_a_number(kind: str, number: str, right: bool) -> None:
    assert looks_right(kind, number) is right


@given(st.text("0123456789", min_size=17, max_size=17))
def test_one_check_character_is_right_and_every_other_is_told(body: str) -> None:
    right = [last for last in "0123456789X" if mod_11_2(body + last)]

    assert len(right) == 1
    assert {right_check_character(body + last) for last in "0123456789X"} == {"", right[0]}


def test_a_renewed_permit_has_the_same_holder() -> None:
    assert same_holder(PERMIT, "H12345678") == same_holder(PERMIT, "H1234567801")
    assert same_holder("外国护照", "H1234567801") == "H1234567801"
