"""What tests of the mathematics left out is said at the end of the run, not passed over."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest


@dataclass
class Tally:
    """How many entries one kind of comparison had, and how many of them it left out."""

    reason: str
    left_out: int = 0
    entries: int = 0

    def __str__(self) -> str:
        share = 100 * self.left_out / self.entries
        return f"{self.left_out} of {self.entries} entries ({share:.2f} %) were left out: {self.reason}"


_tallies = pytest.StashKey[dict[str, Tally]]()


@pytest.fixture
def leave_out(request: pytest.FixtureRequest) -> Callable[[str, int, int], float]:
    """Note under a reason how many of how many entries a test leaves out; gives back the share of this test so far."""
    own: dict[str, Tally] = {}

    def note(reason: str, left_out: int, entries: int) -> float:
        for tallies in (own, request.config.stash.setdefault(_tallies, {})):
            tally = tallies.setdefault(reason, Tally(reason))
            tally.left_out += left_out
            tally.entries += entries
        return own[reason].left_out / own[reason].entries

    return note


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for tally in config.stash.get(_tallies, {}).values():
        terminalreporter.write_line(str(tally))
