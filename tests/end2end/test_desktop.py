"""The desktop drives a window with the mouse and the keyboard, and says what went wrong when it can't."""

from pathlib import Path

import pytest
from desktop import RIGHT, Desktop, DesktopError, Program

pytestmark = pytest.mark.window


@pytest.fixture
def program(desktop: Desktop) -> Program:
    program = desktop.start("standin:run")
    program.find("counter")
    return program


def test_a_tool_button_is_found_by_the_name_of_its_action(program: Program):
    program.click("action_count", times=2)
    program.wait_for_text("counter", "2 clicks")
    assert program.number("counter") == -2.0


def test_a_menu_is_walked_by_its_texts(program: Program):
    program.choose("File", "Count")
    program.wait_for_text("counter", "1 clicks")


def test_a_shortcut_reaches_the_window(program: Program):
    program.key("ctrl+k")
    program.wait_for_text("counter", "1 clicks")


def test_a_list_is_opened_and_one_of_its_entries_taken(program: Program):
    program.click("box")
    program.choose("softmax")
    program.wait_for_text("box", "softmax")


def test_the_mouse_on_a_neuron_arrives_where_the_view_draws_it(program: Program):
    program.click(program.neuron(2, 3))
    program.wait_for_text("said", "pressed 250 50")
    program.drag(program.neuron(1, 0), by=(30, -12))
    program.wait_for_text("said", "dragged 30 -12")
    program.scroll(program.neuron(1, 0), -1)
    program.wait_for_text("said", "wheel -120")
    program.click(program.neuron(0, 0), button=RIGHT)
    program.wait_for_text("said", "pressed 50 20")


def test_a_file_is_named_in_the_dialog_and_the_window_has_the_keyboard_again(
    program: Program, tmp_path: Path
):
    program.click("field")
    program.type("δ isn't typed, this is")
    program.wait_for_text("field", "this is")
    program.click("action_save")
    program.find("fileNameEdit")
    target = tmp_path / "written by hand.txt"
    program.type(str(target))
    program.wait_for_text("fileNameEdit", "written by hand.txt")
    program.key("Return")
    program.wait_for_text("said", "written")
    assert target.read_text().endswith("isn't typed, this is")
    program.key("ctrl+k")
    program.wait_for_text("counter", "1 clicks")


def test_a_picture_of_the_screen_shows_the_window(program: Program, desktop: Desktop, tmp_path: Path):
    from PySide6.QtGui import QImage

    def picture() -> QImage:
        return QImage(str(desktop.screenshot(tmp_path / "screen.png")))

    inside = program.find("network_view").centre
    program.wait_until(lambda: picture().pixelColor(*inside).lightness() > 200, "the window to be painted")
    image = picture()
    assert (image.width(), image.height()) == (1600, 1000)
    assert image.pixelColor(1590, 990).lightness() == 0  # nothing there but the bare screen


def test_what_does_not_come_is_said_with_what_is_there(program: Program):
    with pytest.raises(DesktopError, match=r"counter to change; it shows \['0'\]"):
        program.wait_for_text("counter", "1 clicks", timeout=0.2)
    with pytest.raises(DesktopError, match="nowhere to be shown"):
        program.find("nowhere", timeout=0.2)
    with pytest.raises(DesktopError, match="neuron 90 of layer 0 is scrolled out"):
        program.neuron(0, 90)
    assert not program.find("action_dead").enabled


def test_a_failure_says_what_was_shown_and_what_the_program_was_doing(program: Program, desktop: Desktop):
    lines = desktop.described().splitlines()
    assert "counter: 0" in lines
    assert sum("'active'" in line for line in lines) == 1
    assert "standin.py" in desktop.logs()
    assert "reporter.py" in desktop.logs()


def test_a_program_that_cannot_start_is_reported_with_its_traceback(desktop: Desktop):
    program = desktop.start("standin:fail")
    with pytest.raises(DesktopError, match="no window today"):
        program.find("counter")
    assert program.wait_closed() == 1
