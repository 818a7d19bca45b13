"""Nothing is cut in what comes up over the window either: menus, lists, tooltips, popups, questions and dialogs."""

from collections.abc import Callable, Iterator, Sequence

import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QMenu,
    QToolTip,
    QWidget,
)

from bpexplorer.canvas.layout import Part
from bpexplorer.core.spec import Connection
from bpexplorer.document.workspaces import Workspace
from bpexplorer.look.theme import Scheme, apply_theme
from bpexplorer.window.commands.dialogs import questions
from tests.walk import cut, tooltips, widest_numbers
from tests.windows import Desk

#: As much has a small screen. The one that tests have is less wide.
ROOM = QSize(1024, 700)
LONG = "digits of all the classes that I have ever seen, trained for a long time with a small rate.bpx"


def nobody(*_: object) -> None:
    """Takes an answer that is of no interest."""


def menus(desk: Desk) -> Iterator[QWidget]:
    """Each menu of the window, of its bar, its buttons and its panels."""
    for menu in desk.window.findChildren(QMenu):
        if not menu.isEmpty():
            menu.popup(QPoint(0, 0))
            desk.wait(menu.isVisible)
            yield menu
            menu.close()
    for name, dock in desk.window.docks.items():
        dock.show()
        dock.raise_()
        desk.wait_for_calm()
        desk.click(f"{name}_more")
        yield from popup(desk)


def popup(desk: Desk) -> Iterator[QWidget]:
    """The popup that comes up now."""
    desk.wait(lambda: QApplication.activePopupWidget() is not None)
    shown = QApplication.activePopupWidget()
    assert shown is not None
    yield shown
    shown.close()
    desk.wait(lambda: QApplication.activePopupWidget() is not shown)


def popups_of_the_canvas(desk: Desk) -> Iterator[QWidget]:
    """What a right click on a neuron and on a connection brings up, and a click on a layer's name."""
    view = desk.window.canvas.view
    desk.window.document.session.select_connection(Connection(1, 0, 5))
    desk.wait_for_calm()
    reasons, place = QContextMenuEvent.Reason, view.neuron_position(1, 3)
    for reason, asked in ((reasons.Keyboard, view), (reasons.Mouse, view.viewport())):
        QApplication.sendEvent(asked, QContextMenuEvent(reason, place, view.viewport().mapToGlobal(place)))
        yield from popup(desk)
    for layer in range(1, len(desk.frame.spec.sizes)):
        desk.click_control(Part.HEADER, layer)
        yield from popup(desk)


def lists(desk: Desk) -> Iterator[QWidget]:
    """The list of each box in sight."""
    desk.window.workspaces.show(Workspace.TRAIN)
    desk.wait_for_calm()
    desk.unfold_all()
    desk.wait_for_calm()
    for box in desk.window.findChildren(QComboBox):
        if box.isVisible() and box.isEnabled() and not box.visibleRegion().isEmpty():
            box.showPopup()
            yield box.view().window()
            box.hidePopup()


def every_question(desk: Desk) -> Iterator[QWidget]:
    """Each question that the program can ask, with long names and reasons."""
    window, several = desk.window, [f"{LONG}: {number}" for number in (1, 2)]
    asked: tuple[Callable[[], QDialog], ...] = (
        lambda: questions.ask_unsaved(window, LONG, several[0], nobody),
        lambda: questions.ask_put_aside(window, LONG, nobody),
        lambda: questions.ask_overwrite(window, LONG, several[0], nobody),
        lambda: questions.ask_restored_over(window, LONG, several[0], nobody),
        lambda: questions.ask_to_discard(window, LONG, nobody),
        lambda: questions.ask_import(window, LONG, several, nobody),
        lambda: questions.ask_pending(window, several, "", nobody),
        lambda: questions.ask_pending(window, several, several[0], nobody),
    )
    for ask in asked:
        dialog = ask()
        desk.wait(dialog.isVisible)
        yield dialog
        dialog.reject()
    for action in (
        "new",
        "run_epochs",
        "report",
        "shortcuts",
        "about",
        "guide",
        "palette",
        "open",
        "save_as",
    ):
        known = set(QApplication.topLevelWidgets())
        desk.window.actions_by_name[f"action_{action}"].trigger()
        desk.wait(lambda known=known: new_ones(known) != [])  # type: ignore[misc]
        for shown in new_ones(known):
            yield shown
            shown.close()
            desk.wait(lambda shown=shown: not shown.isVisible())  # type: ignore[misc]


def new_ones(known: set[QWidget]) -> list[QWidget]:
    return [each for each in QApplication.topLevelWidgets() if each.isVisible() and each not in known]


def tips(desk: Desk) -> Iterator[QWidget]:
    """Each tooltip of what is in sight, of every panel."""
    seen: set[str] = set()
    for dock in desk.window.docks.values():
        dock.show()
        dock.raise_()
        desk.wait_for_calm()
        for text in tooltips(desk.window):
            if text not in seen:
                seen.add(text)
                QToolTip.showText(QPoint(0, 0), text, desk.window)
                yield next(
                    each
                    for each in QApplication.topLevelWidgets()
                    if each.objectName() == "qtooltip_label" and each.isVisible()
                )
    QToolTip.hideText()


QUICK, THOROUGH = (every_question, popups_of_the_canvas, lists), (menus, tips)


@pytest.mark.parametrize(
    ("theme", "over"),
    [
        ("light", QUICK),
        pytest.param("light", THOROUGH, marks=pytest.mark.slow),
        pytest.param("dark", QUICK + THOROUGH, marks=pytest.mark.slow),
    ],
)
def test_what_comes_up_over_the_window_is_whole_and_fits_the_screen(
    open_desk: Callable[..., Desk],
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
    theme: Scheme,
    over: Sequence[Callable[[Desk], Iterator[QWidget]]],
) -> None:
    widest_numbers(monkeypatch)
    desk = open_desk()
    apply_theme(qapp, theme)
    found: dict[str, None] = {}
    for kind in over:
        walked = 0
        for shown in kind(desk):
            walked += 1
            found |= dict.fromkeys(cut(shown))
            # Whoever has so large a window has so large a screen.
            room = ROOM.expandedTo(shown.screen().availableSize()).expandedTo(desk.window.size())
            if shown.size() != shown.size().boundedTo(room):
                found[f"{shown.objectName()} doesn't fit the screen: {shown.size().toTuple()}"] = None
        assert walked > 1, kind.__name__
    assert not found, "\n".join(found)
