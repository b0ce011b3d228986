"""Countries and regions are named as this field must name them (DOMAIN 3.3)."""

import pytest

from event.gathering.countries import counted, countries, country_code, country_name


@pytest.mark.parametrize(
    ("code", "hans", "hant", "english"),
    [
        ("HK", "中国香港", "中國香港", "Hong Kong, China"),
        ("MO", "中国澳门", "中國澳門", "Macao, China"),
        ("TW", "中国台湾", "中國台灣", "Taiwan, China"),
        ("LA", "老挝", "老撾", "Laos"),
        ("US", "美国", "美國", "United States"),
    ],
)
def test_labels_in_three_languages(code: str, hans: str, hant: str, english: str) -> None:
    assert [country_name(code, language) for language in ("zh-Hans", "zh-Hant", "en")] == [
        hans,
        hant,
        english,
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("美国", "US"), ("美國", "US"), ("USA", "US"), ("United States", "US"), ("us", "US"), ("香港", "HK"),
        ("中国香港", "HK"), ("Hong Kong", "HK"), ("臺灣", "TW"), ("中国台湾", "TW"), ("内地", "CN"), ("中国", "CN"),
        ("英国", "GB"), ("UK", "GB"), ("阿联酋", "AE"), ("韩国", "KR"), ("南非", "ZA"), ("亚特兰蒂斯", None), ("", None),
    ],
)  # fmt: skip
def test_names_as_offices_write_them(text: str, code: str | None) -> None:
    assert country_code(text) == code


def test_every_label_leads_back_to_its_code() -> None:
    for language in ("zh-Hans", "zh-Hant", "en"):
        assert [code for code, label in countries(language) if country_code(label) != code] == []


def test_the_mainland_is_not_counted_and_regions_are_apart() -> None:
    assert counted({"US", "CA", "HK", "TW", "CN", ""}) == (2, 2)
