"""Temporary files of saves that were killed go away with the next one; whatever may be in use stays."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bpexplorer.project.disk import atomic
from bpexplorer.project.disk.leftovers import OLD_SECONDS, lock, remove_leftovers

LEFT = ".bpx-0123456789abcdef.tmp"


def left_behind(folder: Path, name: str = LEFT, *, age: float = OLD_SECONDS + 60) -> Path:
    path = folder / name
    path.write_bytes(b"half of a pro")
    long_ago = time.time() - age
    os.utime(path, (long_ago, long_ago))
    return path


KILLED = """
import os, signal, sys
from pathlib import Path
from bpexplorer.project.disk import atomic
os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)
atomic.write(Path(sys.argv[1]), b"the new file")
"""


@pytest.mark.skipif(os.name != "posix", reason="kills a process")
def test_what_a_killed_save_leaves_is_removed_by_a_later_one(tmp_path: Path) -> None:
    target = tmp_path / "a.bin"
    ended = subprocess.run([sys.executable, "-c", KILLED, str(target)], check=False)
    assert ended.returncode == -signal.SIGKILL
    (left,) = tmp_path.iterdir()
    atomic.write(target, b"soon after")
    assert left.exists()
    os.utime(left, (1, 1))
    atomic.write(target, b"long after")
    assert list(tmp_path.iterdir()) == [target]


def test_an_old_one_that_is_still_written_stays(tmp_path: Path) -> None:
    path = left_behind(tmp_path)
    with path.open("rb") as writing:
        if not lock(writing.fileno()):
            pytest.skip("no locks here")
        remove_leftovers(tmp_path)
        assert path.exists()
    remove_leftovers(tmp_path)
    assert not path.exists()


def test_a_temporary_is_locked_until_it_has_taken_its_place(tmp_path: Path) -> None:
    def somebody_else_saves(data: bytes) -> None:
        for path in tmp_path.glob(".bpx-*.tmp"):
            os.utime(path, (1, 1))
        remove_leftovers(tmp_path)

    atomic.write(tmp_path / "a.bin", b"the new file", check=somebody_else_saves)
    assert (tmp_path / "a.bin").read_bytes() == b"the new file"


@pytest.mark.parametrize(
    "name",
    ["bpx-0123456789abcdef.tmp", ".bpx-0123.tmp", ".bpx-0123456789abcdef.tmp~", ".bpx-my-own-notes.tmp"],
)
def test_files_of_other_names_stay(tmp_path: Path, name: str) -> None:
    path = left_behind(tmp_path, name)
    remove_leftovers(tmp_path)
    assert path.exists()


def test_what_is_no_plain_file_stays_and_what_a_link_leads_to(tmp_path: Path) -> None:
    precious = left_behind(tmp_path, "precious.bpx")
    (tmp_path / LEFT).symlink_to(precious)
    (tmp_path / ".bpx-0000000000000000.tmp").mkdir()
    os.link(precious, tmp_path / ".bpx-1111111111111111.tmp")
    before = sorted(tmp_path.iterdir())
    remove_leftovers(tmp_path)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_those_of_other_users_stay_but_for_the_owner_s_of_what_is_written(tmp_path: Path) -> None:
    path = left_behind(tmp_path)
    os.chown(path, 1000, 1000)
    atomic.write(tmp_path / "a.bin", b"mine")
    assert path.exists()
    os.chown(tmp_path / "a.bin", 1000, 1000)
    atomic.write(tmp_path / "a.bin", b"theirs")
    assert not path.exists()


def test_a_folder_that_cannot_be_looked_through_is_no_fault(tmp_path: Path) -> None:
    remove_leftovers(tmp_path / "gone")
    remove_leftovers(tmp_path / "nul\0nul")
