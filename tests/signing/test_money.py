"""Money as this field writes it: exactly kept, rounded for display only, and in capital numerals."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from event.signing.money import in_capitals, in_yi, in_yuan, plain, said

CAPITALS = {
    "1409.50": "壹仟肆佰零玖元伍角",
    "16409.02": "壹万陆仟肆佰零玖元零贰分",
    "325.04": "叁佰贰拾伍元零肆分",
    "5600000000": "伍拾陆亿元整",
    "0": "零元整",
    "0.05": "伍分",
    "0.50": "伍角",
    "10.05": "壹拾元零伍分",
    "100001000": "壹亿零壹仟元整",
    "200005000": "贰亿零伍仟元整",
    "101000": "壹拾万壹仟元整",
    "1000000001": "壹拾亿零壹元整",
    "10500000000000000": "壹亿零伍佰万亿元整",
    "1234567890123456.78": "壹仟贰佰叁拾肆万伍仟陆佰柒拾捌亿玖仟零壹拾贰万叁仟肆佰伍拾陆元柒角捌分",
    "-30": "负叁拾元整",
}


@pytest.mark.parametrize(("amount", "words"), CAPITALS.items())
def test_an_amount_in_capital_numerals(amount: str, words: str) -> None:
    assert in_capitals(Decimal(amount)) == f"人民币{words}"


def _read(text: str) -> Decimal:
    """Capital numerals read back, another way than they were written."""
    whole, _, rest = text.removeprefix("人民币").removesuffix("整").rpartition("元")
    total = section = digit = 0
    for letter in whole:
        if letter in "零壹贰叁肆伍陆柒捌玖":
            digit = "零壹贰叁肆伍陆柒捌玖".index(letter)
        elif letter in "拾佰仟":
            section, digit = section + digit * 10 ** ("拾佰仟".index(letter) + 1), 0
        elif letter == "万":
            total, section, digit = total + (section + digit) * 10**4, 0, 0
        elif letter == "亿":
            total, section, digit = (total + section + digit) * 10**8, 0, 0
    cents = 0
    for letter, after in pairwise(rest):
        if after in "角分":
            cents += "零壹贰叁肆伍陆柒捌玖".index(letter) * (10 if after == "角" else 1)
    return Decimal(total + section + digit) + Decimal(cents) / 100


@given(st.integers(min_value=0, max_value=10**14 - 1))
def test_capital_numerals_say_no_other_amount(cents: int) -> None:
    amount = Decimal(cents) / 100

    words = in_capitals(amount)

    assert _read(words) == amount
    assert "零零" not in words
    assert words.endswith("整") == (cents % 100 == 0)


def test_a_foreign_amount_is_yuan_only_with_its_rate() -> None:
    assert in_yuan(Decimal(24000000), "USD", Decimal("7.0000")) == Decimal("168000000.0000")
    assert in_yuan(Decimal(24000000), "USD", None) is None
    assert in_yuan(Decimal("0.01"), "CNY", None) == Decimal("0.01")
    assert in_yuan(None, "", None) is None


@pytest.mark.parametrize(
    ("yuan", "chinese", "english"),
    [
        ("5600000000", "56亿元", "RMB 5.6 billion"),
        ("168000000", "1.68亿元", "RMB 168 million"),
        ("4738000000", "47.38亿元", "RMB 4.738 billion"),
        ("99999999.99", "10000万元", "RMB 100 million"),
        ("20000000", "2000万元", "RMB 20 million"),
        ("1234567", "123.46万元", "RMB 1.23 million"),
        ("5000", "0.5万元", "RMB 5,000"),
        ("49", "49元", "RMB 49"),
        ("1409.50", "1409.5元", "RMB 1,409.5"),
    ],
)
def test_an_amount_is_said_in_hundred_millions_or_in_ten_thousands(
    yuan: str, chinese: str, english: str
) -> None:
    assert (said(Decimal(yuan)), said(Decimal(yuan), "en")) == (chinese, english)


def test_about_is_said_only_of_what_is_about() -> None:
    assert said(Decimal(150000000), approximate=True) == "约1.5亿元"
    assert said(Decimal(150000000), "zh-Hant", approximate=True) == "約1.5億元"


def test_rounding_is_half_up_and_only_for_display() -> None:
    assert (in_yi(Decimal(500000)), in_yi(Decimal(499999)), in_yi(None)) == ("0.01", "0.00", None)
    assert (plain(Decimal("7.000000"), 4), plain(Decimal("24000000.00")), plain(Decimal("7.12345"), 4)) == (
        "7.0000", "24000000", "7.12345",
    )  # fmt: skip
