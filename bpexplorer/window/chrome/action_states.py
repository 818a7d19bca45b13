"""What the actions say, and whether they can be chosen now."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from bpexplorer.core.spec import NetworkSpec
from bpexplorer.document.acts.base import Act
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.document.session import SessionState, Tool
from bpexplorer.document.undo import UndoStack
from bpexplorer.guard import guard
from bpexplorer.translation import tr
from bpexplorer.window.chrome.actions import ACTIONS, Actions

_TOOL_ACTIONS: Mapping[Tool, str] = {
    Tool.SELECT: "tool_select",
    Tool.CONNECT: "tool_connect",
    Tool.DEMON: "tool_demon",
}
#: Why an action without an act is greyed.
_NOTHING_TO: Mapping[str, str] = {
    "action_undo": tr("There is nothing to undo. Training is undone by Edit → Back to before Play."),
    "action_redo": tr("There is nothing to redo."),
}


def update_actions(actions: Actions, spec: NetworkSpec, state: SessionState) -> None:
    """Grey out what can't be done now."""
    for name, action in ACTIONS.items():
        needed = action.needs or action.act
        if isinstance(needed, Act):
            actions[name].setEnabled(needed.refusal(spec, state, None) is None)
    actions["action_remove_selected"].setText(
        ACTIONS["action_remove_selected"].text if state.connection is None else tr("Re&move the connection")
    )
    actions[_TOOL_ACTIONS[state.tool]].setChecked(True)
    actions["action_draw_points"].setChecked(state.draws)


def refusal(name: str, document: NetworkDocument) -> str:
    """Why the action of this name, which is greyed, can't be chosen now."""
    act = ACTIONS[name].needs or ACTIONS[name].act
    if isinstance(act, Act):
        reason = act.refusal(document.plan.spec, document.session.state, None)
    else:
        reason = document.marks.refusal if name == "action_back" else _NOTHING_TO.get(name)
    return reason or tr("This can't be done now.")


def connect_undo(
    actions: Actions, stack: UndoStack, window: QWidget, *, say: Callable[[str], object]
) -> None:
    """Undo and redo say what they would undo, and why there is nothing: also if their keys are pressed."""
    for name, verb, can_changed, text_changed in (
        ("action_undo", tr("&Undo"), stack.can_undo_changed, stack.undo_text_changed),
        ("action_redo", tr("&Redo"), stack.can_redo_changed, stack.redo_text_changed),
    ):
        label = UndoLabel(actions[name], verb, _NOTHING_TO[name], window, say=say)
        can_changed.connect(label.enable)
        text_changed.connect(label.show_text)
        label.enable(False)
        label.show_text("")
    actions["action_undo"].triggered.connect(stack.undo)
    actions["action_redo"].triggered.connect(stack.redo)


class UndoLabel(QObject):
    """Lets an action say what it would undo or redo, or that there is ``nothing``."""

    def __init__(
        self, action: QAction, verb: str, nothing: str, window: QWidget, *, say: Callable[[str], object]
    ) -> None:
        super().__init__(window)
        self._action, self._verb, self._nothing, self._say = action, verb, nothing, say
        # A greyed action leaves its keys to others.
        self._instead = QShortcut(action.shortcut(), window)
        self._instead.activated.connect(self._on_instead_activated)

    @guard
    def enable(self, enabled: bool) -> None:
        """Let it be chosen, or not."""
        self._action.setEnabled(enabled)
        self._instead.setEnabled(not enabled)

    @guard
    def _on_instead_activated(self) -> None:
        self._say(self._nothing)

    @guard
    def show_text(self, text: str) -> None:
        """Take the text of the command over: ``Undo: change precision``."""
        # A name, such as SGD, keeps its letters.
        small = text if text[1:2].isupper() else text[:1].lower() + text[1:]
        self._action.setText(f"{self._verb}: {small}" if text else self._verb)
        keys = self._action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        what = self._action.text().replace("&", "")
        tip = what if text else self._nothing
        self._action.setToolTip(f"{tip} ({keys})" if keys else tip)
