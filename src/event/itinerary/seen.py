"""What somebody had seen of a thing when they decided: a decision does not overwrite what changed since."""

import hashlib
import json
from typing import Any

NOTHING = "nothing"
"""The mark of what is not there."""
_LENGTH = 16


def mark(*values: Any) -> str:
    """A short text that is another one as soon as a value is."""
    told = json.dumps(values, ensure_ascii=False, default=str)
    return hashlib.sha256(told.encode()).hexdigest()[:_LENGTH]
