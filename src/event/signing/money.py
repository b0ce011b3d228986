"""Money as this field writes it: yuan at a rate, 亿元 and 万元, and the capital numerals of contracts (大写).

Amounts are kept and added exactly; only what is shown is rounded, half up to two places.
"""

from decimal import ROUND_HALF_UP, Decimal

from event.language import traditional

YI, WAN = Decimal(10**8), Decimal(10**4)
_CENT = Decimal("0.01")
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("仟", "佰", "拾", "")
_MILLION, _BILLION = Decimal(10**6), Decimal(10**9)


def in_yuan(amount: Decimal | None, currency: str, rate: Decimal | None) -> Decimal | None:
    """Yuan for an amount, unrounded; None where there is no amount, or no rate for a foreign one."""
    if amount is None or currency == "CNY":
        return amount
    return None if rate is None else amount * rate


def rounded(value: Decimal) -> Decimal:
    """Half up to two places, as people round."""
    return value.quantize(_CENT, ROUND_HALF_UP)


def in_yi(yuan: Decimal | None) -> str | None:
    """亿元 with two places, as ledgers have it: 56.00."""
    return None if yuan is None else f"{rounded(yuan / YI):f}"


def plain(value: Decimal, places: int = 0) -> str:
    """A number without an exponent and without zeros at its end, but with at least so many places: 24000000, 7.0000."""
    text = f"{value.normalize():f}"
    whole, _, fraction = text.partition(".")
    fraction = fraction.ljust(places, "0")
    return f"{whole}.{fraction}" if fraction else whole


def said(yuan: Decimal, language: str = "zh-Hans", *, approximate: bool = False) -> str:
    """An amount as texts have it: 56亿元 from a hundred million on, otherwise 万元; 约 only where it is one.

    Less than ten thousand is in 元 where 万元 would lose some of it: 49元 are not 0万元.
    """
    if language == "en":
        about = "about " if approximate else ""
        unit, name = (_BILLION, " billion") if abs(yuan) >= _BILLION else (_MILLION, " million")
        if abs(yuan) < _MILLION:
            unit, name = Decimal(1), ""
        places = Decimal("0.001") if unit == _BILLION else _CENT  # a million is 0.01亿
        return f"{about}RMB {_grouped(plain((yuan / unit).quantize(places, ROUND_HALF_UP)))}{name}"
    unit, name = (YI, "亿元") if abs(yuan) >= YI else (WAN, "万元")
    if abs(yuan) < WAN and rounded(yuan / WAN) * WAN != yuan:
        unit, name = Decimal(1), "元"
    text = f"{'约' if approximate else ''}{plain(rounded(yuan / unit))}{name}"
    return traditional(text) if language == "zh-Hant" else text


def _grouped(text: str) -> str:
    whole, dot, fraction = text.partition(".")
    return f"{int(whole):,}{dot}{fraction}"


def in_capitals(yuan: Decimal) -> str:
    """The capital numerals of contracts: 人民币壹仟肆佰零玖元伍角.

    After the rules of 《支付结算办法》 annex 1: 整 after 元, none after 角 and 分, one 零 for a gap. No library: cn2an 0.5.24
    leaves out the 零 of 贰亿零伍仟元整.
    """
    cents = int(rounded(abs(yuan)) * 100)
    whole, jiao, fen = cents // 100, cents // 10 % 10, cents % 10
    text = f"{_number(whole)}元" if whole or not cents else ""
    if jiao:
        text += f"{_DIGITS[jiao]}角"
    if fen:
        text += f"{'零' if whole and not jiao else ''}{_DIGITS[fen]}分"
    if not cents % 100:
        text += "整"
    return f"人民币{'负' if yuan < 0 and cents else ''}{text}"


def _number(number: int) -> str:
    for unit, name in ((10**8, "亿"), (10**4, "万")):
        if number >= unit:
            rest = number % unit
            gap = "零" if 0 < rest < unit // 10 else ""
            return f"{_number(number // unit)}{name}{gap}{_number(rest) if rest else ''}"
    return _thousands(number)


def _thousands(number: int) -> str:
    if not number:
        return _DIGITS[0]
    text, gap = "", False
    for digit, place in zip(f"{number:04d}", _PLACES, strict=True):
        if digit == "0":
            gap = bool(text)
        else:
            text += ("零" if gap else "") + _DIGITS[int(digit)] + place
            gap = False
    return text
