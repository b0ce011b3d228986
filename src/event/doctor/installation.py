"""The installation: its keys, its built files, its way to send mail."""

import asyncio
import json
from pathlib import Path
from urllib.parse import urlsplit

from aiosmtplib import SMTP, SMTPException

from event.crypto import KeyFileUnsafe, key_file, read_key_file
from event.doctor.findings import Finding, State
from event.language import Message
from event.messages.delivery import mail_folder
from event.places import assets_folder
from event.settings import settings

_REACH_SECONDS = 5


def keys() -> Finding:
    """Whether the key file is ours alone."""
    file = key_file()
    if not file.exists():
        return Finding("keys", State.OK, Message("{file} is made at the first start"), data={"file": file})
    try:
        read_key_file(file)
    except (KeyFileUnsafe, PermissionError):
        return Finding(
            "keys", State.PROBLEM, Message("{file} can be read by others, or is not ours"),
            Message("As its owner: chmod 600 {file}"), {"file": file},
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError):
        return Finding(
            "keys", State.PROBLEM, Message("{file} is damaged"),
            Message("Put it back from a backup: without it, sealed fields and tickets cannot be read."), {"file": file},
        )  # fmt: skip
    return Finding("keys", State.OK, Message("{file}, readable by its owner only"), data={"file": file})


def assets() -> Finding:
    """Whether the front-end files have been built."""
    folder = assets_folder()
    if missing := _missing_assets(folder):
        return Finding(
            "assets", State.PROBLEM, Message("not built: {missing}"), Message("Run “make assets”."),
            {"missing": ", ".join(missing)},
        )  # fmt: skip
    return Finding("assets", State.OK, Message("built in {folder}"), data={"folder": folder})


def _missing_assets(folder: Path) -> list[str]:
    try:
        manifest = json.loads((folder / "manifest.json").read_text())
    except (OSError, ValueError):
        return ["manifest.json"]
    return [name for name in manifest.values() if not (folder / name).exists()]


async def mail() -> Finding:
    """Whether mails can leave."""
    url = settings().smtp_url
    if not url:
        return Finding(
            "mail", State.OK, Message("mails are files under {folder}"), data={"folder": mail_folder()}
        )
    parts = urlsplit(url)
    where = f"{parts.hostname}:{parts.port or (465 if parts.scheme == 'smtps' else 587)}"
    client = SMTP(
        hostname=parts.hostname, port=parts.port or (465 if parts.scheme == "smtps" else 587),
        use_tls=parts.scheme == "smtps", start_tls=False, timeout=_REACH_SECONDS,
    )  # fmt: skip
    try:
        await asyncio.wait_for(client.connect(), _REACH_SECONDS)
        client.close()
    except (OSError, TimeoutError, SMTPException, ValueError) as error:
        return Finding(
            "mail", State.PROBLEM, Message("the mail server {where} cannot be reached: {why}"),
            Message("Check EVENT_SMTP_URL; mails stay queued meanwhile."),
            {"where": where, "why": str(error) or type(error).__name__},
        )  # fmt: skip
    return Finding("mail", State.OK, Message("the mail server {where} answers"), data={"where": where})
