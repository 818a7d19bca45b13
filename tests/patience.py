"""How long a test waits for what is to come: a green one never that long, and on a busy machine none gives up early."""

from functools import partialmethod

from pytestqt.qtbot import QtBot

#: Milliseconds. Whoever runs the tests may do other things meanwhile, and pytest-qt would give up after 5,000.
PATIENCE = 30_000

_WAITING = ("waitActive", "waitCallback", "waitExposed", "waitSignal", "waitSignals", "waitUntil")

#: pytest-qt's own, with a limit that only what never comes will reach.
PatientBot = type(
    "PatientBot", (QtBot,), {name: partialmethod(getattr(QtBot, name), timeout=PATIENCE) for name in _WAITING}
)
