"""A hand that does anything with the mouse and the keyboard, and keeps a journal of it that can be played again.

An event is a tuple of plain values, and names pixels rather than things. So a journal alone says what happened: from
which seed it was drawn doesn't matter any more.
"""

import random
from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from bpexplorer.canvas.layout import Part
from bpexplorer.canvas.view import NetworkView
from bpexplorer.data.choice import default_choice
from bpexplorer.document.acts.training import ChooseData
from bpexplorer.live.messages import Pause
from bpexplorer.project import files
from bpexplorer.project.presets import preset
from bpexplorer.project.project import Project
from bpexplorer.window.view_state import view_of
from tests.windows import PATIENCE, Desk

Event = tuple[str | int, ...]

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
BUTTONS = {"left": LEFT, "middle": Qt.MouseButton.MiddleButton, "right": Qt.MouseButton.RightButton, "": NONE}
MODIFIERS = {
    "": Qt.KeyboardModifier.NoModifier,
    "shift": Qt.KeyboardModifier.ShiftModifier,
    "ctrl": Qt.KeyboardModifier.ControlModifier,
}
KINDS = {
    "press": QEvent.Type.MouseButtonPress,
    "release": QEvent.Type.MouseButtonRelease,
    "move": QEvent.Type.MouseMove,
    "double": QEvent.Type.MouseButtonDblClick,
}
#: Small ones: a window draws them at once.
EXAMPLES = ("xor", "circle", "gaussians", "spiral", "wave")
KEYS = (
    *("Left", "Right", "Up", "Down", "Return", "Escape", "Delete", "Insert", "F2", "F", "Plus", "Minus"),
    *("PageUp", "PageDown", "Tab"),
)
ACTIONS = (
    *("action_undo", "action_undo", "action_redo", "action_remove_selected", "action_add_neuron"),
    *("action_insert_layer", "action_remove_layer", "action_select_all", "tool_select", "tool_connect"),
    *("tool_demon", "action_step", "action_step_epoch", "action_demon_here", "action_demon_release"),
    *("action_reset", "action_new_seed", "action_back"),
)
DOCKS = (
    "dock_delta",
    "dock_demon",
    "dock_origin",
    "dock_metrics",
    "dock_flow",
    "dock_update",
    "dock_reuse",
    "dock_image",
)
#: The canvas, and the popup or menu that is open.
CANVAS, POPUP = "canvas", "popup"


class RandomHand:
    """Draws events for a desk, plays them, and looks after each whether the window still holds together."""

    def __init__(self, desk: Desk, faults: list[str]) -> None:
        self.desk, self._faults = desk, faults
        self.journal: list[Event] = []
        self._held: QWidget | None = None
        self._outer: QWidget | None = None
        self._button = ""

    # Drawing

    def draw(self, rng: random.Random) -> Event:
        """The next event of a hand that plays at random."""
        kinds: dict[Callable[[random.Random], Event], int] = {
            self._draw_on_canvas: 12,
            self._draw_on_panel: 4,
            self._draw_key: 4,
            self._draw_edit: 5,
            lambda _: ("look",): 4,
            lambda _: ("calm",): 1,
        }
        if QApplication.activePopupWidget() is not None:
            kinds[self._draw_in_popup] = 20
        (draw,) = rng.choices(list(kinds), list(kinds.values()))
        return draw(rng)

    def _draw_on_canvas(self, rng: random.Random) -> Event:
        if rng.random() < 0.08:
            return ("wheel", CANVAS, *self._place_on_canvas(rng), rng.choice((-120, 120)))
        if rng.random() < 0.05:
            return ("menu", CANVAS, *self._place_on_canvas(rng))
        return self._draw_mouse(rng, CANVAS, self._place_on_canvas(rng))

    def _place_on_canvas(self, rng: random.Random) -> tuple[int, int]:
        view = self._view
        spec = view.placement.spec
        layer = rng.randrange(spec.depth + 1)
        neurons = [
            view.neuron_position(each, rng.randrange(spec.sizes[each])) for each in (layer, max(layer - 1, 0))
        ]
        what = rng.random()
        if what < 0.45:
            place = neurons[0]
        elif what < 0.7:  # an edge
            place = neurons[0] + (neurons[1] - neurons[0]) * rng.choice((0.3, 0.5, 0.7))
        elif what < 0.9:
            control = rng.choice([each for each in view.placement.controls if each.part is not Part.HEADER])
            place = view.control_position(control.part, control.layer)
        elif what < 0.95:
            place = view.control_position(Part.HEADER, layer)
        else:
            place = QPoint(rng.randrange(view.width()), rng.randrange(view.height()))
        return place.x(), place.y()

    def _draw_on_panel(self, rng: random.Random) -> Event:
        name = rng.choice(DOCKS)
        body = self.desk.window.docks[name].body
        place = rng.randrange(max(body.width(), 1)), rng.randrange(max(body.height(), 1))
        return ("show", name) if rng.random() < 0.1 else self._draw_mouse(rng, name, place)

    def _draw_in_popup(self, rng: random.Random) -> Event:
        popup = QApplication.activePopupWidget()
        if popup is None or rng.random() < 0.3:
            return ("key", POPUP, rng.choice(("Down", "Up", "Return", "Escape", "Tab")), "")
        place = rng.randrange(max(popup.width(), 1)), rng.randrange(max(popup.height(), 1))
        return self._draw_mouse(rng, POPUP, place)

    def _draw_mouse(self, rng: random.Random, where: str, place: tuple[int, int]) -> Event:
        if self._button:  # a drag ends somewhere
            kind, button = ("release", self._button) if rng.random() < 0.4 else ("move", self._button)
        else:
            kind = rng.choice(("move", "press", "press", "double"))
            button = "" if kind == "move" else rng.choice(("left", "left", "left", "middle"))
        return ("mouse", where, kind, *place, button, rng.choice(("", "", "", "shift", "ctrl")))

    def _draw_key(self, rng: random.Random) -> Event:
        return ("key", CANVAS, rng.choice(KEYS), rng.choice(("", "", "", "shift")))

    def _draw_edit(self, rng: random.Random) -> Event:
        what = rng.random()
        if what < 0.06:
            return ("open", rng.choice(EXAMPLES))
        return ("data", rng.choice(EXAMPLES)) if what < 0.12 else ("action", rng.choice(ACTIONS))

    # Playing

    def play(self, event: Event) -> None:
        """Do it, write it down, and raise AssertionError with the journal if the window no longer holds together."""
        self.journal.append(event)
        kind, *rest = event
        try:
            getattr(self, f"_play_{kind}")(*rest)
        except Exception as error:
            raise AssertionError(self._told(f"{type(error).__name__}: {error}")) from error
        for dialog in self.desk.window.findChildren(QDialog):
            if dialog.isVisible():
                dialog.reject()
        self.check()

    def replay(self, journal: Iterable[Event]) -> None:
        """Play a journal again."""
        for event in journal:
            self.play(event)

    def check(self) -> None:
        """That no slot failed, and that nothing is selected that isn't there."""
        document = self.desk.window.document
        state, spec = document.session.state, document.plan.spec
        named = [*state.selection, *([state.demon.neuron] if state.demon else [])]
        named += state.connection.ends if state.connection else ()
        gone = [neuron for neuron in named if not spec.has(neuron)]
        if self._faults or gone:
            raise AssertionError(self._told("\n".join(self._faults) or f"not in {spec}: {gone}"))

    def _told(self, words: str) -> str:
        return f"{words}\nafter these {len(self.journal)} events; replay() plays them again:\n{self.journal}"

    def check_saved(self, path: Path) -> None:
        """Let go, save by the menu, and see that what opens is equal to what is there."""
        self._play_rest()
        desk, document = self.desk, self.desk.window.document
        desk.wait_for_calm()
        project = Project(document.plan, desk.state(), view_of(document.session.state))
        desk.window.actions_by_name["action_save_as"].trigger()
        desk.choose_file(path)
        desk.wait(lambda: path.exists() and not desk.window.files.busy)
        self.check()
        assert files.load(path).same_as(project), self._told("What was saved opens as another project")

    @property
    def _view(self) -> NetworkView:
        return self.desk.window.canvas.view

    def _target(self, where: str, place: QPoint) -> tuple[QWidget, QPoint] | None:
        """The widget at a pixel, and that pixel in its own coordinates; None if it can't be seen."""
        if where == CANVAS:
            return self._view.viewport(), place
        outer = QApplication.activePopupWidget() if where == POPUP else self.desk.window.docks[where].body
        # Of a popup that has gone Python may still have the shell.
        if outer is None or not isValid(outer) or not outer.isVisible():
            return None
        # Python lets go of a widget's children with the widget: it is kept as long as they are used.
        self._outer = outer
        inner = outer.childAt(place) or outer
        if not isValid(inner):
            return None
        return inner, inner.mapFrom(outer, place)

    def _play_mouse(self, where: str, kind: str, x: int, y: int, button: str, modifier: str) -> None:
        target = self._target(where, QPoint(x, y))
        if target is None:
            return
        widget, place = target
        if self._held is not None and isValid(self._held) and kind in ("move", "release"):
            # As in Qt, what was pressed has the mouse until the release.
            widget, place = self._held, self._held.mapFromGlobal(widget.mapToGlobal(place))
        is_down = kind in ("press", "double")
        pressed, changed = BUTTONS[button], NONE if kind == "move" else BUTTONS[button]
        down = NONE if kind == "release" else pressed
        at = QPointF(widget.mapToGlobal(place))
        event = QMouseEvent(KINDS[kind], QPointF(place), at, changed, down, MODIFIERS[modifier])
        self._held, self._button = (widget, button) if is_down else (self._held, self._button)
        if kind == "release":
            self._held, self._button = None, ""
        QApplication.sendEvent(widget, event)

    def _play_wheel(self, where: str, x: int, y: int, turn: int) -> None:
        widget, place = self._view.viewport(), QPoint(x, y)
        none, phase = MODIFIERS[""], Qt.ScrollPhase.NoScrollPhase
        at = QPointF(widget.mapToGlobal(place))
        QApplication.sendEvent(
            widget, QWheelEvent(QPointF(place), at, QPoint(), QPoint(0, turn), NONE, none, phase, False)
        )

    def _play_menu(self, where: str, x: int, y: int) -> None:
        widget, place = self._view.viewport(), QPoint(x, y)
        reason = QContextMenuEvent.Reason.Mouse
        QApplication.sendEvent(
            widget, QContextMenuEvent(reason, place, widget.mapToGlobal(place), MODIFIERS[""])
        )

    def _play_key(self, where: str, key: str, modifier: str) -> None:
        widget = self._view if where == CANVAS else QApplication.activePopupWidget()
        if widget is not None:
            QTest.keyClick(widget, Qt.Key[f"Key_{key}"], MODIFIERS[modifier])

    def _play_action(self, name: str) -> None:
        self.desk.window.actions_by_name[name].trigger()

    def _play_open(self, name: str) -> None:
        self.desk.window.files.project_opened.emit(preset(name).project(), None)

    def _play_data(self, name: str) -> None:
        self.desk.window.requests.take_act(ChooseData(default_choice(name)))

    def _play_show(self, name: str) -> None:
        self.desk.open_panel(name)

    def _play_look(self) -> None:
        """Let the window draw, and hear what has come meanwhile."""
        QApplication.processEvents()

    def _play_calm(self) -> None:
        self._play_rest()
        self.desk.wait_for_calm()

    def _play_rest(self) -> None:
        """Put down what is held, close what is open, and end steps that are still to be made."""
        self.desk.window.live.post(Pause())
        self.desk.state()
        if self._held is not None and isValid(self._held):
            self._play_mouse(CANVAS, "release", 0, 0, self._button, "")
        self._held, self._button = None, ""
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        self.desk.qtbot.waitUntil(lambda: not self.desk.window.files.busy, timeout=PATIENCE)
