"""All actions of the window by name: text, shortcut, icon, and what they do in a sentence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QWidget

from bpexplorer.document.acts.base import Act
from bpexplorer.document.acts.demon import ArmDemon, HalveDz, ReleaseDemon, TurnAgainstDelta, ZeroDz
from bpexplorer.document.acts.drawing import SwitchDrawing
from bpexplorer.document.acts.looking import Escape, GoBack, Refit, SelectAll, SelectLayer, TakeTool
from bpexplorer.document.acts.network import (
    AddLayer,
    AddNeuron,
    DropLayer,
    FreezeSelected,
    ReinitialiseSelected,
    RemoveSelected,
)
from bpexplorer.document.acts.training import NewSeed, Restart, ReturnToBest
from bpexplorer.document.acts.walking import NextPhase, PhaseBack, TakeStep
from bpexplorer.document.keys import Fit, ShowWorkspace, ViewAct, WindowAct, Zoom, keys_of
from bpexplorer.document.session import Tool
from bpexplorer.document.workspaces import Workspace
from bpexplorer.guard import guard
from bpexplorer.look.icons import set_icon
from bpexplorer.translation import tr

Key = QKeySequence.StandardKey


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """How an action looks; its object name is its key in `ACTIONS`.

    What it asks for is its ``act``, with the keys that the table has for it (`document.keys`); one without is a command
    of the window, with a ``shortcut`` of its own, and can't be chosen where the act that it ``needs`` is refused.
    """

    text: str
    tip: str
    shortcut: Key | str | None = None
    icon: str | None = None
    checkable: bool = False
    act: Act | ViewAct | WindowAct | None = None
    needs: Act | None = None

    @property
    def shortcuts(self) -> list[QKeySequence]:
        """All its keys; the first is shown."""
        if self.act is not None:
            return [QKeySequence(key) for key in keys_of(self.act)]
        return [] if self.shortcut is None else [QKeySequence(self.shortcut)]


ACTIONS: Mapping[str, ActionSpec] = MappingProxyType(
    {
        "action_new": ActionSpec(
            tr("&New…"), tr("Choose data to begin with, and a network that suits them."), Key.New, "new"
        ),
        "action_open": ActionSpec(tr("&Open…"), tr("Open a project file."), Key.Open, "open"),
        "action_open_lesson": ActionSpec(
            tr("Open &lesson…"), tr("Open a lesson that a teacher has written."), None, "open"
        ),
        "action_open_data": ActionSpec(
            tr("Open &data…"),
            tr("Train on your own data: a table, arrays, or a folder of pictures."),
            "Ctrl+Shift+O",
            "data",
        ),
        "action_columns": ActionSpec(
            tr("&Columns of the data…"),
            tr(
                "Choose anew what each column of your table is for, with the weights as they are or from the start."
            ),
        ),
        "action_reload_data": ActionSpec(
            tr("Reload da&ta…"), tr("Read the file of your own data again, and take of it what is taken now.")
        ),
        "action_save": ActionSpec(
            tr("&Save"), tr("Save the project: structure, settings, numbers and history."), Key.Save, "save"
        ),
        "action_save_as": ActionSpec(
            tr("Save &as…"), tr("Save the project under another name."), "Ctrl+Shift+S"
        ),
        "action_recover": ActionSpec(
            tr("Restore &unsaved work…"), tr("Look for work that the program couldn't save when it ended.")
        ),
        "action_export_weights": ActionSpec(
            tr("&Export weights…"),
            tr(
                "Write weights, biases, activations and scaling for use elsewhere: NumPy, "
                "safetensors or JSON."
            ),
            "Ctrl+E",
            "export",
        ),
        "action_import_weights": ActionSpec(
            tr("&Import weights…"), tr("Begin a new run from weights in a file."), "Ctrl+I", "import"
        ),
        "action_export_history": ActionSpec(
            tr("Export &history…"), tr("Write cost and accuracy of every epoch that is kept, as CSV.")
        ),
        "action_export_predictions": ActionSpec(
            tr("Export &predictions…"),
            tr("Write what the network makes of each sample, what it should, and δ, as CSV or arrays."),
        ),
        "action_export_worksheets": ActionSpec(
            tr("Export &worksheets…"),
            tr("Write worksheets on the next step, and their answers, as HTML to print."),
        ),
        "action_quit": ActionSpec(tr("&Quit"), tr("Close the program."), "Ctrl+Q"),
        "action_undo": ActionSpec(tr("&Undo"), tr("Undo the last change."), Key.Undo, "undo"),
        "action_redo": ActionSpec(tr("&Redo"), tr("Redo the change that was undone."), Key.Redo, "redo"),
        "action_back": ActionSpec(
            tr("&Back to before Play"),
            tr("Go back to the network, settings and numbers from before training went on."),
        ),
        "action_remove_selected": ActionSpec(
            tr("Re&move selected neurons"),
            tr("Remove the selected connection, or the selected hidden neurons."),
            None,
            "remove",
            act=RemoveSelected(),
        ),
        "ask_origin": ActionSpec(
            tr("Where does its δ &come from?"),
            tr("Show the sum that makes δ of the selected neuron."),
            needs=ArmDemon(),
        ),
        "ask_demon": ActionSpec(
            tr("&Be its demon"),
            tr("Put the demon on the selected neuron, with a Δz against δ."),
            None,
            "demon",
            needs=ArmDemon(),
        ),
        "ask_why_small": ActionSpec(
            tr("Wh&y is δ small?"),
            tr("Say what takes δ of the selected neuron away: slope, δ ahead, or terms that cancel."),
            needs=ArmDemon(),
        ),
        "ask_image": ActionSpec(
            tr("&What does it look for?"),
            tr("Show the weights into layer 1 as images, where samples are pictures."),
        ),
        "action_neuron_back": ActionSpec(
            tr("Back to the neuron bef&ore"),
            tr("Select the neuron again from which a row or a verdict led on."),
            act=GoBack(),
        ),
        "action_freeze": ActionSpec(
            tr("&Freeze selected neurons"),
            tr("Keep the weights into the selected neurons, and their biases, from being trained."),
            None,
            "frozen",
            act=FreezeSelected(),
        ),
        "action_unfreeze": ActionSpec(
            tr("&Unfreeze selected neurons"),
            tr("Train the selected neurons again."),
            act=FreezeSelected(False),
        ),
        "action_reinitialise": ActionSpec(
            tr("Re-ini&tialise selected neurons"),
            tr("Draw the weights and biases of the selected neurons anew."),
            act=ReinitialiseSelected(),
        ),
        "action_add_neuron": ActionSpec(
            tr("&Add a neuron"),
            tr("Add a neuron to the layer of the selected one."),
            None,
            "add",
            act=AddNeuron(),
        ),
        "action_insert_layer": ActionSpec(
            tr("&Insert a layer"),
            tr("Insert a hidden layer before the layer of the selected neuron."),
            act=AddLayer(),
        ),
        "action_remove_layer": ActionSpec(
            tr("Remove the &layer"), tr("Remove the hidden layer of the selected neuron."), act=DropLayer()
        ),
        "action_select_all": ActionSpec(tr("Select &all"), tr("Select every neuron."), act=SelectAll()),
        "action_select_layer": ActionSpec(
            tr("Select the whole &layer"),
            tr("Select all neurons of the selected one's layer."),
            act=SelectLayer(),
        ),
        "action_let_go": ActionSpec(
            tr("&Deselect"),
            tr(
                "Close the message, else deselect the connection, else remove the demon, else "
                "deselect the neurons."
            ),
            act=Escape(),
        ),
        "action_draw_points": ActionSpec(
            tr("Draw &points"),
            tr("Let a click on the plane add a sample, and a right click remove one."),
            checkable=True,
            needs=SwitchDrawing(),
        ),
        "action_draw_picture": ActionSpec(
            tr("Draw a p&icture…"),
            tr("Draw a sample with the mouse, such as a digit, and see what the network takes it for."),
        ),
        "tool_select": ActionSpec(
            tr("Select"),
            tr("Select, drag and edit with the mouse."),
            None,
            "select",
            checkable=True,
            act=TakeTool(Tool.SELECT),
        ),
        "tool_connect": ActionSpec(
            tr("Connect"),
            tr(
                "Drag from neuron to neuron, or click both, to bring a removed connection "
                "back. Removed ones show dashed."
            ),
            None,
            "connect",
            checkable=True,
            act=TakeTool(Tool.CONNECT),
        ),
        "tool_demon": ActionSpec(
            tr("Demon"),
            tr("Click a neuron to add Δz to it; drag up or down, or scroll."),
            None,
            "demon",
            checkable=True,
            act=TakeTool(Tool.DEMON),
        ),
        "action_play": ActionSpec(tr("Play"), tr("Start or pause training."), "P", "play"),
        "action_step": ActionSpec(tr("Batch"), tr("Train with one batch, and pause."), ".", "step"),
        "action_step_epoch": ActionSpec(
            tr("Epoch"), tr("Train to the end of the epoch, and pause."), "Shift+.", "epoch"
        ),
        "action_run_epochs": ActionSpec(
            tr("Run &N epochs…"), tr("Train for a number of epochs, and pause."), "Ctrl+R"
        ),
        "action_find_rate": ActionSpec(
            tr("&Find a learning rate…"),
            tr(
                "Try learning rates that grow from step to step, apart from the run, and see how large η may be."
            ),
        ),
        "action_phase_next": ActionSpec(
            tr("Next p&hase"), tr("Show the next phase of the step."), act=NextPhase()
        ),
        "action_phase_back": ActionSpec(
            tr("Phase bac&k"), tr("Show the phase before this one."), act=PhaseBack()
        ),
        "action_phase_take": ActionSpec(
            tr("&Take this step"), tr("Let training make the step that the phases show."), act=TakeStep()
        ),
        "action_reset": ActionSpec(
            tr("Reset"), tr("Return to the numbers that this run started from."), None, "reset", act=Restart()
        ),
        "action_new_seed": ActionSpec(
            tr("New &seed"), tr("Draw other numbers to start from."), None, "seed", act=NewSeed()
        ),
        "action_restore_best": ActionSpec(
            tr("Restore the b&est state"),
            tr(
                "Go back to the epoch with the lowest validation cost (training cost without a "
                "validation set)."
            ),
            act=ReturnToBest(),
        ),
        "action_demon_here": ActionSpec(
            tr("Demon &here"), tr("Put the demon on the selected neuron."), None, "demon", act=ArmDemon()
        ),
        "action_demon_against": ActionSpec(
            tr("Do&wnhill (against δ)"),
            tr("Turn Δz so that the cost falls, as δ predicts."),
            act=TurnAgainstDelta(),
        ),
        "action_demon_halve": ActionSpec(
            tr("Hal&ve Δz"),
            tr(
                "Halve Δz: the gap between predicted and actual shrinks like Δz², towards a "
                "quarter for small Δz."
            ),
            act=HalveDz(),
        ),
        "action_demon_zero": ActionSpec(tr("&Zero"), tr("Set Δz to zero."), act=ZeroDz()),
        "action_demon_release": ActionSpec(
            tr("&Remove demon (Esc)"), tr("Take the demon away."), act=ReleaseDemon()
        ),
        "action_fit": ActionSpec(
            tr("&Fit the network"), tr("Show the whole network."), None, "fit", act=Fit()
        ),
        "action_zoom_in": ActionSpec(tr("Zoom &in"), tr("Show the network larger."), act=Zoom(1)),
        "action_zoom_out": ActionSpec(tr("Zoom &out"), tr("Show the network smaller."), act=Zoom(-1)),
        "action_refit": ActionSpec(
            tr("Re&scale δ"), tr("Choose the colour scale of δ anew."), None, "refit", act=Refit()
        ),
        "workspace_learn": ActionSpec(
            tr("&Learn"),
            tr("Lessons: a card that asks, the network, and the one panel it speaks of."),
            checkable=True,
            act=ShowWorkspace(Workspace.LEARN),
        ),
        "workspace_explore": ActionSpec(
            tr("&Explore"),
            tr("The network, δ by layer, where δ comes from, the demon."),
            checkable=True,
            act=ShowWorkspace(Workspace.EXPLORE),
        ),
        "workspace_step": ActionSpec(
            tr("Step t&hrough"),
            tr("The next step, phase by phase: forward, cost, backward, update."),
            checkable=True,
            act=ShowWorkspace(Workspace.STEP),
        ),
        "workspace_train": ActionSpec(
            tr("Trai&n"),
            tr("How training goes: the cost, the gradient flow, metrics."),
            checkable=True,
            act=ShowWorkspace(Workspace.TRAIN),
        ),
        "action_reset_layout": ActionSpec(
            tr("Reset this &workspace"), tr("Put the panels of this workspace back where they were at first.")
        ),
        "action_presentation": ActionSpec(
            tr("P&resentation"),
            tr("Everything larger, without menus and Set-up, for whoever watches from afar."),
            "F11",
            checkable=True,
        ),
        "action_theme_system": ActionSpec(
            tr("As the &system"), tr("Light or dark as the system is."), checkable=True
        ),
        "action_theme_light": ActionSpec(tr("&Light"), tr("Dark on light."), checkable=True),
        "action_theme_dark": ActionSpec(tr("&Dark"), tr("Light on dark."), checkable=True),
        "action_reduce_motion": ActionSpec(
            tr("Reduce &motion"),
            tr("Show at once what else would move: the wave along the edges, and sums that are played."),
            checkable=True,
        ),
        "action_start_page": ActionSpec(tr("&Start page"), tr("Ways to begin, and recent files.")),
        "action_palette": ActionSpec(
            tr("&Find anything…"),
            tr("Find an act, a panel, a setting or a word, and go there."),
            "Ctrl+Shift+P",
            "search",
        ),
        "action_guide": ActionSpec(
            tr("User's &guide"), tr("What everything is for."), Key.HelpContents, "help"
        ),
        "action_shortcuts": ActionSpec(tr("&Keyboard and mouse"), tr("All shortcuts."), "Ctrl+/"),
        "action_report": ActionSpec(
            tr("&Report a problem…"), tr("Show versions, the last commands and the end of the log, to copy.")
        ),
        "action_about": ActionSpec(tr("&About"), tr("Version and licences.")),
    }
)

WORKSPACE_ACTIONS: Mapping[Workspace, str] = {
    spec.act.workspace: name for name, spec in ACTIONS.items() if isinstance(spec.act, ShowWorkspace)
}

#: Of each group one is checked at a time.
GROUPS: tuple[tuple[str, ...], ...] = (
    ("tool_select", "tool_connect", "tool_demon"),
    tuple(WORKSPACE_ACTIONS.values()),
    ("action_theme_system", "action_theme_light", "action_theme_dark"),
)


class Actions(QObject):
    """The actions of a window, by name: ``actions["action_play"]``."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._actions = {name: _make(name, spec, window) for name, spec in ACTIONS.items()}
        for names in GROUPS:
            group = QActionGroup(window)
            for name in names:
                group.addAction(self._actions[name])

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    @guard
    def trigger(self, name: str) -> None:
        """Do what the action of this name is for, if it can be done now."""
        self._actions[name].trigger()


class Trigger(QObject):
    """Lets an action that is chosen, here or in a menu that lives shortly, do something."""

    def __init__(self, action: QAction, call: Callable[[], object]) -> None:
        super().__init__(action)
        self._call = call
        action.triggered.connect(self._on_triggered)

    @guard
    def _on_triggered(self) -> None:
        self._call()


def _make(name: str, spec: ActionSpec, window: QWidget) -> QAction:
    action = QAction(spec.text, window)
    action.setObjectName(name)
    action.setCheckable(spec.checkable)
    action.setShortcuts(spec.shortcuts)
    if spec.icon is not None:
        set_icon(action, spec.icon)
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setToolTip(f"{spec.tip} ({keys})" if keys else spec.tip)
    window.addAction(action)
    return action
