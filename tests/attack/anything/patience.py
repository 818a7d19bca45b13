"""How long to wait for what must come, on a machine that may have much else to do."""

import os
from typing import Final

#: What somebody waits for, and how long an event stands still, where nothing else is to be done.
PATIENCE: Final = 30.0
STANDSTILL_SECONDS: Final = 90.0


def stretched(seconds: float) -> float:
    """What takes so long at most where each process has a processor to itself, takes at most so long now.

    Where many wait for few processors, each gets its share of them. (A play at ``nice -n 19`` gets less: windows were
    taken for standing still that hadn't had three seconds of a processor in ninety.)
    """
    return seconds * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
