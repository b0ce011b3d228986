"""Telephone numbers as people write them."""

import re
import unicodedata

import phonenumbers


def phone_e164(text: str, *, region: str) -> str | None:
    """A telephone number as +…, read with the country of residence; None where it is none."""
    narrow = unicodedata.normalize("NFKC", text)
    written = re.sub(r"^\s*00", "+", re.sub(r"^\s*\(\+(\d+)\)", r"+\1", narrow))
    try:
        number = phonenumbers.parse(written, region or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
