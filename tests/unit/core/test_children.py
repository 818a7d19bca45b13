"""Child processes: what they tell and give, and in what words it is said how they ended."""

import os
import select
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bpexplorer.core.children import inside, outside
from bpexplorer.core.children.outside import ChildCommand, ChildError, Conversation, outcome, run
from tests.child import command

ROOT = Path(__file__).parents[3]
posix = pytest.mark.skipif(os.name != "posix", reason="signals and limits of POSIX systems")


@pytest.fixture(autouse=True)
def _tests_can_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


def test_a_child_tells_how_far_it_is_and_gives_bytes_whatever_foreign_code_prints() -> None:
    told: list[object] = []
    assert run(command("shout", "oyez ", "50000"), told.append) == b"OYEZ " * 50_000
    assert told == [{"share": 0.5}, "nearly"]


@posix
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("eat",), "more memory than it may take, which is 2 GB"),
        (("refuse",), "This file is no table. Choose another."),
        (("break",), "The process that was to test children failed with code 1; the log says more."),
        (("die", "SIGKILL"), "ended by the signal SIGKILL, perhaps for lack of memory. Close other programs"),
        (("die", "SIGSEGV"), "ended by the signal SIGSEGV"),
        (("stop", "7"), "failed with code 7"),
        (("stop", "0"), "gave no result"),
    ],
)
def test_the_end_of_a_child_without_a_result_is_a_sentence(arguments: tuple[str, ...], words: str) -> None:
    with pytest.raises(ChildError) as raised:
        run(command(*arguments))
    assert words in str(raised.value)


def test_a_child_that_can_t_be_started_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with pytest.raises(ChildError, match="No process can be started to test children: No such file"):
        run(command("shout", "a", "1"))


def test_a_child_is_of_the_package_that_started_it_though_that_is_not_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "checkout" / "bpexplorer"
    for name in ("errors", "children/inside", "children/start"):
        target = package / "core" / f"{name}.py"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "bpexplorer" / "core" / f"{name}.py", target)
    for folder in (package, package / "core", package / "core" / "children"):
        (folder / "__init__.py").touch()
    (package / "work.py").write_text(
        "import sys\n"
        "from bpexplorer.core.children import inside\n"
        "if __name__ == '__main__':\n"
        "    sys.exit(inside.serve(lambda arguments, tell: f'{inside.__file__} {arguments}'.encode()))\n"
    )
    monkeypatch.setattr(outside, "_START", package / "core" / "children" / "start.py")
    said = run(ChildCommand("bpexplorer.work", purpose="say where it is from", arguments=("a", "b")))
    assert said.decode() == f"{package / 'core' / 'children' / 'inside.py'} ['a', 'b']"


def test_nothing_of_the_current_folder_is_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('a file of the user was run')")
    monkeypatch.chdir(tmp_path)
    assert run(command("shout", "a", "1")) == b"A"


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="Linux tells of the end of any process")
@pytest.mark.parametrize("act", ["wait", "cling"])
def test_a_child_ends_with_the_process_that_started_it_however_that_ends(act: str, tmp_path: Path) -> None:
    code = (
        "import os, signal\n"
        "from bpexplorer.core.children.outside import run\n"
        "from tests.child import command\n"
        f"run(command({act!r}, {str(tmp_path / 'end')!r}, '0.05'), lambda pid: (print(pid, flush=True), "
        "os.kill(os.getpid(), signal.SIGKILL)))"
    )
    ended = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, check=False)
    assert ended.returncode == -signal.SIGKILL
    wait_for_end(int(ended.stdout))
    if act == "wait":
        assert (tmp_path / "end").read_text() == "tidied up"


def wait_for_end(pid: int) -> None:
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    ready, _, _ = select.select([descriptor], [], [], 20)
    os.close(descriptor)
    assert ready


def test_a_system_without_limits_says_so_and_a_child_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)
    assert inside.limit_memory(2**30).startswith("This system doesn't bound the memory")


def test_what_was_said_of_the_limit_stands_in_the_sentence_on_a_death() -> None:
    conversation = Conversation()
    assert list(conversation.feed(b'{"note": "Nothing bounds it."}\n')) == []
    with pytest.raises(
        ChildError, match=r"signal SIGKILL, perhaps for lack of memory. Nothing bounds it. Close"
    ):
        outcome(command("eat"), conversation, code=9, killed_by=9, errors="")


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_a_conversation_is_understood_however_it_is_cut(size: int) -> None:
    data = b'{"told": 1}\n{"told": {"a": "\xc3\xb1"}}\n{"result": 4}\n\n{}\n'
    conversation, told = Conversation(), []
    for begin in range(0, len(data), size):
        told += conversation.feed(data[begin : begin + size])
    assert told == [1, {"a": "ñ"}]
    assert conversation.result == b"\n{}\n"


@pytest.mark.parametrize(
    "data",
    [b"hello\n", b"[]\n", b'{"result": -1}\n', b'{"result": 2}\nabc', b'{"result": 2}\na', b"x" * 1_000_001],
)
def test_what_no_child_of_ours_says_is_no_result(data: bytes) -> None:
    conversation = Conversation()
    assert list(conversation.feed(data)) == []
    assert conversation.result is None
    with pytest.raises(ChildError, match="gave no result"):
        outcome(ChildCommand("m", purpose="p"), conversation, code=0, killed_by=None, errors="")
