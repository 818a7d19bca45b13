"""How far behind training may be what is kept of it, by what the last write took."""

import pytest

from bpexplorer.project.recovery.place import MOST_BEHIND, MOST_WRITES_BEHIND, Done


@pytest.mark.parametrize(
    ("seconds", "processor", "behind"),
    [
        (0.003, 0.003, MOST_BEHIND),
        (0.4, 0.01, MOST_BEHIND),  # the machine did something else, or waited for the disk
        (0.5, 0.5, 0.5 * MOST_WRITES_BEHIND),
        (3.0, 0.01, 12.0),
    ],
)
def test_who_waits_only_for_the_disk_is_less_behind_than_who_computes(
    seconds: float, processor: float, behind: float
) -> None:
    done = Done(seconds, processor)
    assert done.behind == behind
    assert done.behind <= max(MOST_BEHIND, MOST_WRITES_BEHIND * seconds)
