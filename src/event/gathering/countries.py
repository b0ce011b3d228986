"""Countries and regions by ISO 3166-1 alpha-2, with the wording this field must use (DOMAIN 3.3).

Names come from CLDR's mainland locale; Hong Kong, Macao and Taiwan are regions and always carry
中国 in a list. Traditional Chinese is converted from the mainland names, never from a Taiwan locale.
"""

import unicodedata
from functools import cache

from babel import Locale

from event.language import simplified, traditional

REGIONS = frozenset({"HK", "MO", "TW"})
_NOT_ASSIGNED = frozenset(
    {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"}
)
_ZH = {
    "HK": "中国香港", "MO": "中国澳门", "TW": "中国台湾", "AE": "阿联酋", "CZ": "捷克", "MM": "缅甸",
}  # fmt: skip
_EN = {
    "HK": "Hong Kong, China", "MO": "Macao, China", "TW": "Taiwan, China", "MM": "Myanmar",
    "TR": "Türkiye",
}  # fmt: skip
_ALIASES = {
    "香港": "HK", "香港特别行政区": "HK", "中国香港特别行政区": "HK", "hong kong": "HK", "hksar": "HK", "hong kong sar": "HK", "hong kong s.a.r.": "HK", "china hong kong": "HK", "macao sar": "MO", "macau sar": "MO", "macau s.a.r.": "MO", "china macao": "MO", "china taiwan": "TW",
    "澳门": "MO", "澳门特别行政区": "MO", "中国澳门特别行政区": "MO", "macau": "MO", "macao": "MO",
    "台湾": "TW", "台湾地区": "TW", "中国台湾地区": "TW", "taiwan": "TW",
    "中华人民共和国": "CN", "中国大陆": "CN", "内地": "CN", "大陆": "CN", "prc": "CN", "p.r. china": "CN",
    "mainland china": "CN", "china mainland": "CN",
    "usa": "US", "u.s.a.": "US", "u.s.": "US", "america": "US", "united states of america": "US",
    "美利坚合众国": "US", "uk": "GB", "u.k.": "GB", "england": "GB", "great britain": "GB", "大不列颠": "GB",
    "阿拉伯联合酋长国": "AE", "uae": "AE", "迪拜": "AE", "korea": "KR", "south korea": "KR",
    "republic of korea": "KR", "大韩民国": "KR", "南韩": "KR", "russia": "RU", "俄国": "RU",
    "新西兰": "NZ", "纽西兰": "NZ", "澳洲": "AU", "马来": "MY", "大马": "MY", "狮城": "SG", "the netherlands": "NL",
    "holland": "NL", "捷克共和国": "CZ", "czech republic": "CZ", "寮国": "LA", "印尼": "ID", "沙特": "SA", "刚果金": "CD", "刚果布": "CG", "viet nam": "VN",
    "turkey": "TR", "burma": "MM", "brunei darussalam": "BN", "south africa": "ZA", "意国": "IT",
}  # fmt: skip


@cache
def _labels(language: str) -> dict[str, str]:
    locale = Locale("en") if language == "en" else Locale("zh", script="Hans")
    own = _EN if language == "en" else _ZH
    labels = {
        code: own.get(code, name)
        for code, name in locale.territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NOT_ASSIGNED  # noqa: PLR2004
    }
    if language == "zh-Hant":
        return {code: traditional(name) for code, name in labels.items()}
    return labels


def country_name(code: str, language: str = "zh-Hans") -> str:
    """The label of a country or region, empty where none is stored."""
    return _labels(language).get(code, code)


def countries(language: str = "zh-Hans") -> list[tuple[str, str]]:
    """Every code with its label: where overseas Chinese live most first, then by label."""
    first = ("US", "CA", "AU", "NZ", "GB", "FR", "DE", "IT", "ES", "HU", "RU", "TH", "MY", "SG", "ID",
             "PH", "JP", "KR", "AE", "ZA", "HK", "MO", "TW", "CN")  # fmt: skip
    labels = _labels(language)
    rest = sorted((code for code in labels if code not in first), key=lambda code: labels[code])
    return [(code, labels[code]) for code in (*first, *rest)]


def is_region(code: str) -> bool:
    """Hong Kong, Macao, Taiwan: counted as regions, never called countries."""
    return code in REGIONS


@cache
def _names() -> dict[str, str]:
    names = {_key(name): code for code, name in _labels("en").items()}
    names |= {
        _key(name): code
        for code, name in Locale("zh", script="Hans").territories.items()
        if code in _labels("en")
    }
    names |= {_key(name): code for code, name in _labels("zh-Hans").items()}
    names |= {code.lower(): code for code in _labels("en")}
    return names | {_key(alias): code for alias, code in _ALIASES.items()}


def country_code(text: str) -> str | None:
    """The code that a spoken name, in any form offices write it, means; None where none does."""
    return _names().get(_key(text))


def _key(text: str) -> str:
    plain = simplified(unicodedata.normalize("NFKC", text)).strip().lower()
    return " ".join(plain.split())


def counted(codes: set[str]) -> tuple[int, int]:
    """How many countries and how many regions, mainland China not counted: (20, 3)."""
    abroad = {code for code in codes if code and code != "CN"}
    regions = abroad & REGIONS
    return len(abroad) - len(regions), len(regions)
