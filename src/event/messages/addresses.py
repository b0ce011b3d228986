"""Addresses mail can be sent to."""

import re

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?"
_MAILABLE = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+{_LABEL}")
_LONGEST = 254


def mailable(text: str) -> str:
    """The one address a text is, as mail servers take it (RFC 5321 dot-string, IDNA domain), or nothing."""
    local, _, domain = text.rpartition("@")
    try:
        address = f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return ""
    return address if len(address) <= _LONGEST and _MAILABLE.fullmatch(address) else ""
