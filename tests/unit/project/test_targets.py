"""What a path leads to is decided once: what `check_target` lets pass, `write` writes, or it is the disk's fault."""

import errno
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from bpexplorer.project.disk import atomic
from bpexplorer.project.errors import ProjectFileError

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes and devices of POSIX systems")
DATA = b"kind,epoch\n" * 20_000  # more than a pipe holds


def code_of_check(path: Path) -> str:
    with pytest.raises(ProjectFileError) as caught:
        atomic.check_target(path)
    return caught.value.code


def code_of_write(path: Path) -> str:
    with pytest.raises(ProjectFileError) as caught:
        atomic.write(path, DATA)
    return caught.value.code


def unusable(folder: Path) -> list[Path]:
    (folder / "folder").mkdir()
    (folder / "file").write_bytes(b"old")
    (folder / "read-only").write_bytes(b"old")
    (folder / "read-only").chmod(0o444)
    (folder / "circle").symlink_to("circle")
    (folder / "to nowhere").symlink_to(folder / "gone" / "file")
    (folder / "link to folder").symlink_to("folder")
    os.mkfifo(folder / "pipe without reader")
    (folder / "link to pipe").symlink_to("pipe without reader")
    names = ["folder", "file/within", "read-only", "circle", "to nowhere", "link to folder", "gone/file"]
    names += ["pipe without reader", "link to pipe", "x" * 300, "nul\0nul", "socket"]
    return [folder / name for name in names]


def test_what_cannot_be_written_is_refused_before_with_the_very_words_of_the_write(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        paths = unusable(tmp_path)
        listening.bind(str(tmp_path / "socket"))
        for path in paths:
            assert code_of_check(path) == code_of_write(path), path
        with pytest.raises(ProjectFileError) as before:
            atomic.check_target(tmp_path / "socket")
    assert before.value.code == "not_a_file"


def test_a_link_that_cannot_be_followed_to_its_end_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"old")
    (tmp_path / "link").symlink_to("file")

    def failing(*_: object, **__: object) -> str:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patch:
        patch.setattr(os, "readlink", failing)
        assert code_of_write(tmp_path / "link") == "disk_fault"
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_bytes() == b"old"


def test_a_disk_itself_is_never_written_over() -> None:
    disks = (
        [path for path in Path("/dev").iterdir() if path.is_block_device()] if Path("/dev").is_dir() else []
    )
    if not disks:
        pytest.skip("no block device here")
    assert code_of_check(disks[0]) == "not_a_file"


def read_from(path: Path) -> tuple[threading.Thread, list[bytes]]:
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(path.read_bytes()))
    reader.start()
    return reader, got


def test_a_named_pipe_gets_the_bytes_and_its_reader_hears_of_nothing_before(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        atomic.check_target(pipe)
        atomic.check_target(pipe)
        with pytest.raises(BlockingIOError):  # there will be something: this isn't the end
            os.read(reading, 1)
        reader, got = read_from(pipe)
        atomic.write(pipe, DATA)
        reader.join()
    finally:
        os.close(reading)
    assert got == [DATA]
    assert pipe.is_fifo()


def test_a_device_takes_the_bytes_and_stays_what_it_is() -> None:
    atomic.check_target(Path("/dev/null"))
    atomic.write(Path("/dev/null"), DATA)
    assert Path("/dev/null").is_char_device()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_device_that_is_full_is_not_believed() -> None:
    atomic.check_target(Path("/dev/full"))
    assert code_of_write(Path("/dev/full")) == "disk_full"


WRITES = """
import sys
from pathlib import Path
from bpexplorer.project.disk import atomic
from bpexplorer.project.errors import ProjectFileError
path = Path(sys.argv[1])
print("before")
try:
    target = atomic.check_target(path)
    atomic.write(path, b"the bytes\\n")
except ProjectFileError as error:
    sys.exit(error.code)
print("after", file=sys.stderr)
assert target.is_stdout
"""


@pytest.mark.parametrize("name", ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "link"])
@pytest.mark.parametrize("into", ["pipe", "file"])
def test_the_standard_output_is_written_under_each_of_its_names(tmp_path: Path, name: str, into: str) -> None:
    (tmp_path / "link").symlink_to("/dev/stdout")
    path = str(tmp_path / name) if name == "link" else name
    with (tmp_path / "out").open("wb") as out:
        stdout = subprocess.PIPE if into == "pipe" else out
        ended = subprocess.run(
            [sys.executable, "-c", WRITES, path], stdout=stdout, stderr=subprocess.PIPE, check=False
        )
    assert (ended.returncode, ended.stderr) == (0, b"after\n")
    written = ended.stdout if into == "pipe" else (tmp_path / "out").read_bytes()
    assert written == b"before\nthe bytes\n"


def test_the_file_that_the_shell_writes_our_words_to_is_not_replaced(tmp_path: Path) -> None:
    with (tmp_path / "out").open("wb") as out:
        ended = subprocess.run(
            [sys.executable, "-c", WRITES, str(tmp_path / "out")],
            stdout=out,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (ended.returncode, ended.stderr) == (0, b"after\n")
    assert (tmp_path / "out").read_bytes() == b"before\nthe bytes\n"


def test_a_closed_standard_output_is_refused_before() -> None:
    script = WRITES.replace('print("before")', "")
    command = ["sh", "-c", '"$0" -c "$1" - >&-', sys.executable, script]
    ended = subprocess.run(command, stderr=subprocess.PIPE, check=False)
    assert (ended.returncode, ended.stderr) == (1, b"not_a_file\n")


def test_a_window_that_wants_a_plain_file_gets_no_pipe() -> None:
    with pytest.raises(ProjectFileError, match="not a plain file"):
        atomic.check_target(Path("/dev/null"), streams=False)
