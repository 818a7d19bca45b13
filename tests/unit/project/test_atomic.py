"""One writer for all files: the old file or the new one is there, whole, and every fault is a sentence."""

import errno
import os
import random
import signal
import stat
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

import pytest

from bpexplorer.project.disk import atomic, outside
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.parts.blocks import Block, Blocks

OLD, NEW = b"the old file" * 1000, b"the new file" * 1500
POSIX_ONLY = pytest.mark.skipif(os.name != "posix", reason="permission bits and links of POSIX systems")


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def refused(path: Path, data: Iterable[Block] | bytes = NEW) -> ProjectFileError:
    with pytest.raises(ProjectFileError) as caught:
        atomic.write(path, data)
    return caught.value


def test_a_new_file_holds_the_bytes_and_has_the_permissions_that_the_umask_gives(tmp_path: Path) -> None:
    atomic.write(tmp_path / "a.bin", NEW)
    (tmp_path / "plain").write_bytes(b"")
    assert (tmp_path / "a.bin").read_bytes() == NEW
    assert (tmp_path / "a.bin").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_an_empty_file_can_be_written(tmp_path: Path) -> None:
    atomic.write(tmp_path / "empty", b"")
    assert (tmp_path / "empty").read_bytes() == b""


@POSIX_ONLY
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755])
def test_a_replaced_file_keeps_its_permissions_and_nothing_else_is_left(tmp_path: Path, mode: int) -> None:
    target = tmp_path / "a.bin"
    target.write_bytes(OLD)
    target.chmod(mode)
    atomic.write(target, NEW)
    assert target.read_bytes() == NEW
    assert stat.S_IMODE(target.stat().st_mode) == mode
    assert names_in(tmp_path) == ["a.bin"]


@POSIX_ONLY
def test_a_link_stays_a_link_and_the_file_behind_it_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    real, link = tmp_path / "there" / "real.bin", tmp_path / "link.bin"
    real.write_bytes(OLD)
    link.symlink_to(Path("there") / "real.bin")
    atomic.write(link, NEW)
    assert link.is_symlink()
    assert real.read_bytes() == NEW
    assert names_in(tmp_path / "there") == ["real.bin"]


@POSIX_ONLY
def test_a_link_to_nothing_yet_is_followed_and_a_circle_of_links_is_refused(tmp_path: Path) -> None:
    (tmp_path / "dangling").symlink_to("new.bin")
    atomic.write(tmp_path / "dangling", NEW)
    assert (tmp_path / "new.bin").read_bytes() == NEW
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    assert "leads back to itself" in str(refused(tmp_path / "a"))


@POSIX_ONLY
def test_a_read_only_file_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "a.bin"
    target.write_bytes(OLD)
    target.chmod(0o444)
    assert refused(target).code == "read_only"
    assert target.read_bytes() == OLD


@POSIX_ONLY
def test_a_pipe_that_nobody_reads_keeps_nobody_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refused(tmp_path / "pipe").code == "no_reader"


def test_places_that_take_no_file_are_refused_with_file_folder_reason_and_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(OLD)
    (tmp_path / "folder").mkdir()
    places = {
        tmp_path / "gone" / "a.bin": ("no_folder", "the folder doesn't exist", "Create it"),
        tmp_path / "file" / "a.bin": ("no_folder", "is a file, not a folder", "Choose another folder"),
        tmp_path / "folder": ("is_folder", "this is a folder", "Choose another name"),
        tmp_path / ("x" * 300): ("bad_name", "the name is too long", "Choose a shorter name"),
        tmp_path / "nul\0nul": ("bad_name", "the system doesn't take this name", "Choose another name"),
    }
    for path, (code, reason, remedy) in places.items():
        error = refused(path)
        assert error.code == code
        assert reason in str(error)
        assert remedy in str(error)
        assert str(path.parent) in str(error)
        assert "\0" not in str(error)
    assert names_in(tmp_path) == ["file", "folder"]


SYSTEM_CALLS = ["open", "write", "fsync", "close", "replace", "fchmod"]
FAULTS = {
    errno.ENOSPC: "the disk is full",
    errno.EACCES: "no permission",
    errno.EROFS: "can only be read",
    errno.EIO: "reports a fault",
    errno.EDQUOT: "share of the disk",
    errno.EXDEV: os.strerror(errno.EXDEV),
}


@pytest.mark.parametrize("call", SYSTEM_CALLS)
@pytest.mark.parametrize("number", FAULTS)
def test_whichever_system_call_fails_the_old_file_stays_and_the_reason_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    target = tmp_path / "a.bin"
    target.write_bytes(OLD)
    real = getattr(os, call)

    def failing(*args: object, **kwargs: object) -> object:
        if call == "close":
            real(*args)
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, call, failing)
        error = refused(target)
    assert FAULTS[number] in str(error)
    assert "a.bin" in str(error)
    assert target.read_bytes() == OLD
    assert names_in(tmp_path) == ["a.bin"]


def test_a_disk_that_fills_up_in_the_middle_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.bin"
    target.write_bytes(OLD)
    real, written = os.write, 0

    def filling(descriptor: int, data: bytes) -> int:
        nonlocal written
        if written >= 4096:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written += real(descriptor, data[:1000])
        return min(1000, len(data))

    monkeypatch.setattr(os, "write", filling)
    assert refused(target).code == "disk_full"
    assert target.read_bytes() == OLD
    assert names_in(tmp_path) == ["a.bin"]


def test_writes_that_take_only_a_part_are_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: real(descriptor, data[:777]))
    atomic.write(tmp_path / "a.bin", NEW)
    assert (tmp_path / "a.bin").read_bytes() == NEW


@POSIX_ONLY
def test_a_limit_that_the_system_really_enforces_is_reported(tmp_path: Path) -> None:
    import resource

    target = tmp_path / "a.bin"
    target.write_bytes(OLD)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        error = refused(target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert error.code == "too_large"
    assert target.read_bytes() == OLD
    assert names_in(tmp_path) == ["a.bin"]


def test_a_disk_that_gives_back_other_bytes_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.bin"
    target.write_bytes(OLD)
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: real(descriptor, b"\0" * len(data)))
    for data in (NEW, Blocks(NEW[:70_000], NEW), iter([NEW[:70_000], NEW])):
        assert refused(target, data).code == "disk_fault"
        assert target.read_bytes() == OLD


def test_long_bytes_are_written_as_they_come_block_by_block(tmp_path: Path) -> None:
    blocks = [b"", *(bytes([number % 256]) * (number * 7919 % 100_000) for number in range(40)), b"end"]
    for data in (Blocks(*blocks), iter(blocks)):
        written = atomic.write(tmp_path / "a.bin", data)
        assert (tmp_path / "a.bin").read_bytes() == b"".join(blocks)
        assert written.digest == outside.digest(b"".join(blocks))


def test_bytes_that_fail_the_callers_check_replace_nothing(tmp_path: Path) -> None:
    target = tmp_path / "a.bin"
    target.write_bytes(OLD)

    def check(file: BinaryIO) -> None:
        assert file.read() == NEW
        raise ProjectFileError("it means something else", code="different", remedy="Save again.")

    with pytest.raises(ProjectFileError, match=r"a\.bin.*it means something else"):
        atomic.write(target, NEW, check=check)
    assert target.read_bytes() == OLD
    assert names_in(tmp_path) == ["a.bin"]


def test_an_interruption_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.bin"
    target.write_bytes(OLD)

    def interrupted(descriptor: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", interrupted)
        with pytest.raises(KeyboardInterrupt):
            atomic.write(target, NEW)
    assert target.read_bytes() == OLD
    assert names_in(tmp_path) == ["a.bin"]


@POSIX_ONLY
def test_a_folder_that_is_not_flushed_is_said_although_the_file_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync

    def fsync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    error = refused(tmp_path / "a.bin")
    assert error.code == "not_confirmed"
    assert (tmp_path / "a.bin").read_bytes() == NEW


KILLED_AT = """
import os, signal, sys
from pathlib import Path
from bpexplorer.project.disk import atomic

call, when = sys.argv[2], sys.argv[3]
real = getattr(os, call)
def deadly(*args, **kwargs):
    if when == "after":
        real(*args, **kwargs)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(os, call, deadly)
atomic.write(Path(sys.argv[1]), b"the new file" * 1500)
"""


@POSIX_ONLY
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("call", ["open", "write", "fsync", "replace"])
def test_killed_at_any_system_call_the_old_or_the_new_file_is_there_whole(
    tmp_path: Path, call: str, when: str
) -> None:
    target = tmp_path / "a.bin"
    target.write_bytes(OLD)
    ended = subprocess.run([sys.executable, "-c", KILLED_AT, str(target), call, when], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert target.read_bytes() == (NEW if (call, when) == ("replace", "after") else OLD)


WRITING_ALL_THE_TIME = """
import sys
from itertools import count
from pathlib import Path
from bpexplorer.project.disk import atomic

print("ready", flush=True)
for n in count():
    atomic.write(Path(sys.argv[1]), bytes([65 + n % 26]) * 200_000)
"""


@POSIX_ONLY
def test_killed_at_random_moments_a_whole_file_is_there_every_time(tmp_path: Path) -> None:
    rng = random.Random(20261121)
    target = tmp_path / "a.bin"
    target.write_bytes(b"A" * 200_000)
    for _ in range(8):
        arguments = [sys.executable, "-c", WRITING_ALL_THE_TIME, str(target)]
        with subprocess.Popen(arguments, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(timeout=rng.uniform(0.0, 0.03))
            process.kill()
        data = target.read_bytes()
        assert len(data) == 200_000
        assert data == data[:1] * 200_000
