"""What is taken to be so where nobody said otherwise, once for planning, the day itself and paper."""

import re
from collections.abc import Mapping

USUAL_STAY = 40
"""Minutes at a stop."""
USUAL_LUNCH = 60
"""Minutes at a canteen."""
_WHEELCHAIR = re.compile("轮椅|輪椅|wheelchair", re.IGNORECASE)


def in_a_wheelchair(needs: Mapping[str, str]) -> bool:
    """Whether what somebody has told of their needs speaks of a wheelchair."""
    return any(_WHEELCHAIR.search(text) for text in needs.values())
