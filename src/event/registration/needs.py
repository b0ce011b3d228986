"""What people have told of their needs, as it is understood."""

import re
from collections.abc import Mapping

_WHEELCHAIR = re.compile("轮椅|輪椅|wheelchair", re.IGNORECASE)


def in_a_wheelchair(needs: Mapping[str, str]) -> bool:
    """Whether what somebody has told of their needs speaks of a wheelchair."""
    return any(_WHEELCHAIR.search(text) for text in needs.values())
