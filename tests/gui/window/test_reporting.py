"""Help → Report a problem shows what was done by name, to copy; a crash before is offered once."""

from pathlib import Path

from PySide6.QtWidgets import QApplication, QPlainTextEdit

from bpexplorer import __version__
from bpexplorer.project.presets import preset
from tests.windows import Desk


def test_the_report_names_what_was_done_and_can_be_copied(small_desk: Desk, tmp_path: Path) -> None:
    log = tmp_path / "a.log"
    log.write_text("saved “mine.bpx” in /home/ada/work\n", encoding="utf-8")
    small_desk.window.reporting.begin(tmp_path / "reports", log)
    small_desk.add_a_neuron()
    small_desk.wait_for_calm()
    small_desk.click("button_action_step")
    small_desk.wait(lambda: small_desk.frame.step == 1)
    small_desk.choose("Help", "Report a problem…")
    shown = small_desk.find("report_text")
    assert isinstance(shown, QPlainTextEdit)
    text = shown.toPlainText()
    assert __version__ in text
    assert "AddNeuron\naction_step\n" in text
    assert "ada" not in text
    assert "mine" not in text
    small_desk.click("report_copy")
    assert QApplication.clipboard().text() == text
    small_desk.answer("report_close")


def test_a_crash_before_is_offered_once(small_desk: Desk, tmp_path: Path) -> None:
    left = tmp_path / "0123456789abcdef"
    left.mkdir()
    for name, text in (("head.txt", "Version 0"), ("acts.txt", "action_play\n"), ("trace.txt", "Fatal")):
        (left / name).write_text(text, encoding="utf-8")
    small_desk.window.reporting.begin(tmp_path, None)
    small_desk.wait_for_message("crashed")
    small_desk.window.open_project(preset("xor").project(), None)  # as when lost work is restored
    small_desk.click("crash_report")
    shown = small_desk.find("report_text")
    assert isinstance(shown, QPlainTextEdit)
    assert "action_play" in shown.toPlainText()
    assert "Fatal" in shown.toPlainText()
    small_desk.answer("report_close")
    assert not left.exists()
