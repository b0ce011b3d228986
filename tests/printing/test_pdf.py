"""Rendering reaches nothing but our fonts and ends in time."""

import http.server
import threading

import pikepdf
import pytest

from event.printing.errors import TooLongToPrint
from event.printing.pdf import pdf
from tests.printing.reading import texts


async def test_nothing_is_fetched_from_disk_or_network(tmp_path) -> None:
    asked = []

    class Listening(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            return

    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    with http.server.HTTPServer(("127.0.0.1", 0), Listening) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{listening.server_port}"
        html = (
            f"<link rel=attachment href='file://{secret}'><link rel=stylesheet href='{address}/a.css'>"
            f"<img src='{address}/b.png'><img src='file://{secret}'><p style='font-family:Sheet'>林示例</p>"
        )
        made = await pdf([html], title="t", language="zh-Hans")
        listening.shutdown()

    assert asked == []
    assert [text.strip() for text in texts(made)] == ["林示例"]
    (tmp_path / "made.pdf").write_bytes(made)
    with pikepdf.open(tmp_path / "made.pdf") as document:
        assert len(document.attachments) == 0


@pytest.mark.parametrize("html", ["<table><tr><td colspan=1000000>x</table>" * 50, "<div>" * 5000])
async def test_a_page_that_never_ends_is_stopped(html: str) -> None:
    with pytest.raises(TooLongToPrint):
        await pdf([html], title="t", language="en", seconds=3)

    made = await pdf(["<p style='font-family:Sheet'>after"], title="t", language="en")
    assert [text.strip() for text in texts(made)] == ["after"]


async def test_the_same_content_gives_the_same_bytes() -> None:
    html = ["<p style='font-family:Sheet'>林示例</p>", "<p style='font-family:Sheet'>two</p>"]

    assert await pdf(html, title="t", language="en") == await pdf(html, title="t", language="en")
