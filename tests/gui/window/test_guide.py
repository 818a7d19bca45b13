"""The user's guide stays true: it knows every command, panel, data set and example."""

import re
from collections.abc import Iterator
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, QSize, Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QTextBrowser,
    QToolButton,
    QTreeWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from bpexplorer.app import create_window
from bpexplorer.assets import asset
from bpexplorer.data.dataset import DATASETS
from bpexplorer.document.keys import KEYS
from bpexplorer.look.glossary import GLOSSARY
from bpexplorer.look.theme import apply_theme
from bpexplorer.panels.entries import PANELS
from bpexplorer.panels.panel import PanelSpec
from bpexplorer.project.presets import PRESETS
from bpexplorer.window.chrome.actions import ACTIONS
from bpexplorer.window.chrome.guide_window import GuideWindow
from bpexplorer.window.main_window import MainWindow
from tests.windows import Desk

W = TypeVar("W", bound=QWidget)
GUIDE = asset("guide.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ACTIONS)
def test_the_guide_names_every_command(name: str) -> None:
    words = ACTIONS[name].text.replace("&", "")
    assert re.search(rf"\b{re.escape(words)}", GUIDE), (
        f"resources/guide.md doesn't mention “{words}” ({name})"
    )


def test_the_guide_has_the_table_of_keys_line_for_line() -> None:
    section = GUIDE.split("## Keyboard and mouse")[1].split("\n## ")[0]
    table = section.split("| Key | Does | Where |\n|---|---|---|\n")[1].split("\n\n")[0]
    assert table.splitlines() == [f"| {keys.written} | {keys.words} | {keys.where.value} |" for keys in KEYS]


@pytest.mark.parametrize("title", [spec.title for spec in PANELS.values()])
def test_the_guide_names_every_panel(title: str) -> None:
    assert f"| {title}" in GUIDE


@pytest.mark.parametrize("spec", PANELS.values(), ids=lambda spec: spec.name)
def test_the_guide_has_the_heading_that_a_panel_s_entry_names(spec: PanelSpec) -> None:
    assert re.search(rf"^#+ {re.escape(spec.guide)}", GUIDE, re.MULTILINE)


def test_the_guide_names_every_data_set_and_example() -> None:
    for dataset in DATASETS.values():
        assert f"| {dataset.title} |" in GUIDE
    assert ", ".join(PRESETS) in GUIDE


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    """A window that is held until it is closed: as garbage it would be taken apart while Qt still sends it events."""
    made = create_window()
    qtbot.addWidget(made)
    return made


def test_help_shows_the_guide(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitExposed(window):
        window.show()
    window.actions_by_name["action_guide"].trigger()
    browser = window.findChild(QTextBrowser)
    assert browser is not None
    assert "Why is BP1 a sum over k?" in browser.toPlainText()
    assert browser.verticalScrollBar().value() == 0
    window.closing.shut_down()


def test_the_guide_has_the_table_of_words_line_for_line() -> None:
    table = GUIDE.split("## Words\n\n| Word | Means |\n|---|---|\n")[1].split("\n\n")[0]
    assert table.splitlines() == [f"| {word} | {meaning} |" for word, meaning in GLOSSARY.items()]


def test_the_guide_says_early_what_the_demon_is_and_how_a_weight_is_changed() -> None:
    beginning = GUIDE[: len(GUIDE) // 10]
    assert "**The demon**" in beginning
    assert "w ← w − η·a·δ" in beginning


@pytest.fixture
def guide(qtbot: QtBot) -> Iterator[GuideWindow]:
    parent = QWidget()
    qtbot.addWidget(parent)
    made = GuideWindow(parent, "Guide", GUIDE, name="dialog_guide", size=QSize(900, 600))
    with qtbot.waitExposed(made):
        made.show()
    yield made
    parent.close()  # which is held until then


def child(guide: GuideWindow, kind: type[W], name: str) -> W:
    found = guide.findChild(kind, name)
    assert found is not None, name
    return found


def at_top(guide: GuideWindow) -> str:
    browser = child(guide, QTextBrowser, "dialog_guide_text")
    block = browser.cursorForPosition(QPoint(20, 12)).block()
    return next(text for each in (block, block.next()) if (text := each.text()))


def test_the_contents_are_the_headings_as_a_tree(guide: GuideWindow) -> None:
    tree = child(guide, QTreeWidget, "guide_contents")
    chapters = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
    assert [item.text(0) for item in chapters if item] == re.findall(r"^## (.+)$", GUIDE, re.MULTILINE)
    three = next(item for item in chapters if item and item.text(0) == "Three questions")
    assert three.childCount() == 3


def test_a_click_on_a_title_goes_there_and_so_does_enter(qtbot: QtBot, guide: GuideWindow) -> None:
    tree = child(guide, QTreeWidget, "guide_contents")
    item = tree.topLevelItem(4)
    assert item is not None
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualItemRect(item).center())
    assert at_top(guide) == item.text(0)
    tree.setCurrentItem(tree.topLevelItem(5))
    qtbot.keyClick(tree, Qt.Key.Key_Return)
    assert at_top(guide) == tree.topLevelItem(5).text(0)  # type: ignore[union-attr]


def test_a_search_marks_every_place_and_goes_from_one_to_the_next(qtbot: QtBot, guide: GuideWindow) -> None:
    browser = child(guide, QTextBrowser, "dialog_guide_text")
    field = child(guide, QLineEdit, "guide_search")
    count = browser.toPlainText().lower().count("matched pair")
    assert count > 1
    qtbot.keyClick(browser, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(field, "matched pair")
    assert [each.cursor.selectedText().lower() for each in browser.extraSelections()] == count * [
        "matched pair"
    ]
    said = child(guide, QLabel, "guide_found")
    assert said.text() == f"1 of {count}"
    qtbot.mouseClick(child(guide, QToolButton, "guide_next"), Qt.MouseButton.LeftButton)
    assert said.text() == f"2 of {count}"
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.mouseClick(child(guide, QToolButton, "guide_previous"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(child(guide, QToolButton, "guide_previous"), Qt.MouseButton.LeftButton)
    assert said.text() == f"{count} of {count}"
    assert browser.verticalScrollBar().value() > 0
    qtbot.keyClicks(field, "zzz")
    assert said.text() == "not found"
    assert browser.extraSelections() == []


def test_what_is_typed_into_the_search_keeps_the_place_that_is_read(qtbot: QtBot, guide: GuideWindow) -> None:
    browser = child(guide, QTextBrowser, "dialog_guide_text")
    guide.go_to("Limits")
    here = browser.textCursor().position()
    qtbot.keyClicks(child(guide, QLineEdit, "guide_search"), "samples")
    assert browser.textCursor().position() > here


def test_a_search_goes_to_where_a_word_begins_so_first_and_passes_over_what_lies_within_another(
    qtbot: QtBot, guide: GuideWindow
) -> None:
    browser = child(guide, QTextBrowser, "dialog_guide_text")
    text = browser.toPlainText().lower()
    word = re.search(r"\bring", text)
    assert word is not None
    assert text.index("ring") < word.start()
    qtbot.keyClicks(child(guide, QLineEdit, "guide_search"), "ring")
    assert browser.textCursor().position() in (word.start(), word.end())


def app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def test_every_picture_is_there_in_both_themes(guide: GuideWindow) -> None:
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", GUIDE)
    assert pictures
    for name in pictures:
        assert name.endswith("-light.png")
        assert not QImage(str(asset(name))).isNull()
        assert not QImage(str(asset(name.replace("-light", "-dark")))).isNull()
    assert sum(file.stat().st_size for file in asset("guide").iterdir()) <= 4_500_000
    document = child(guide, QTextBrowser, "dialog_guide_text").document()
    apply_theme(app(), "light")
    for theme in ("dark", "light"):
        apply_theme(app(), theme)  # type: ignore[arg-type]
        shown = document.resource(QTextDocument.ResourceType.ImageResource, QUrl(pictures[0]))
        assert shown == QImage(str(asset(pictures[0].replace("light", theme))))


def test_the_size_of_the_guide_is_kept(desk: Desk) -> None:
    desk.window.actions_by_name["action_guide"].trigger()
    first = desk.find("dialog_guide")
    first.resize(730, 540)
    desk.wait(lambda: desk.window.settings.guide_size == QSize(730, 540))
    first.close()
    desk.wait(lambda: desk.find_all("dialog_guide") == [])
    desk.window.actions_by_name["action_guide"].trigger()
    assert desk.find("dialog_guide").size() == QSize(730, 540)


def test_a_size_from_a_larger_screen_is_made_to_fit_this_one(desk: Desk) -> None:
    desk.window.settings.guide_size = QSize(3000, 2000)
    desk.window.actions_by_name["action_guide"].trigger()
    guide = desk.find("dialog_guide")
    room = guide.screen().availableSize() - guide.size()
    assert room.width() > 0
    assert room.height() > 30
