"""The program is killed in the middle of unsaved work, started again, and the work comes back: mouse and keys only."""

import os
import signal
from pathlib import Path

import platformdirs
import pytest
from desktop import Desktop, Program

from bpexplorer.project import files
from bpexplorer.project.recovery.folder import folders

pytestmark = pytest.mark.window

RUN = "bpexplorer.app:run"


@pytest.mark.timeout(180)
def test_work_that_was_killed_comes_back_and_replaces_its_file_only_when_asked(
    desktop: Desktop, tmp_path: Path
):
    path = tmp_path / "mine.bpx"
    program = desktop.start(RUN)
    program.find("start_page")
    program.key("ctrl+s")
    name_file(program, path)
    program.wait_for_text("message_text", "Saved mine.bpx")
    saved = path.read_bytes()

    program.click(program.control("add", 1))
    program.click("action_play")
    program.wait_until(lambda: program.number("step") > 80, "some training")
    step = program.number("step")
    os.kill(program.pid, signal.SIGKILL)
    assert program.wait_closed() == -signal.SIGKILL

    program = desktop.start(RUN)
    program.find("restore_list")
    assert "mine.bpx" in next(each.name for each in program.shown() if each.name.startswith("entry:mine"))
    program.click("restore_restore")
    program.wait_until(lambda: not program.is_shown("restore_list"), "the question to go")
    program.wait_for_text("step", lambda text: text.replace(",", "").isdigit() and text != "0")
    # At most two seconds of training: 25 steps a second, and as much again for a machine that does much else.
    assert step - program.number("step") < 110
    assert path.read_bytes() == saved

    program.key("ctrl+s")
    program.click("overwrite_overwrite")
    program.wait_for_text("message_text", "Saved mine.bpx")
    restored = files.load(path)
    assert restored.plan.spec.sizes == (64, 15, 10, 10)
    assert restored.state.step == program.number("step")
    program.key("ctrl+q")
    assert program.wait_closed() == 0
    assert folders(Path(platformdirs.user_state_dir("bpexplorer", appauthor=False)) / "recovery") == []


def name_file(program: Program, path: Path) -> None:
    program.find("fileNameEdit")
    program.key("ctrl+a")
    program.type(str(path))
    program.wait_for_text("fileNameEdit", str(path))
    program.key("Return")
