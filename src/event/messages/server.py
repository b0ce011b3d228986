"""The mail server of this installation, if it has one."""

from urllib.parse import urlsplit

from event.settings import settings


def mail_server() -> str:
    """The server that mails leave by; empty: they are files and reach nobody."""
    return urlsplit(settings().smtp_url).hostname or ""
