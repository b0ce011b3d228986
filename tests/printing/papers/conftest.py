"""The application and its browsers, as the tests of pages have them."""

from tests.web.conftest import app, browser

__all__ = ["app", "browser"]
