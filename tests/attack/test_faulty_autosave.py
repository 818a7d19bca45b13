"""Each system call of keeping unsaved work fails, or is the last: nothing kept is lost, and it is told truly."""

import shutil
import signal
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from bpexplorer.project.recovery.folder import folders
from bpexplorer.project.recovery.lost import Found, find
from tests.attack.faulty_autosave import Writers, calls_in, projects

pytestmark = pytest.mark.skipif(
    shutil.which("strace") is None, reason="strace injects faults (Debian: strace)"
)

FAULTS = ("error=ENOSPC", "error=EIO", "error=EACCES", "error=EDQUOT", "signal=SIGKILL")
#: A disk that takes a part of the bytes, or says that it has taken them.
SHORT = ("retval=0", "retval=1")
#: In the order of what goes wrong in the field; the sample takes the first.
COMMON = (
    "write:error=ENOSPC:when=2",
    "rename:signal=SIGKILL:when=2",
    "fsync:error=EIO:when=3",
    "mkdir:error=EACCES:when=1",
    "write:retval=1:when=3",
)


def all_faults(calls: Counter[str]) -> list[str]:
    each = [
        f"{call}:{fault}:when={number}"
        for call, most in sorted(calls.items())
        for number in range(1, most + 1)
        for fault in (*FAULTS, *(SHORT if call == "write" else ()))
    ]
    return [*COMMON, *(fault for fault in each if fault not in COMMON)]


def left_in(found: Found) -> int:
    """Which of the projects was found, whole; -1 for none. What is none of them is an error."""
    same = [[project.same_as(work.project) for project in projects()].index(True) for work in found.works]
    return max(same, default=-1)


@pytest.mark.timeout(7200)
def test_whatever_fails_what_was_kept_is_found_and_nothing_is_called_kept_that_is_not(
    tmp_path: Path, trials: Callable[[int, int], int]
) -> None:
    log = tmp_path / "log"
    ends: Counter[str] = Counter()
    with Writers() as writers:
        assert writers.traced(tmp_path / "whole", log) == (
            0,
            [*["kept"] * len(projects()), "saved", "cleared"],
        )
        assert find(tmp_path / "whole").works == ()
        faults = all_faults(calls_in(log))
        for number, fault in enumerate(faults[: trials(len(COMMON), len(faults))]):
            root = tmp_path / str(number)
            code, said = writers.traced(root, log, fault)
            about = f"{fault}: ended with {code}, said {said}"
            assert code in (0, -signal.SIGKILL), about
            ends.update(said or ["killed"])
            found = find(root)
            assert found.unreadable == (), about
            assert len(found.works) <= 1, about
            kept = [number for number, word in enumerate(said) if word == "kept"]
            left = left_in(found)
            if "saved" not in said:
                assert left >= max(kept, default=-1), about
            elif "cleared" in said:
                assert left == -1, about
            assert len(folders(root)) <= 1, about
            shutil.rmtree(root, ignore_errors=True)
    # It hit: a fault that nobody meets would pass as well.
    assert {"kept", "refused"} <= set(ends)
