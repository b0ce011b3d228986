"""What a text for the press must not say of countries, regions, compatriots and numbers (DOMAIN 2.14, 3.3)."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from event.language import Message, simplified


@dataclass(frozen=True)
class Fault:
    """Words that must not be printed so, and what to write instead."""

    words: str
    advice: Message


_REGION = "(?:中国)?(?:香港|澳门|台湾)"
_RULES: tuple[tuple[str, Message], ...] = (
    (rf"{_REGION}(?:、{_REGION})*(?:等)?(?:\d+个)?国家(?!和地区)", Message("Hong Kong, Macao and Taiwan are regions and never called countries: write 国家和地区.")),
    (r"台湾国|香港国|澳门国", Message("Hong Kong, Macao and Taiwan are regions and never called countries: write 国家和地区.")),
    (r"两岸[三四]地", Message("Do not write 两岸三地: name the places, such as 内地与香港、澳门、台湾地区.")),
    (r"中[港台澳](?!口|区)(?:[关合交贸两双投青])?", Message("Do not write 中港, 中台 or 中澳: write 内地与香港, 大陆与台湾.")),
    (r"(?:港澳台?|港台|香港|澳门|台湾)[^,，。;；]{0,12}?(?:来华|访华|在华|赴华)", Message("Compatriots from Hong Kong, Macao and Taiwan do not come 来华: write 来内地 or 来大陆.")),
    (r"(?:港资|澳资|台资|港商|澳商|台商|香港|澳门|台湾)[^,，。;；]{0,8}?(?:外国企业|外国投资|外商|外企)", Message("Firms from Hong Kong, Macao and Taiwan are not foreign: write 港资, 澳资 or 台资企业.")),
    (r"中国(?:大陆|内地)?(?:、|和|与|及)(?:香港|澳门|台湾)", Message("Do not set 中国 beside Hong Kong, Macao or Taiwan: write 内地 or 大陆.")),
    (r"(?<!中国)(?<!澳)(?<!、)台湾(?!地区|同胞|省|海峡|居民|青年|乡亲)", Message("In a text write 台湾地区, in a list 中国台湾.")),
)  # fmt: skip
_ONLY_COUNTRIES = re.compile(r"(?:\d+|[一二三四五六七八九十百]+)余?多?个国家(?!和(?:\d+个)?地区)")
_MIXED = Message("Regions are among them: write 国家和地区.")
_ROUND = re.compile(r"(\d+)(余|多)")
_ROUNDED_UP = Message("余 and 多 are rounded down: no figure lies a little above this number.")


def faults(text: str, *, regions: bool, figures: Collection[int] = ()) -> list[Fault]:
    """What is wrong in a Chinese text; `regions`: some guests are from a region; `figures`: those that 余 may stand for.

    Traditional characters are read as simplified ones. Without figures, 余 and 多 are not looked at.
    """
    plain = simplified(text)
    found = [Fault(hit[0], advice) for rule, advice in _RULES for hit in re.finditer(rule, plain)]
    if regions:
        found += [Fault(hit[0], _MIXED) for hit in _ONLY_COUNTRIES.finditer(plain)]
    if figures:
        found += [
            Fault(hit[0], _ROUNDED_UP)
            for hit in _ROUND.finditer(plain)
            if not any(_a_little_above(int(hit[1]), figure) for figure in figures)
        ]
    return list(dict.fromkeys(found))


def _a_little_above(said: int, figure: int) -> bool:
    """Whether a figure is more than what is said, and by less than one step of what is said."""
    zeros = len(str(said)) - len(str(said).rstrip("0"))
    step: int = 10**zeros
    return said < figure < said + step
