"""What was compiled is used undamaged or not at all; where it isn't used, numpy trains, and it is said once."""

import errno
import os
import shutil
import signal
import sys
import time
from dataclasses import replace
from types import SimpleNamespace

import pytest

from bpexplorer.cli import warming
from bpexplorer.cli.main import main
from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.children.outside import ChildCommand
from bpexplorer.core.engine import choice
from bpexplorer.core.engine.base import EngineError
from bpexplorer.core.engine.compiled import cache, kernels, warm
from bpexplorer.core.training.trainer import Trainer
from tests import interpreted
from tests.engines import keep_as_compiled, numpy_trainer, seemingly_compiled
from tests.made_up.arctan import Arctan
from tests.runs import advance, assert_same_run, start

START = start()


@pytest.fixture
def made(monkeypatch, tmp_path):
    with seemingly_compiled(monkeypatch, tmp_path / "cache") as folder:
        yield folder


def files_of(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def empty(path):
    path.write_bytes(b"")


def truncate(path):
    path.write_bytes(path.read_bytes()[:-1])


def flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def garbage(path):
    path.write_bytes(bytes(range(256)))


def remove(path):
    path.unlink()


def put_a_folder_there(path):
    path.unlink()
    path.mkdir()


def test_what_was_compiled_is_the_users_alone_and_undamaged(made):
    assert cache.is_warm()
    assert cache.damage() is None
    assert [path.name for path in files_of(made)] == ["steps.1.nbc", "steps.nbi", "ready"]
    assert [path.name for path in made.parent.iterdir()] == [made.name]  # nothing else is left
    if os.name == "posix":
        assert made.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("harm", [empty, truncate, flip, garbage, remove, put_a_folder_there])
@pytest.mark.parametrize("which", [0, 1, 2], ids=["nbc", "nbi", "ready"])
def test_with_any_file_of_it_damaged_numpy_trains_and_it_is_said_once(made, which, harm, monkeypatch):
    trainer, other = Trainer(START), Trainer(START)
    harm(files_of(made)[which])
    first = trainer.advance(3)
    assert first.steps == 3
    assert trainer.engine == "numpy float64"
    assert str(made) in first.notice
    assert "removed" in first.notice
    assert "bpexplorer warm" in first.notice
    assert trainer.advance(2).notice is None
    assert not made.exists()
    assert not cache.is_warm()
    assert Trainer(START).engine == "numpy float64"
    assert_same_run(trainer.state(), advance(numpy_trainer(START, monkeypatch), 5).state())
    assert advance(other, 5).state().engine == "numpy"  # a trainer that was there before falls back as well


def test_a_compiled_run_that_falls_back_says_that_numpy_makes_its_steps(made, monkeypatch):
    begun = advance(numpy_trainer(START, monkeypatch), 7).state()
    trainer = Trainer(replace(begun, engine="compiled"))
    assert trainer.engine == "compiled float64"
    empty(files_of(made)[0])
    assert trainer.advance(1).notice is not None
    assert trainer.state().engine == "numpy"
    advance(trainer, 4)
    assert_same_run(trainer.state(), advance(numpy_trainer(begun, monkeypatch), 5).state())


def test_whatever_numba_raises_where_it_loads_is_a_fall_back(made, monkeypatch):
    for error in (
        EOFError(),
        OSError(errno.EACCES, "no"),
        ImportError("llvmlite\nis gone"),
        RuntimeError("ELF"),
    ):

        def kernel(_name, error=error):
            raise error

        keep_as_compiled()
        monkeypatch.setattr(cache, "_is_given_up", False)
        monkeypatch.setattr(kernels, "kernel", kernel)
        trainer = Trainer(START)
        notice = trainer.advance(1).notice
        assert type(error).__name__ in notice
        assert "\n" not in notice
        assert trainer.engine == "numpy float64"
        assert not made.exists()


def test_an_engine_that_loads_falls_back_on_nothing(made, monkeypatch):
    monkeypatch.setattr(kernels, "kernel", interpreted.kernel)
    trainer = Trainer(START)
    assert trainer.advance(1).notice is None
    assert trainer.engine == "compiled float64"
    assert cache.is_warm()


@pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")
def test_a_folder_that_others_may_write_to_is_not_read(made):
    made.chmod(0o777)
    assert cache.damage() == "other users may write to it"


@pytest.mark.skipif(os.name != "posix", reason="owners are those of POSIX")
def test_a_folder_of_somebody_else_is_not_read(made, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: made.stat().st_uid + 1)
    assert cache.damage() == "it belongs to another user"


def test_a_folder_that_cannot_be_removed_is_left_and_said(made, monkeypatch):
    def refuse(path):
        raise PermissionError(errno.EACCES, "Permission denied")

    trainer = Trainer(START)
    empty(files_of(made)[1])
    monkeypatch.setattr(shutil, "rmtree", refuse)
    notice = trainer.advance(1).notice
    assert "delete it by hand" in notice
    assert Trainer(START).engine == "numpy float64"


@pytest.mark.parametrize("what", ["file", "link", "long"])
def test_a_cache_that_cannot_be_looked_into_is_as_good_as_none(made, what, monkeypatch, tmp_path):
    place = tmp_path / ("x" * 300 if what == "long" else what)
    if what == "file":
        place.write_text("")
    elif what == "link":
        place.symlink_to(place)
    monkeypatch.setenv("BPEXPLORER_CACHE", str(place))
    assert not cache.is_warm()
    assert cache.damage() is not None
    assert advance(Trainer(START), 1).engine == "numpy float64"


def test_a_user_without_a_home_has_a_cache_nevertheless(monkeypatch):
    def no_home():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(cache.Path, "home", no_home)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert cache.folder().name.startswith("engine-")


def test_what_is_compiled_replaces_what_is_damaged_and_leaves_what_is_whole(made):
    index = files_of(made)[1]
    keep_as_compiled(b"other")
    assert index.read_bytes() == b"compiled"
    empty(index)
    keep_as_compiled(b"other")
    assert index.read_bytes() == b"other"
    assert cache.damage() is None


def test_what_could_not_be_compiled_whole_leaves_nothing(made):
    def make_half():
        with cache.made_anew():
            (cache._made_in / "steps.nbi").write_bytes(b"half")
            raise OSError(errno.ENOSPC, "No space left on device")

    cache.drop()
    with pytest.raises(OSError, match="No space"):
        make_half()
    assert list(made.parent.iterdir()) == []
    assert not cache.is_warm()


def test_another_version_of_numba_has_an_engine_of_its_own(made, monkeypatch, tmp_path):
    package = tmp_path / "numba"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "_version.py").write_text("version = '0.68'")
    monkeypatch.syspath_prepend(tmp_path)
    for name in [name for name in sys.modules if name.partition(".")[0] == "numba"]:
        monkeypatch.delitem(sys.modules, name)
    cache._fingerprint.cache_clear()
    assert cache.folder() != made
    before = cache.folder()
    (package / "_version.py").write_text("version = '0.68.1'")
    cache._fingerprint.cache_clear()
    assert cache.folder() != before
    cache._fingerprint.cache_clear()


# The command warm


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "No space left on device. Make room"),
        (PermissionError(errno.EACCES, "Permission denied"), "you may write to it"),
        (RuntimeError("LLVM\nis broken"), "numba can't compile the engine (RuntimeError: LLVM)"),
    ],
    ids=["space", "permission", "numba"],
)
def test_compiling_says_in_a_sentence_why_it_fails(made, error, words, monkeypatch):
    def kernel(_name):
        raise error

    cache.drop()
    monkeypatch.setattr(kernels, "kernel", kernel)
    with pytest.raises(EngineError) as raised:
        warm.warm()
    assert words in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_cache_that_cannot_be_made_is_said_with_its_place(made, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("BPEXPLORER_CACHE", str(tmp_path / "file" / "cache"))
    with pytest.raises(EngineError, match=r"file.cache: Not a directory.*BPEXPLORER_CACHE"):
        warm.warm()


def test_what_compilers_that_were_killed_have_left_goes_with_the_next_and_nothing_else(made):
    left, worked_at = made.parent / "compiling-left", made.parent / "compiling-now"
    for folder in (left, worked_at):
        folder.mkdir()
        (folder / "steps.nbi").write_bytes(b"half")
    os.utime(left, (1, 1))
    with pytest.raises(OSError, match="kept nothing"), cache.made_anew():
        pass
    assert sorted(made.parent.glob("compiling-*")) == [worked_at]


def test_engines_that_nobody_has_used_for_a_month_go_when_another_is_compiled_and_no_other_does(made):
    def engine(name, *, days):
        folder = made.parent / name
        folder.mkdir()
        (folder / "ready").write_text("{}")
        os.utime(folder / "ready", (0, time.time() - days * 86400))
        return folder

    forgotten, recent = engine("engine-forgotten", days=31), engine("engine-recent", days=29)
    never_ready = made.parent / "engine-never-ready"
    never_ready.mkdir()
    os.utime(never_ready, (1, 1))
    foreign = engine("something-else", days=400)
    os.utime(made / "ready", (1, 1))
    with pytest.raises(OSError, match="kept nothing"), cache.made_anew():
        pass
    assert not forgotten.exists()
    assert not never_ready.exists()
    assert sorted(made.parent.iterdir()) == sorted([made, recent, foreign])


def test_an_engine_that_is_loaded_is_in_use_from_then_on(made, monkeypatch):
    monkeypatch.setitem(sys.modules, "numba", SimpleNamespace(config=SimpleNamespace(CACHE_DIR="")))
    os.utime(made / "ready", (1, 1))
    with cache.used_by_numba():
        pass
    assert time.time() - (made / "ready").stat().st_mtime < 600
    assert cache.damage() is None


class Unheard(Arctan):
    """One that no other test has made known."""

    name = "unheard"


def test_no_process_is_started_to_compile_what_it_wouldn_t_know(made, monkeypatch):
    cache.drop()
    # A process that has loaded the engine goes on with what that knows.
    monkeypatch.delitem(sys.modules, "bpexplorer.core.engine.compiled.dispatch", raising=False)
    monkeypatch.setitem(ACTIVATIONS, Unheard.name, Unheard())
    assert not warm.is_wanted()


def test_no_engine_is_compiled_for_a_process_that_numpy_is_chosen_for(made, monkeypatch):
    cache.drop()
    assert warm.is_wanted()
    monkeypatch.setenv(choice.SWITCH, "numpy")
    assert not warm.is_wanted()


KILLED = [sys.executable, "-S", "-c", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"]
REFUSED = [sys.executable, "-S", "-c", """print('{"error": "No space for it. Make room."}')"""]


@pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")
@pytest.mark.parametrize(
    ("command", "words"),
    [(KILLED, signal.SIGKILL.name), (REFUSED, "No space for it. Make room."), (["/no/such"], "No process")],
    ids=["killed", "refused", "not_started"],
)
def test_the_command_says_what_happened_to_the_process_that_compiles(
    made, command, words, monkeypatch, capsys
):
    empty(files_of(made)[0])
    monkeypatch.setattr(ChildCommand, "program", command)
    assert main(["warm"]) == 1
    told, said = capsys.readouterr().err.splitlines()
    assert told.startswith("Compiling the engine")
    assert words in said


def test_the_command_says_at_once_that_the_engine_is_ready_where_it_is(made, monkeypatch, capsys):
    monkeypatch.setattr(warming, "warm_and_wait", lambda: pytest.fail("it is compiled already"))
    assert main(["warm"]) == 0
    assert str(made) in capsys.readouterr().out


def test_training_on_the_command_line_says_that_numpy_goes_on(made, capsys):
    empty(files_of(made)[0])
    assert main(["train", "xor", "--epochs", "1"]) == 0
    said = capsys.readouterr().err
    assert said.count("The compiled engine in") == 1
    assert "Traceback" not in said
    assert main(["train", "xor", "--epochs", "1"]) == 0
    assert "engine" not in capsys.readouterr().err
