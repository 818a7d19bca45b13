"""The bar at the top: play, step, start over, speed; how training is set; and where it stands."""

import math
from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolBar, QToolButton, QWidget
from typing_extensions import override

from bpexplorer.core.readings.costs import CostsReading, read_costs
from bpexplorer.core.training.frame import RunState
from bpexplorer.document.picture import Picture
from bpexplorer.guard import guard
from bpexplorer.look import fonts, numbers
from bpexplorer.look.icons import set_icon
from bpexplorer.look.stylesheet import Ink, Role, set_role
from bpexplorer.look.widgets.labels import NumberLabel
from bpexplorer.panels.panel import Question
from bpexplorer.panels.shared.forms.quick_settings import QuickSettings
from bpexplorer.project.plan import Plan
from bpexplorer.translation import tr
from bpexplorer.window.chrome.actions import WORKSPACE_ACTIONS, Actions
from bpexplorer.window.chrome.progress import RunProgress
from bpexplorer.window.chrome.speed import SpeedSlider
from bpexplorer.window.chrome.switch import WorkspaceSwitch

#: A narrower window has its workspaces in a list, the learning rate in Set-up alone, and short names of numbers.
WIDE = 1280
ICON = 16
#: Kept free, for longer numbers.
_SLACK = 4
#: From a number's name to the next one's, beyond what is between all that stands there.
_BETWEEN = 2
_PLAY, _PAUSE = tr("Play"), tr("Pause")
#: What goes first where there isn't room for all: what `_Arrangement` leaves away, then these, one after the other.
_DISPENSABLE = ("step", "action_palette", "action_guide", "progress", "speed")


class _Arrangement(NamedTuple):
    """How much is said."""

    #: Whether each workspace has a segment; else there is a list.
    has_segments: bool
    #: Batch and Reset: a word says more than its icon.
    buttons: Qt.ToolButtonStyle
    #: Whether the numbers have their whole names.
    has_captions: bool


_BOTH, _WORDS, _ICONS = (
    Qt.ToolButtonStyle.ToolButtonTextBesideIcon,
    Qt.ToolButtonStyle.ToolButtonTextOnly,
    Qt.ToolButtonStyle.ToolButtonIconOnly,
)
#: The first of these that fits is taken, or else the last.
_IN_FULL = (
    _Arrangement(True, _BOTH, True),
    _Arrangement(True, _WORDS, True),
    _Arrangement(True, _WORDS, False),
    _Arrangement(True, _ICONS, True),
    _Arrangement(True, _ICONS, False),
)
_IN_SHORT = (
    _Arrangement(False, _BOTH, True),
    _Arrangement(False, _WORDS, True),
    _Arrangement(False, _ICONS, True),
)


class TopBar(QToolBar):
    """Shows and sets how training goes. What it asks for, it asks by actions and signals.

    Where it is too narrow, Batch and Reset lose their icons, then the numbers their long names, then Batch and Reset
    show their icons alone, then what can be found elsewhere goes; below `WIDE` the numbers have their short names.
    Nothing moves as it runs: each part is as wide as the longest that it may say.
    """

    speed_changed = Signal(object)
    act_requested = Signal(object)  # Act
    #: The run whose end is known is to end here.
    cancel_requested = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(tr("Training"), parent)
        self.setObjectName("toolbar")
        self.setMovable(False)
        # A bar decides for all its buttons.
        self.setIconSize(QSize(ICON, ICON))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._play_action = actions["action_play"]
        self._play = _button(_PlayButton(self), self._play_action, role="primary")
        self._step = _button(QToolButton(self), actions["action_step"])
        self._step.setMenu(
            _menu(self, "menu_step", tr("Step"), [actions["action_step_epoch"], actions["action_run_epochs"]])
        )
        self._reset = _button(QToolButton(self), actions["action_reset"])
        self._reset.setMenu(_menu(self, "menu_reset", tr("Reset"), [actions["action_new_seed"]]))
        for split in (self._step, self._reset):
            split.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self._speed = SpeedSlider(self)
        self._settings = QuickSettings(self)
        self._numbers = _make_numbers(self)
        self._progress = RunProgress(self)
        self._picture: Picture | None = None
        self._costs: CostsReading | None = None
        self._put_together(actions)
        self._speed.speed_changed.connect(self.speed_changed)
        self._settings.act_requested.connect(self.act_requested)
        self._progress.cancel_requested.connect(self.cancel_requested)

    def _put_together(self, actions: Actions) -> None:
        #: What can be taken away.
        self._places: dict[str, QAction] = {}
        for widget in (self._play, self._step, self._reset):
            self.addWidget(widget)
        self._places["speed"] = self.addWidget(self._speed)
        self._places["settings"] = self.addWidget(self._settings)
        self.addSeparator()
        for name, label in self._numbers.items():
            self._places[name] = self.addWidget(label)
        self._places["progress"] = self.addWidget(self._progress)
        stretch = QWidget(self)
        stretch.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(stretch)
        self._switch = WorkspaceSwitch([actions[name] for name in WORKSPACE_ACTIONS.values()], self)
        self.addWidget(self._switch)
        for name in ("action_undo", "action_redo", "action_palette", "action_guide"):
            button = _button(QToolButton(self), actions[name], role="flat")
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            self._places[name] = self.addWidget(button)

    @property
    def speed(self) -> float | None:
        """Batches a second, as the slider says; None for full speed."""
        return self._speed.speed

    def set_speed(self, rate: float | None) -> None:
        """Move the speed slider."""
        self._speed.set_speed(rate)

    def show_plan(self, plan: Plan) -> None:
        """Show how training is set."""
        self._settings.show_config(plan.config)

    @guard
    def show_state(self, state: RunState) -> None:
        """Let the play button say what a press does."""
        playing = state is RunState.PLAYING
        self._play_action.setText(_PAUSE if playing else _PLAY)
        set_icon(self._play_action, "pause" if playing else "play")
        set_icon(self._play, "pause" if playing else "play", color_role="text_on_accent")

    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        """Show where training stands."""
        self._picture = picture
        frame = picture.frame
        # Rounded first: a hundredth of an epoch is 0.0 here, not 1e-2.
        epoch = round(frame.epoch + frame.batch / frame.batches_per_epoch, 1)
        tenths = "" if frame.batch == 0 else numbers.unsigned(epoch, decimals=1)
        self._show_count("epoch", frame.epoch, tenths)
        self._show_count("step", frame.step)
        self._progress.show_frame(frame)
        self._show_costs()

    def show_costs(self, reading: CostsReading | None) -> None:
        """Show cost and accuracy, unless an edit has overtaken them; None: they couldn't be measured."""
        self._costs = reading
        self._show_costs()

    def clear(self) -> None:
        """Another project is open: nothing is known of it yet."""
        self._picture = self._costs = None
        self._progress.show_frame(None)
        for label in self._numbers.values():
            label.set_text(_UNKNOWN)

    def _show_count(self, name: str, count: int, finer: str = "") -> None:
        """Show a count, or more of it if there is room, in the room that is kept; the tooltip has it whole."""
        number, label = _NUMBERS[name], self._numbers[name]
        text = (
            finer
            if finer and len(finer) <= number.characters
            else numbers.count_within(count, number.characters)
        )
        label.set_text(text)
        whole = finer or numbers.count(count)
        label.setToolTip(number.tooltip if text == whole else f"{number.caption} {whole}. {number.tooltip}")

    def _show_costs(self) -> None:
        picture, reading = self._picture, self._costs
        if picture is not None and reading is not None and not reading.holds_for(picture.frame):
            reading = None
        is_right_or_wrong = picture is None or picture.frame.data.is_classification
        for name, write in _COSTS.items():
            self._numbers[name].set_text(_UNKNOWN if reading is None else write(getattr(reading, name)))
            tip = _NUMBERS[name].tooltip
            when = "" if reading is None else tr(" As of step {step}.", step=numbers.count(reading.step))
            if picture is not None and picture.frame.config.penalty and name.endswith("_cost"):
                tip += tr(" Without the penalty: training minimises C + penalty.")
            if name == "test_accuracy" and not is_right_or_wrong:
                tip, when = _NO_ACCURACY, ""
            self._numbers[name].setToolTip(f"{tip}{when}")

    def _fit(self, width: int) -> None:
        """Show as much as there is room for; always the same in the same width."""
        is_wide = width >= WIDE * fonts.magnification()
        self._places["settings"].setVisible(is_wide)
        for name in _DISPENSABLE:
            self._places[name].setVisible(True)
        arrangements = (*_IN_FULL, *_IN_SHORT) if is_wide else _IN_SHORT
        for arrangement in arrangements:
            self._switch.set_short(not arrangement.has_segments)
            for button in (self._step, self._reset):
                button.setToolButtonStyle(arrangement.buttons)
            self._name_in_full(is_wide and arrangement.has_captions)
            if self._needed() <= width:
                return
        for name in _DISPENSABLE:
            if self._needed() > width:
                self._places[name].setVisible(False)

    def _needed(self) -> int:
        return self.sizeHint().width() + _SLACK

    def _name_in_full(self, in_full: bool) -> None:
        for name, label in self._numbers.items():
            number = _NUMBERS[name]
            # For those who hear it, the name stays.
            label.caption.setText(number.caption if in_full else number.short)
            if (layout := label.layout()) is not None:
                layout.activate()  # what the bar needs is asked for at once
            label.updateGeometry()

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width())

    @override
    @guard
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit(self.width())

    @override
    @guard
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit(self.width())


#: What the costs of the network shown come from.
COSTS = Question(ask=lambda picture, _choice: partial(read_costs, picture.frame))

#: Stands for a number that isn't known, or that doesn't exist.
_UNKNOWN = "–"
#: Beside the dash that stands for the accuracy of a regression.
_NO_ACCURACY = tr("Regression has no accuracy; see R², RMSE and MAE in Metrics.")


def _cost(value: float) -> str:
    return _UNKNOWN if math.isnan(value) else numbers.unsigned(value)


def _share(value: float) -> str:
    return _UNKNOWN if math.isnan(value) else numbers.percent(value)


#: What is measured, and how it is written.
_COSTS: Mapping[str, Callable[[float], str]] = {
    "train_cost": _cost,
    "test_cost": _cost,
    "test_accuracy": _share,
}


class _Number(NamedTuple):
    """How a number is called, and shorter where there is less room; for how many characters it keeps room."""

    caption: str
    short: str
    characters: int
    ink: Ink
    tooltip: str


#: What a cost may say that is longer than any cost.
_COST_ROOM = len(numbers.NOT_FINITE)
#: By object name.
_NUMBERS: Mapping[str, _Number] = {
    "epoch": _Number(
        tr("Epoch"), tr("Epoch"), 6, "text", tr("How often training has been through the whole training set.")
    ),
    "step": _Number(tr("Step"), tr("Step"), 7, "text", tr("How many batches training has made.")),
    "train_cost": _Number(
        tr("C, training set"),
        tr("C, training"),
        _COST_ROOM,
        "train",
        tr("Mean cost over the training set, of the network shown."),
    ),
    "test_cost": _Number(
        tr("C, test set"),
        tr("C, test"),
        _COST_ROOM,
        "test",
        tr("Mean cost over the test set, of the network shown."),
    ),
    "test_accuracy": _Number(
        tr("Accuracy, test set"),
        tr("Accuracy, test"),
        7,
        "test",
        tr("Share of the test set that the network shown has right."),
    ),
}


def _make_numbers(parent: QWidget) -> dict[str, NumberLabel]:
    labels = {
        name: NumberLabel(
            number.caption,
            name=name,
            characters=number.characters,
            ink=number.ink,
            bold=True,
            heading=True,
            tooltip=number.tooltip,
            parent=parent,
        )
        for name, number in _NUMBERS.items()
    }
    for label in labels.values():
        label.setContentsMargins(_BETWEEN, 0, 0, 0)
    return labels


class _PlayButton(QToolButton):
    """As wide as the longer of its two words, whichever it shows."""

    def _keep_width(self) -> None:
        metrics, text = self.fontMetrics(), self.text()
        longer = max(metrics.horizontalAdvance(word) for word in (_PLAY, _PAUSE))
        self.setMinimumWidth(0)
        self.setMinimumWidth(self.sizeHint().width() + longer - metrics.horizontalAdvance(text))

    @override
    @guard
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._keep_width()

    @override
    @guard
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._keep_width()


def _button(button: QToolButton, action: QAction, *, role: Role | None = None) -> QToolButton:
    button.setDefaultAction(action)
    button.setObjectName(f"button_{action.objectName()}")
    button.setAccessibleName(action.text().replace("&", ""))
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if role is not None:
        set_role(button, role)
    return button


def _menu(parent: QWidget, name: str, title: str, actions: list[QAction]) -> QMenu:
    menu = QMenu(parent)
    menu.setObjectName(name)
    menu.setAccessibleName(title)
    menu.addActions(actions)
    return menu
