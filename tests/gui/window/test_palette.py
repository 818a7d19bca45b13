"""The palette: one field finds acts, panels, settings, words and chapters, and goes there."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget, QTextBrowser, QWidget

from bpexplorer.core.training.frame import RunState
from bpexplorer.document.workspaces import Workspace
from bpexplorer.lessons.catalogue import LESSONS
from bpexplorer.look.glossary import GLOSSARY
from bpexplorer.panels.entries import PANELS
from bpexplorer.window.chrome.actions import ACTIONS
from bpexplorer.window.chrome.menus import MENUS
from bpexplorer.window.palette.entries import Entry
from bpexplorer.window.palette.ranking import ranked
from tests import lessons_played
from tests.windows import LEFT, NO_MODIFIER, Desk

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def open_palette(desk: Desk) -> QWidget:
    desk.key(Qt.Key.Key_P, CTRL_SHIFT)
    return desk.find("palette_field")


def listed(desk: Desk) -> QListWidget:
    found = desk.find("palette_list")
    assert isinstance(found, QListWidget)
    return found


def entries(desk: Desk) -> list[Entry]:
    return [listed(desk).item(row).data(Qt.ItemDataRole.UserRole) for row in range(listed(desk).count())]


def look_for(desk: Desk, words: str) -> list[Entry]:
    QTest.keyClicks(open_palette(desk), words)
    return entries(desk)


def go(desk: Desk, words: str) -> None:
    """Type it, and press Enter."""
    look_for(desk, words)
    QTest.keyClick(desk.find("palette_field"), Qt.Key.Key_Return)
    desk.wait(lambda: desk.find_all("palette") == [])


def test_it_is_made_when_it_is_first_asked_for_and_has_every_act_panel_setting_and_word(desk: Desk) -> None:
    assert desk.window.findChild(QWidget, "palette") is None
    desk.click("button_action_palette")
    first = desk.find("palette")
    QTest.keyClick(desk.find("palette_field"), Qt.Key.Key_Escape)
    desk.wait(lambda: not first.isVisible())
    open_palette(desk)
    assert desk.find("palette") is first
    keys = {entry.key for entry in entries(desk)}
    in_menus = {name for _, _, names in MENUS for name in names if isinstance(name, str)}
    assert in_menus - {"action_palette"} <= keys
    assert set(PANELS) <= keys
    assert {f"word_{word}" for word in GLOSSARY} <= keys
    assert {"setting_learning_rate", "setting_l2", "setting_seed"} <= keys
    assert "guide_Three questions" in keys
    assert {f"lesson_{each.name}" for each in LESSONS} <= keys
    assert len(keys) == len(entries(desk))
    # The title of a panel says in its tooltip what the palette says of it.
    said = {entry.key: entry.detail for entry in entries(desk)}
    for name in PANELS:
        assert " ".join(desk.window.docks[name].title_line.toolTip().split()) == said[name]
        assert said[name].endswith(".")


def test_enter_arrow_keys_and_a_click_choose_and_keys_stand_beside_what_has_them(desk: Desk) -> None:
    first = look_for(desk, "play")[0]
    assert (first.key, first.keys) == ("action_play", "P")
    QTest.keyClick(desk.find("palette_field"), Qt.Key.Key_Return)
    desk.wait(lambda: desk.frame.state is RunState.PLAYING)
    desk.pause()
    found = look_for(desk, "workspace")
    QTest.keyClick(desk.find("palette_field"), Qt.Key.Key_Down)
    assert listed(desk).currentRow() == 1
    QTest.keyClick(desk.find("palette_field"), Qt.Key.Key_Up)
    assert listed(desk).currentRow() == 0
    row = next(place for place, entry in enumerate(found) if entry.key == "workspace_train")
    place = listed(desk).visualItemRect(listed(desk).item(row)).center()
    QTest.mouseClick(listed(desk).viewport(), LEFT, NO_MODIFIER, place)
    assert desk.window.workspaces.current is Workspace.TRAIN


def test_what_can_t_be_done_is_grey_is_passed_over_and_says_why_in_words_of_its_own(desk: Desk) -> None:
    entry = look_for(desk, "undo")[0]
    assert entry.refusal.startswith("There is nothing to undo.")
    assert listed(desk).item(0).flags() == Qt.ItemFlag.NoItemFlags
    assert "nothing to undo" in listed(desk).item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert listed(desk).currentRow() != 0
    QTest.keyClick(desk.find("palette_field"), Qt.Key.Key_Escape)
    desk.window.document.session.release()
    desk.window.document.session.select()
    open_palette(desk)
    refused = {entry.key: entry.refusal for entry in entries(desk) if entry.refusal}
    greyed = {name for name in ACTIONS if not desk.window.actions_by_name[name].isEnabled()}
    assert refused.keys() == greyed >= {"action_demon_halve", "action_add_neuron", "action_undo"}
    for name, reason in refused.items():
        assert reason.endswith("."), name
        assert reason != "This can't be done now.", name


def test_a_panel_is_shown_in_its_workspace_also_if_it_was_closed(desk: Desk) -> None:
    go(desk, "gradient flow")
    assert desk.window.workspaces.current is Workspace.TRAIN
    desk.wait(desk.window.docks["dock_flow"].isVisible)
    desk.window.docks["dock_demon"].close()
    go(desk, "panel demon")
    assert desk.window.workspaces.current is Workspace.EXPLORE
    desk.wait(desk.window.docks["dock_demon"].isVisible)


def test_a_lesson_is_found_by_its_question_and_played(desk: Desk) -> None:
    found = look_for(desk, "lesson error")
    assert found[0].key == "lesson_error"
    QTest.keyClick(desk.find("palette_field"), Qt.Key.Key_Return)
    desk.find("lesson_check")
    assert desk.window.workspaces.current is Workspace.LEARN
    play = desk.window.learning.play
    assert play is not None
    assert play.lesson == lessons_played.own("error")


def test_a_setting_opens_its_section_and_takes_the_keyboard(desk: Desk) -> None:
    for words, name in (("L2", "l2"), ("batch size", "batch_size")):
        look_for(desk, words)
        row = next(place for place, each in enumerate(entries(desk)) if each.key == f"setting_{name}")
        for _ in range(row - listed(desk).currentRow()):
            QTest.keyClick(desk.find("palette_field"), Qt.Key.Key_Down)
        QTest.keyClick(desk.find("palette_field"), Qt.Key.Key_Return)
        field = desk.find(name)
        desk.wait(field.hasFocus)
        assert not field.visibleRegion().isEmpty()


def test_a_word_is_defined_in_one_line_and_leads_to_the_guide(desk: Desk) -> None:
    entry = look_for(desk, "matched pair")[0]
    assert entry.detail == GLOSSARY["matched pair"]
    QTest.keyClick(desk.find("palette_field"), Qt.Key.Key_Return)
    browser = desk.find("dialog_guide_text")
    assert isinstance(browser, QTextBrowser)
    assert any(each.cursor.selectedText() == "matched pair" for each in browser.extraSelections())


def test_what_was_chosen_lately_comes_first_also_after_a_restart(desk: Desk) -> None:
    go(desk, "fit the network")
    go(desk, "explore")
    open_palette(desk)
    assert [entry.key for entry in entries(desk)[:2]] == ["workspace_explore", "action_fit"]
    assert desk.window.settings.recent_findings == ["workspace_explore", "action_fit"]


def test_what_is_called_nothing_of_that_kind_says_so(desk: Desk) -> None:
    QTest.keyClicks(open_palette(desk), "zzzz")
    assert listed(desk).count() == 1
    assert "Try another word" in listed(desk).item(0).text()
    QTest.keyClick(desk.find("palette_field"), Qt.Key.Key_Return)
    assert desk.find_all("palette")
    QTest.keyClick(desk.find("palette_field"), Qt.Key.Key_Escape)
    assert QApplication.activePopupWidget() is None


def test_a_panel_that_is_chosen_is_marked_has_the_keyboard_and_is_explained_by_f1(desk: Desk) -> None:
    go(desk, "panel demon")
    dock = desk.window.docks["dock_demon"]
    desk.wait(dock.hasFocus)
    assert dock.is_marked
    desk.key(Qt.Key.Key_Tab)
    inside = desk.window.focusWidget()
    assert inside is not None
    assert dock.isAncestorOf(inside)
    assert not dock.is_marked
    go(desk, "panel demon")
    assert dock.is_marked
    desk.click("demon_place")
    assert not dock.is_marked


def test_an_example_is_found_by_its_data_and_begins_once_changes_have_been_asked_about(
    small_desk: Desk,
) -> None:
    for words, name in (("spiral", "spiral"), ("digits", "digits"), ("two arms", "spiral"), ("xor", "xor")):
        found = [entry.key for entry in look_for(small_desk, words)]
        QTest.keyClick(small_desk.find("palette_field"), Qt.Key.Key_Escape)
        assert f"example_{name}" in found, words
    assert {"data_digits", "data_xor"} <= {entry.key for entry in look_for(small_desk, "data set")}
    QTest.keyClick(small_desk.find("palette_field"), Qt.Key.Key_Escape)
    small_desk.add_a_neuron()
    small_desk.wait_for_calm()
    assert look_for(small_desk, "spiral")[0].key == "example_spiral"
    QTest.keyClick(small_desk.find("palette_field"), Qt.Key.Key_Return)
    small_desk.answer("unsaved_discard")
    small_desk.wait(lambda: small_desk.window.document.plan.data.name == "spiral")


def test_a_chapter_of_the_guide_is_found_by_the_panels_that_it_explains(desk: Desk) -> None:
    open_palette(desk)
    offered = entries(desk)
    for spec in PANELS.values():
        assert f"guide_{spec.guide}" in {entry.key for entry in ranked(spec.title, offered)}, spec.title


def test_what_drives_learning_leads_to_the_samples(small_desk: Desk) -> None:
    open_palette(small_desk)
    offered = entries(small_desk)
    for query in ("drive", "which samples drive learning"):
        assert "dock_samples_table" in [entry.key for entry in ranked(query, offered)][:2], query
