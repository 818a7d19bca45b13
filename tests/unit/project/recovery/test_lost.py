"""Work is kept in a folder that a live window holds, and found once its process is gone."""

import errno
import os
import subprocess
import sys
import time
import tracemalloc
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from bpexplorer.core.errors import BpExplorerError
from bpexplorer.data.choice import table_choice
from bpexplorer.data.table.table import Column, Kind, Table
from bpexplorer.project.disk.locks import Hold
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.presets import preset
from bpexplorer.project.recovery import folder as folder_module
from bpexplorer.project.recovery import table_apart
from bpexplorer.project.recovery.folder import DECLINED, OWNER, WORK, About, WorkFolder, folders
from bpexplorer.project.recovery.lines import JOURNAL
from bpexplorer.project.recovery.lost import ASIDE, KEPT_DAYS, decline, discard, find, take
from tests.tables import flower_choice, flowers, project_on

XOR = preset("xor").project()
ABOUT = About("mine.bpx", "/somewhere/mine.bpx", "0" * 64)


def lost_in(root: Path, about: About = ABOUT) -> Path:
    """A folder with work, whose window has gone."""
    folder = WorkFolder.make(root)
    folder.keep(XOR, about)
    folder.let_go()
    return folder.path


def age(path: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(path, (then, then))


def test_where_no_window_was_nothing_is_lost(tmp_path: Path) -> None:
    assert find(tmp_path / "none").works == ()


def test_a_live_window_has_lost_nothing_and_a_gone_one_has(tmp_path: Path) -> None:
    folder = WorkFolder.make(tmp_path)
    folder.keep(XOR, ABOUT)
    assert find(tmp_path).works == ()
    folder.let_go()
    (work,) = find(tmp_path).works
    assert work.project.same_as(XOR)
    assert work.about == ABOUT


def test_another_program_that_lives_has_lost_nothing_and_one_that_was_killed_has(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from bpexplorer.project.recovery.folder import *;"
        "from bpexplorer.project.presets import preset;"
        "f = WorkFolder.make(Path(sys.argv[1])); f.keep(preset('xor').project(), About('a'));"
        "print('there', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"there\n"
        assert find(tmp_path).works == ()
        other.kill()
        other.wait()
        assert [work.about.name for work in find(tmp_path).works] == ["a"]


def test_looking_leaves_lost_work_where_it_is_and_the_newest_comes_first(tmp_path: Path) -> None:
    older, newer = lost_in(tmp_path), lost_in(tmp_path)
    age(older / WORK, 60)
    age(older / JOURNAL, 60)
    age(newer / WORK, 120)  # an edit is noted after the work was written
    for _ in range(2):
        works = find(tmp_path).works
        assert [work.folder for work in works] == [newer, older]
        assert datetime.now() - works[0].when < timedelta(seconds=50) < datetime.now() - works[1].when


def test_a_folder_that_cannot_be_opened_hides_no_other(tmp_path: Path) -> None:
    stuck, good = lost_in(tmp_path), lost_in(tmp_path)
    (stuck / OWNER).unlink()
    (stuck / OWNER).mkdir()
    found = find(tmp_path)
    assert [work.folder for work in found.works] == [good]
    (words,) = found.unreadable
    assert str(stuck) in words
    assert (stuck / WORK).exists()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_where_nothing_can_be_written_lost_work_is_found_and_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    lost_in(tmp_path)
    really = os.open

    def refused(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    def opened(path: Path, flags: int, *mode: int) -> int:
        return refused() if flags & (os.O_RDWR | os.O_WRONLY) else really(path, flags, *mode)

    monkeypatch.setattr(os, "open", opened)
    for name in ("write", "ftruncate", "truncate", "unlink", "mkdir", "utime"):
        monkeypatch.setattr(os, name, refused)
    (work,) = find(tmp_path).works
    decline(work)
    folder = take(work)
    assert find(tmp_path).works == ()
    with pytest.raises(ProjectFileError):
        folder.keep(XOR, ABOUT)
    folder.let_go()
    assert len(find(tmp_path).works) == 1


def test_what_is_taken_is_held_and_belongs_to_one(tmp_path: Path) -> None:
    lost_in(tmp_path)
    (work,) = find(tmp_path).works
    folder = take(work)
    assert find(tmp_path).works == ()
    with pytest.raises(BpExplorerError, match="another window"):
        take(work)
    folder.let_go()  # as if it were killed while it is being restored
    assert len(find(tmp_path).works) == 1


def test_saved_work_is_not_lost_and_a_window_that_ends_takes_its_folder_away(tmp_path: Path) -> None:
    folder = WorkFolder.make(tmp_path)
    folder.keep(XOR, ABOUT)
    folder.clear()
    folder.let_go()
    assert find(tmp_path).works == ()
    age(folder.path, 7200)
    assert find(tmp_path).works == ()
    assert folders(tmp_path) == []
    folder = WorkFolder.make(tmp_path)
    folder.keep(XOR, ABOUT)
    folder.remove()
    assert folders(tmp_path) == []


def test_what_is_declined_is_kept_for_a_month_from_the_first_time_on(tmp_path: Path) -> None:
    path = lost_in(tmp_path)
    age(path / WORK, 400 * 86_400)
    (work,) = find(tmp_path).works
    decline(work)
    age(path / DECLINED, (KEPT_DAYS - 1) * 86_400)
    decline(work)
    assert len(find(tmp_path).works) == 1
    age(path / DECLINED, (KEPT_DAYS + 1) * 86_400)
    assert find(tmp_path).works == ()
    assert not path.exists()


def test_what_is_discarded_is_gone_unless_another_window_has_it(tmp_path: Path) -> None:
    path = lost_in(tmp_path)
    (work,) = find(tmp_path).works
    folder = take(work)
    with pytest.raises(BpExplorerError):
        discard(work)
    assert (path / WORK).exists()
    folder.let_go()
    discard(work)
    assert not path.exists()


def test_what_cannot_be_read_is_kept_aside_and_named_once(tmp_path: Path) -> None:
    path = lost_in(tmp_path)
    data = (path / WORK).read_bytes()[:-100]
    (path / WORK).write_bytes(data)
    found = find(tmp_path)
    aside = tmp_path / ASIDE / path.name / WORK
    assert found.works == ()
    assert ABOUT.name in found.unreadable[0]
    assert str(aside) in found.unreadable[0]
    assert aside.read_bytes() == data
    assert find(tmp_path).unreadable == ()


def test_what_a_newer_program_kept_stays_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = lost_in(tmp_path)
    monkeypatch.setattr("bpexplorer.project.files.FORMAT_VERSION", 0)
    assert len(find(tmp_path).unreadable) == 1
    assert (path / WORK).exists()


@pytest.mark.parametrize("text", [None, b"", b"{}", b'{"name": 3}', b'{"name": "a", "more": 1}'])
def test_work_is_found_without_what_says_where_it_belongs(tmp_path: Path, text: bytes | None) -> None:
    path = lost_in(tmp_path)
    (path / "about.json").unlink()
    if text is not None:
        (path / "about.json").write_bytes(text)
    (work,) = find(tmp_path).works
    assert work.about == About()


@pytest.mark.parametrize("lives", [True, False])
def test_on_a_disk_without_locks_the_process_says_whether_it_lives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lives: bool
) -> None:
    monkeypatch.setattr(folder_module, "hold", lambda _descriptor: Hold.UNKNOWN)
    path = lost_in(tmp_path)
    if not lives:
        text = (path / OWNER).read_text(encoding="utf-8")
        # The number of a process that lives, which was started at another time.
        (path / OWNER).write_text(text.replace('"started":"', '"started":"1'), encoding="utf-8")
    assert len(find(tmp_path).works) == (0 if lives else 1)


def test_a_folder_that_cannot_be_made_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ProjectFileError, match="Can't save"):
        WorkFolder.make(tmp_path / "file")


def test_a_table_is_written_once_beside_the_work_and_comes_back_with_it(tmp_path: Path) -> None:
    folder = WorkFolder.make(tmp_path)
    project = project_on(flower_choice(), steps=3)
    folder.keep(project, ABOUT)
    (table,) = folder.path.glob("table-*")
    written = table.stat().st_ino
    folder.keep(project_on(flower_choice(test_share=0.4), steps=5), ABOUT)
    assert table.stat().st_ino == written  # a file that is written again is another one
    folder.keep(project, ABOUT)
    folder.let_go()
    (work,) = find(tmp_path).works
    assert work.project.same_as(project)


def test_a_table_that_is_not_in_use_any_more_stays_while_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = WorkFolder.make(tmp_path)
    tables = [flowers(seed=seed) for seed in range(3)]
    for number, table in enumerate(tables):
        folder.keep_table(table)
        (path,) = folder.path.glob(f"table-{table.digest}*")
        os.utime(path, (number, number))
    monkeypatch.setattr(table_apart, "MOST_OTHER_BYTES", int(1.5 * path.stat().st_size))
    folder.keep(project_on(table_choice(tables[0]), steps=0), ABOUT)
    left = {each.name[6:70] for each in folder.path.glob("table-*")}
    assert left == {tables[0].digest, tables[2].digest}


def test_a_table_is_written_without_being_in_memory_once_more(tmp_path: Path) -> None:
    rows, columns = 20_000, 40
    block, none = np.random.default_rng(0).random((columns, rows)), np.zeros(rows, dtype=np.bool_)
    table = Table(tuple(Column(f"x{at}", Kind.NUMBER, block[at], none) for at in range(columns)))
    folder = WorkFolder.make(tmp_path)
    folder.keep_table(flowers())  # what is only imported for it
    assert table.digest
    tracemalloc.start()
    try:
        folder.keep_table(table)
        assert tracemalloc.get_traced_memory()[1] < block.nbytes / 8
    finally:
        tracemalloc.stop()
    again = table_apart.read(folder.path, table.digest)
    assert [column.values.tobytes() for column in again.columns] == [row.tobytes() for row in block]


@pytest.mark.parametrize("damage", ["gone", "another", "cut"])
def test_work_whose_table_is_not_the_one_is_kept_aside_and_named(tmp_path: Path, damage: str) -> None:
    folder = WorkFolder.make(tmp_path)
    folder.keep(project_on(flower_choice(), steps=0), ABOUT)
    folder.let_go()
    (table,) = folder.path.glob("table-*")
    if damage == "gone":
        table.unlink()
    elif damage == "cut":
        table.write_bytes(table.read_bytes()[:-40])
    else:
        other = WorkFolder.make(tmp_path / "other")
        other.keep(project_on(table_choice(flowers(seed=1)), steps=0), ABOUT)
        (another,) = other.path.glob("table-*")
        table.write_bytes(another.read_bytes())
        other.remove()
    found = find(tmp_path)
    assert found.works == ()
    (sentence,) = found.unreadable
    assert ASIDE in sentence
    assert (tmp_path / ASIDE).exists()


def test_a_disk_that_does_not_say_whether_a_table_is_there_is_asked_to_take_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: Path) -> bool:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Path, "exists", refused)
        table_apart.keep(tmp_path, flowers())
    assert table_apart.read(tmp_path, flowers().digest).digest == flowers().digest
