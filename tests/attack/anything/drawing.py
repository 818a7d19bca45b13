"""Draws the next event of a hand that plays at random: something that there is to be done in a window as it is."""

import random
from collections import deque
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog

from bpexplorer.document.workspaces import Workspace
from bpexplorer.project.presets import PRESETS, STARTERS
from bpexplorer.window.chrome.actions import ACTIONS, WORKSPACE_ACTIONS
from bpexplorer.window.main_window import MainWindow
from tests.attack.anything import events
from tests.attack.anything.places import BOXES, BUTTONS, CANVAS, DIALOG, FIELDS, POPUP, draw_on_canvas, seen
from tests.attack.anything.playing import Player
from tests.attack.anything.stage import dialogs

#: A network with more parameters takes seconds for what others take milliseconds for: another project is opened then.
MOST_PARAMETERS = 15_000
#: What is typed into fields: numbers, numbers that aren't, and nothing.
TEXTS: Final = (
    *(
        "0",
        "1",
        "2",
        "3",
        "5",
        "8",
        "12",
        "0.5",
        "0,5",
        "-1",
        "−1",
        "1e-3",
        "1e400",
        "1/3",
        "50 %",
        ".",
        "abc",
        "",
    ),
    *("20", "0.03", "nan", "inf", "1,797", "  4 ", "1e-320", "100"),
)
CHARACTERS = "0123456789.,-e%aZ δ("
KEYS: Final = (
    *(
        "Left",
        "Right",
        "Up",
        "Down",
        "Return",
        "Escape",
        "Delete",
        "Insert",
        "F2",
        "F",
        "Plus",
        "Minus",
        "Menu",
    ),
    *("PageUp", "PageDown", "Home", "End", "Tab", "Backtab", "Space", "P", "Period", "D", "F6", "F10", "F11"),
    *("Backspace", "Slash", "1", "2", "3", "4", "5", "Z", "Y", "A", "C", "V"),
)
#: Mostly small: there is less to paint.
SIZES: Final = (
    *((1024, 700), (1024, 700), (900, 600), (780, 460), (780, 460)),
    *((1440, 900), (1280, 800), (1100, 1300), (1920, 1080)),
)
FILES: Final = (
    *("circle.bpx", "wave.bpx", "cut.bpx", "empty.bpx", "folder.bpx", "link.bpx", "missing.bpx", "mine.bpx"),
    *("notes.txt", "table.csv", "weights.npz", "weights.json", "weights.safetensors", "no/such/folder.bpx"),
)
#: Those of a few hundred parameters mostly: a window draws them at once.
EXAMPLES: Final = tuple(name for name in (*PRESETS, *STARTERS) if name != "digits")
DATA: Final = ("xor", "circle", "gaussians", "spiral", "wave", "hill")
DOCK_ACTS: Final = (
    "open",
    "open",
    "close",
    "float",
    "back",
    "left",
    "right",
    "top",
    "bottom",
    "tab",
    "beside",
    "below",
)
#: What takes hundreds of milliseconds: a window closed, everything painted anew, a guide set.
_RARE: Final = frozenset(
    {
        *("action_quit", "action_theme_dark", "action_theme_light", "action_theme_system"),
        *("action_presentation", "action_guide"),
    }
)
_WALKING: Final = ("action_phase_next", "action_phase_next", "action_phase_back", "action_phase_take")

Draw = Callable[[], events.Event]


class Drawer:
    """Draws events for a player's window with a random generator of its own."""

    def __init__(self, player: Player, seed: int) -> None:
        self.player, self.rng = player, random.Random(seed)
        #: What comes next: some things are worth doing at once after another.
        self._next: deque[Draw] = deque()

    def draw(self) -> events.Event:
        """The next event. What is open over the window, and what is held, is gone on with most of the time."""
        if self._window.document.plan.spec.parameter_count > MOST_PARAMETERS:
            return self._example()
        if self._next:
            return self._next.popleft()()
        draws = self._over_the_window() if self.rng.random() < 0.85 else {}
        draws = draws or self._anything()
        (draw,) = self.rng.choices(list(draws), list(draws.values()))
        return draw()

    def _over_the_window(self) -> Mapping[Draw, int]:
        if QApplication.activePopupWidget() is not None:
            return {self._popup: 5, self._named: 4, self._look: 1}
        opened = dialogs()
        if opened and isinstance(opened[-1], QFileDialog):
            return {self._name_file: 4, self._look: 1}
        if opened:
            return {self._answer: 3, self._dialog: 3, self._named: 3, self._key: 1, self._look: 1}
        if self.player.held_button:
            return {self._drag: 6, self._look: 2, self._key: 1, self._action: 1, self._undo: 2}
        return {}

    def _anything(self) -> Mapping[Draw, int]:
        return {
            self._on_canvas: 60,
            self._on_panel: 18,
            self._elsewhere: 8,
            self._key: 22,
            self._named: 40,
            self._action: 24,
            self._undo: 14,
            self._walk: 8,
            self._train: 6,
            self._look: 30,
            self._dock: 6,
            self._workspace: 4,
            self._data: 3,
            self._example: 3,
            self._file: 4,
            self._drop: 2,
            self._resize: 2,
            self._clock: 2,
            self._in_a_row: 8,
            events.Calm: 4,
            self._quit: 1,
        }

    @property
    def _window(self) -> MainWindow:
        return self.player.stage.window

    # The mouse

    def _place(self) -> tuple[int, int]:
        return self.rng.randrange(1000), self.rng.randrange(1000)

    def _modifier(self) -> str:
        return self.rng.choice(("", "", "", "", "shift", "ctrl"))

    def _mouse(self, where: str) -> events.Event:
        what = self.rng.random()
        if what < 0.06:
            turn = self.rng.choice((-240, -120, 120, 240))
            return events.Wheel(where, *self._place(), turn, self._modifier())
        if what < 0.11:
            return events.RightClick(where, *self._place())
        if self.player.held_button:
            return self._drag(where)
        act = self.rng.choice(("move", "press", "press", "press", "double"))
        button = "" if act == "move" else self.rng.choice(("left", "left", "left", "left", "middle", "right"))
        return events.Mouse(act, where, *self._place(), button, self._modifier())

    def _drag(self, where: str = "") -> events.Event:
        act = "release" if self.rng.random() < 0.4 else "move"
        where = where or draw_on_canvas(self._window, self.rng)
        return events.Mouse(act, where, *self._place(), self.player.held_button, self._modifier())

    def _on_canvas(self) -> events.Event:
        return self._mouse(draw_on_canvas(self._window, self.rng))

    def _on_panel(self) -> events.Event:
        shown = [name for name, dock in self._window.docks.items() if dock.isVisible()]
        return self._mouse(f"panel {self.rng.choice(shown)}") if shown else self._on_canvas()

    def _elsewhere(self) -> events.Event:
        docks = [name for name, dock in self._window.docks.items() if dock.isVisible()]
        names = ("toolbar", "message_bar", "stage", "canvas_panel", "main_window", "dock_area", *docks)
        return self._mouse(self.rng.choice(names))

    def _popup(self) -> events.Event:
        if self.rng.random() < 0.35:
            return events.Key(
                self.rng.choice(("Down", "Down", "Up", "Return", "Right", "Left", "Escape", "Tab"))
            )
        return self._mouse(POPUP)

    def _dialog(self) -> events.Event:
        return self._mouse(DIALOG)

    # Keys and widgets

    def _key(self) -> events.Event:
        key, modifier = self.rng.choice(KEYS), self._modifier()
        return events.Key(key, modifier, self.rng.choice(("", CANVAS)))

    def _named(self) -> events.Event:
        """Something to a widget that has a name."""
        kind = self.rng.choice((BUTTONS, BUTTONS, BOXES, FIELDS))
        found = seen(self._window, kind)
        if not found:
            return self._key()
        widget = self.rng.choice(found)
        name = widget.objectName()
        if isinstance(widget, QComboBox):
            return events.Choose(name, self.rng.randrange(max(widget.count(), 1)))
        if kind is BUTTONS:
            return events.Click(name)
        if self.rng.random() < 0.2:
            return events.Type(self.rng.choice(CHARACTERS) * self.rng.randrange(1, 3))
        key = self.rng.choice(("Return", "Return", "Tab", "Escape", "Up", "Down", ""))
        return events.Enter(name, self.rng.choice(TEXTS), key)

    def _answer(self) -> events.Event:
        return events.Answer(self.rng.randrange(4))

    # Actions

    def _action(self) -> events.Event:
        action = self.rng.choice(list(ACTIONS))
        return events.Look() if action in _RARE and self.rng.random() < 0.8 else events.Do(action)

    def _undo(self) -> events.Event:
        return events.Do(self.rng.choice(("action_undo", "action_undo", "action_redo", "action_back")))

    def _walk(self) -> events.Event:
        """A phase of a step, in the workspace for that."""
        if self._window.workspaces.current is not Workspace.STEP and self.rng.random() < 0.3:
            return events.Do(WORKSPACE_ACTIONS[Workspace.STEP])
        return events.Do(self.rng.choice(_WALKING))

    def _workspace(self) -> events.Event:
        return events.Do(self.rng.choice(list(WORKSPACE_ACTIONS.values())))

    def _train(self) -> events.Event:
        return events.Train(self.rng.choice((1, 3, 20, 100)))

    # One after another

    def _in_a_row(self) -> events.Event:
        """Things that meet: what is under way when the next one comes."""
        docks = [name for name, dock in self._window.docks.items() if dock.isVisible()]
        edits: list[Draw] = [*self._an_edit(), *self._an_edit()]
        late, on_time = [partial(events.Late, 30)], [partial(events.Late, 0)]
        awhile = 2 * [partial(events.Look, 20)]
        rows: list[list[Draw]] = [
            [*edits, self._undo, events.Calm],
            [self._train, *edits, self._look, self._look, self._look],
            [self._train, *late, *edits, *awhile, self._undo, *awhile, *on_time],
            [*late, *edits, *awhile, *self._an_edit(), *awhile, *on_time, events.Calm],
            [self._an_edit_while_held, self._undo, self._look, self._drag],
            [
                partial(events.Do, WORKSPACE_ACTIONS[Workspace.STEP]),
                events.Calm,
                self._walk,
                *edits,
                events.Look,
            ],
        ]
        # What is read of a file meets what has been opened, or is held, by then.
        rows += [
            [*self._an_import(), *self._a_click("control header 1"), *awhile, events.Calm],
            [*self._an_import(), self._an_edit_while_held, *awhile, self._drag],
        ]
        if self._window.document.path is not None:
            rows += 2 * [[partial(events.Do, "action_save"), *self._an_edit(), events.Calm]]
        if docks:
            name = self.rng.choice(docks)
            shut, opened = partial(events.Dock, name, "close"), partial(events.Dock, name, "open")
            rows += 2 * [[shut, *self._an_edit(), events.Calm, opened, events.Calm]]
        self._next.extend(self.rng.choice(rows))
        return self._next.popleft()()

    def _an_import(self) -> list[Draw]:
        """Weights are read that have one layer less than the network."""
        return [
            partial(events.Example, "xor"),
            partial(events.Do, "action_insert_layer"),
            partial(events.Do, "action_import_weights"),
            partial(events.NameFile, "weights.npz"),
        ]

    def _a_click(self, where: str) -> list[Draw]:
        return [partial(events.Mouse, act, where) for act in ("press", "release")]

    def _an_edit(self) -> list[Draw]:
        """Something that changes the structure at once, by mouse or by key."""
        spec = self._window.document.plan.spec
        if spec.depth < 2 or self.rng.random() < 0.3:
            return [partial(events.Do, "action_insert_layer")]
        where = f"control {self.rng.choice(('add', 'add', 'remove'))} {self.rng.randrange(1, spec.depth)}"
        return self._a_click(where)

    def _an_edit_while_held(self) -> events.Event:
        """A press on a neuron, which the next events may take away."""
        spec = self._window.document.plan.spec
        layer = self.rng.randrange(1, spec.depth + 1)
        return events.Mouse("press", f"neuron {layer} {self.rng.randrange(spec.sizes[layer])}")

    # Files and data

    def _name_file(self) -> events.Event:
        return events.NameFile(self.rng.choice(("", *FILES)), agrees=self.rng.random() < 0.7)

    def _file(self) -> events.Event:
        name = self.rng.choice(FILES)
        what = self.rng.random()
        if what < 0.5:
            return events.OpenFile(name)
        if what < 0.75:
            return events.Do(
                self.rng.choice(("action_save", "action_save_as", "action_open", "action_import_weights"))
            )
        document = self._window.document
        own = document.path.name if document.path is not None else "mine.bpx"
        return events.Touch(own, gone=self.rng.random() < 0.3)

    def _drop(self) -> events.Event:
        docks = [name for name, dock in self._window.docks.items() if dock.isVisible()]
        return events.Drop(
            self.rng.choice(FILES), self.rng.choice((CANVAS, "main_window", "toolbar", *docks))
        )

    def _data(self) -> events.Event:
        return events.Data(self.rng.choice(DATA))

    def _example(self) -> events.Event:
        return events.Example("digits" if self.rng.random() < 0.05 else self.rng.choice(EXAMPLES))

    # The window

    def _resize(self) -> events.Event:
        return events.Resize(*self.rng.choice(SIZES))

    def _dock(self) -> events.Event:
        name, other = self.rng.choice(list(self._window.docks)), self.rng.choice(list(self._window.docks))
        return events.Dock(name, self.rng.choice(DOCK_ACTS), other)

    def _clock(self) -> events.Event:
        return events.Clock(self.rng.choice((1, 2, 60, 3_600, 100_000, -1, -3_600, -100_000)))

    def _quit(self) -> events.Event:
        return events.Quit() if self.rng.random() < 0.2 else events.Look()

    def _look(self) -> events.Event:
        return events.Look()
