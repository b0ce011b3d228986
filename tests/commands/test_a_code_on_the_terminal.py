"""Whoever adds a user on a terminal shows the code to a phone."""

import zxingcpp
from PIL import Image

from event.qr import qr_lines


def test_a_phone_reads_the_code_off_the_terminal() -> None:
    link = "http://192.0.2.1:8000/set-up?code=ABCD-EFGH-JKLM-NPQR"
    lines = qr_lines(link).split("\n")

    screen = Image.new("1", (len(lines[0]), 2 * len(lines)))
    for row, line in enumerate(lines):
        for column, drawn in enumerate(line):
            screen.putpixel((column, 2 * row), drawn in "▀█")
            screen.putpixel((column, 2 * row + 1), drawn in "▄█")
    seen = screen.resize((8 * screen.width, 8 * screen.height)).convert("L")

    assert [code.text for code in zxingcpp.read_barcodes(seen)] == [link]
