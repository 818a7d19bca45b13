"""What a file is besides its bytes: owner, group, permissions, other names; and who else wrote to it meanwhile."""

import errno
import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from bpexplorer.project.disk import atomic
from bpexplorer.project.disk.outside import ABSENT, ChangedOutsideError, digest, digest_of

OLD, NEW, THEIRS = b"the old file", b"the new file", b"another program's file"
pytestmark = pytest.mark.skipif(os.name != "posix", reason="owners and links of POSIX systems")
ROOT_ONLY = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away"
)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "a.bin"
    path.write_bytes(OLD)
    return path


# Owner, group, permissions


@ROOT_ONLY
@pytest.mark.parametrize("mode", [0o664, 0o640, 0o600])
def test_who_owns_a_file_owns_it_also_after_root_has_saved_over_it(target: Path, mode: int) -> None:
    os.chown(target, 1000, 1000)
    target.chmod(mode)
    written = atomic.write(target, NEW)
    status = target.stat()
    assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (1000, 1000, mode)
    assert written.notes == ()


def not_permitted(*_: object) -> None:
    raise OSError(errno.EPERM, os.strerror(errno.EPERM))


@ROOT_ONLY
def test_a_group_that_cannot_be_kept_gives_no_rights_to_another_and_it_is_said(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.chown(target, 1000, 1000)
    target.chmod(0o664)
    monkeypatch.setattr(os, "fchown", not_permitted)
    written = atomic.write(target, NEW)
    assert target.read_bytes() == NEW
    assert stat.S_IMODE(target.stat().st_mode) == 0o644
    assert written.notes == ("The system doesn't let the file keep its owner and its group.",)


@pytest.mark.parametrize(("mode", "kept"), [(0o4755, 0o755), (0o2755, 0o755), (0o6711, 0o711)])
def test_bits_that_lend_a_user_s_rights_do_not_pass_to_new_bytes(target: Path, mode: int, kept: int) -> None:
    target.chmod(mode)
    atomic.write(target, NEW)
    assert stat.S_IMODE(target.stat().st_mode) == kept


def test_bytes_that_are_private_are_never_wider_on_their_way(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target.chmod(0o600)
    seen, real = [], os.write

    def write(descriptor: int, data: bytes) -> int:
        seen.append(stat.S_IMODE(os.fstat(descriptor).st_mode))
        return real(descriptor, data)

    monkeypatch.setattr(os, "write", write)
    atomic.write(target, NEW)
    assert seen == [0o600]


# Extended attributes


def with_attribute(path: Path) -> None:
    try:
        os.setxattr(path, "user.comment", b"for the lecture")
    except (AttributeError, OSError):
        pytest.skip("no extended attributes here")


def test_extended_attributes_pass_to_the_new_file(target: Path) -> None:
    with_attribute(target)
    assert atomic.write(target, NEW).notes == ()
    assert os.getxattr(target, "user.comment") == b"for the lecture"


def test_an_attribute_that_cannot_be_kept_is_named(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_attribute(target)
    monkeypatch.setattr(os, "setxattr", not_permitted)
    written = atomic.write(target, NEW)
    assert written.notes == ("The system doesn't let the file keep its attribute user.comment.",)
    assert target.read_bytes() == NEW


@pytest.mark.skipif(shutil.which("setfacl") is None, reason="setfacl sets access lists")
def test_an_access_list_passes_to_the_new_file(target: Path) -> None:
    if subprocess.run(["setfacl", "-m", "u:1234:rw", target], check=False).returncode:
        pytest.skip("no access lists here")
    atomic.write(target, NEW)
    listed = subprocess.run(["getfacl", "-n", target], capture_output=True, text=True, check=True).stdout
    assert "user:1234:rw-" in listed


# Other names


def test_another_name_of_the_file_keeps_the_older_content_and_that_is_said(target: Path) -> None:
    other = target.with_name("b.bin")
    os.link(target, other)
    (note,) = atomic.write(target, NEW).notes
    assert "another name (a hard link)" in note
    assert (target.read_bytes(), other.read_bytes()) == (NEW, OLD)
    assert atomic.write(target, OLD).notes == ()


# Changed outside


def test_a_file_that_is_as_expected_is_replaced_and_the_digest_is_that_of_the_new_one(target: Path) -> None:
    written = atomic.write(target, NEW, expected=digest(OLD))
    assert target.read_bytes() == NEW
    assert written.digest == digest_of(target)
    atomic.write(target, OLD, expected=written.digest)
    atomic.write(target.with_name("new"), NEW, expected=ABSENT)


def change(path: Path) -> None:
    path.write_bytes(THEIRS)


def exchange(path: Path) -> None:
    """As most programs save: another file takes its place, of the same size and time."""
    before = path.stat()
    other = path.with_name("other")
    other.write_bytes(OLD[::-1])
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(path)


@pytest.mark.parametrize("act", [change, exchange, Path.unlink])
def test_a_file_that_was_changed_outside_is_not_replaced(target: Path, act: object) -> None:
    act(target)  # type: ignore[operator]
    theirs = target.read_bytes() if target.exists() else None
    with pytest.raises(ChangedOutsideError) as caught:
        atomic.write(target, NEW, expected=digest(OLD))
    assert (target.read_bytes() if target.exists() else None) == theirs
    assert caught.value.found == (ABSENT if theirs is None else digest(theirs))
    assert caught.value.path == target
    assert not list(target.parent.glob(".bpx-*"))
    atomic.write(target, NEW, expected=caught.value.found)
    assert target.read_bytes() == NEW


def test_a_file_that_came_where_none_was_is_not_replaced(target: Path) -> None:
    with pytest.raises(ChangedOutsideError, match="was made by another program"):
        atomic.write(target, NEW, expected=ABSENT)
    assert target.read_bytes() == OLD


def test_a_file_that_was_only_touched_is_no_other(target: Path) -> None:
    os.utime(target, (1, 1))
    atomic.write(target, NEW, expected=digest(OLD))
    assert target.read_bytes() == NEW


def test_what_changes_while_the_new_file_is_being_written_counts_too(target: Path) -> None:
    with pytest.raises(ChangedOutsideError):
        atomic.write(target, NEW, check=lambda _: change(target), expected=digest(OLD))
    assert target.read_bytes() == THEIRS
