"""The bar at the top: play, step, start over, speed; how training is set; and where it stands."""

import math
from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolBar, QToolButton, QWidget
from typing_extensions import override

from bpexplorer.core.training.frame import RunState
from bpexplorer.document.picture import Picture
from bpexplorer.guard import guard
from bpexplorer.look import numbers
from bpexplorer.look.icons import set_icon
from bpexplorer.look.labels import NumberLabel
from bpexplorer.look.stylesheet import Ink, Role, set_role
from bpexplorer.panels.shared.quick_settings import QuickSettings
from bpexplorer.project.plan import Plan
from bpexplorer.window.chrome.actions import Actions
from bpexplorer.window.chrome.speed import SpeedSlider

#: Kept free, for “Pause” instead of “Play” and for longer numbers.
_SLACK = 16


class TopBar(QToolBar):
    """Shows and sets how training goes. What it asks for, it asks by actions and signals.

    Where it is too narrow, Batch and Reset show their icons alone, before anything would be left out.
    """

    speed_changed = Signal(object)
    act_requested = Signal(object)  # Act

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__("Training", parent)
        self.setObjectName("toolbar")
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._play_action = actions["action_play"]
        self._play = _button(self, self._play_action, role="primary")
        self._play.setMinimumWidth(88)
        self._step = _button(self, actions["action_step"])
        self._step.setMenu(
            _menu(self, "menu_step", [actions["action_step_epoch"], actions["action_run_epochs"]])
        )
        self._reset = _button(self, actions["action_reset"])
        self._reset.setMenu(_menu(self, "menu_reset", [actions["action_new_seed"]]))
        for split in (self._step, self._reset):
            split.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        #: What their names take, measured when it is first asked for.
        self._names_width: int | None = None
        self._speed = SpeedSlider(self)
        self._settings = QuickSettings(self)
        self._numbers = _make_numbers(self)
        self._put_together(actions)
        self._speed.speed_changed.connect(self.speed_changed)
        self._settings.act_requested.connect(self.act_requested)

    def _put_together(self, actions: Actions) -> None:
        for widget in (self._play, self._step, self._reset, self._speed, self._settings):
            self.addWidget(widget)
        self.addSeparator()
        for label in self._numbers.values():
            self.addWidget(label)
        stretch = QWidget(self)
        stretch.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(stretch)
        for name in ("action_undo", "action_redo", "action_guide"):
            button = _button(self, actions[name], role="flat")
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            self.addWidget(button)

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
        self._play_action.setText("Pause" if playing else "Play")
        set_icon(self._play_action, "pause" if playing else "play")
        set_icon(self._play, "pause" if playing else "play", color_role="text_on_accent")

    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        """Show where training stands."""
        frame = picture.frame
        latest = frame.history.latest
        texts = {
            # Rounded first: a hundredth of an epoch is 0.0 here, not 1e-2.
            "epoch": numbers.unsigned(
                round(frame.epoch + frame.batch / frame.batches_per_epoch, 1), decimals=1
            ),
            "step": numbers.count(frame.step),
        }
        if latest is not None:
            texts["train_cost"] = _cost(latest.train_cost)
            texts["test_cost"] = _cost(latest.test_cost)
            texts["test_accuracy"] = (
                "–" if math.isnan(latest.test_accuracy) else numbers.percent(latest.test_accuracy)
            )
        for name, text in texts.items():
            self._numbers[name].set_text(text)
        is_right_or_wrong = frame.data.is_classification
        self._numbers["test_accuracy"].setToolTip(
            _NUMBERS["test_accuracy"][-1] if is_right_or_wrong else _NO_ACCURACY
        )

    def _width_of_names(self) -> int:
        if self._names_width is None:
            self._show_names(False)
            bare = self._step.sizeHint().width() + self._reset.sizeHint().width()
            self._show_names(True)
            self._names_width = self._step.sizeHint().width() + self._reset.sizeHint().width() - bare
        return self._names_width

    def _show_names(self, shown: bool) -> None:
        style = Qt.ToolButtonStyle
        for button in (self._step, self._reset):
            button.setToolButtonStyle(style.ToolButtonTextBesideIcon if shown else style.ToolButtonIconOnly)

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        names = self._width_of_names()
        has_names = self._step.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        needed = self.sizeHint().width() + (0 if has_names else names) + _SLACK
        self._show_names(needed <= event.size().width())


#: Beside the dash that stands for the accuracy of a regression.
_NO_ACCURACY = (
    "These targets are numbers: an output is near or far, not right. The panel Metrics has R², RMSE and MAE."
)


def _cost(value: float) -> str:
    return "–" if math.isnan(value) else numbers.unsigned(value)


#: Object name → caption, characters kept, colour, tooltip.
_NUMBERS: Mapping[str, tuple[str, int, Ink, str]] = {
    "epoch": ("Epoch", 6, "text", "How often training has been through the whole training part."),
    "step": ("Step", 7, "text", "How many batches training has made."),
    "train_cost": ("Train C", 7, "train", "Mean cost over the training part at the last epoch's end."),
    "test_cost": ("Test C", 7, "test", "Mean cost over the test part at the last epoch's end."),
    "test_accuracy": (
        "Test acc",
        7,
        "test",
        "Share of the test part that was right at the last epoch's end.",
    ),
}


def _make_numbers(parent: QWidget) -> dict[str, NumberLabel]:
    return {
        name: NumberLabel(
            caption,
            name=name,
            characters=characters,
            ink=ink,
            bold=True,
            heading=True,
            tooltip=tip,
            parent=parent,
        )
        for name, (caption, characters, ink, tip) in _NUMBERS.items()
    }


def _button(parent: QWidget, action: QAction, *, role: Role | None = None) -> QToolButton:
    button = QToolButton(parent)
    button.setDefaultAction(action)
    button.setObjectName(f"button_{action.objectName()}")
    button.setAccessibleName(action.text().replace("&", ""))
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setIconSize(QSize(14, 14))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if role is not None:
        set_role(button, role)
    return button


def _menu(parent: QWidget, name: str, actions: list[QAction]) -> QMenu:
    menu = QMenu(parent)
    menu.setObjectName(name)
    menu.addActions(actions)
    return menu
