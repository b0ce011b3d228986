"""A way to the product on which a newer version of the scanner can be let through."""

import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Passage(ThreadingHTTPServer):
    """Stands before the product; once `is_newer`, the scanner behind it has another version."""

    is_newer = False

    def __init__(self, product: str) -> None:
        super().__init__(("127.0.0.1", 0), _Passing)
        self.product = product
        self.address = f"http://localhost:{self.server_port}"


class _Passing(BaseHTTPRequestHandler):
    server: Passage

    def log_message(self, *_: Any) -> None: ...

    def do_GET(self) -> None:
        sent = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {name: value for name, value in self.headers.items() if name.lower() != "accept-encoding"}
        asked = urllib.request.Request(self.server.product + self.path, sent or None, headers)  # noqa: S310 - our own
        with urllib.request.urlopen(asked) as answer:  # noqa: S310 - our own
            body = answer.read()
            told = dict(answer.headers)
        if self.server.is_newer and self.path == "/scan/sw.js":
            body = body.replace(b'"version": "', b'"version": "newer-')
        if self.server.is_newer and self.path == "/scan":
            body = body.replace(b'data-version="', b'data-version="newer-')
        self.send_response(200)
        for name, value in told.items():
            if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815 - the library's own name
