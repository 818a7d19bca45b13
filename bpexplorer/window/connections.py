"""Which signal of which part goes where."""

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from bpexplorer.canvas.panel import CanvasPanel
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.document.session import SessionState, Tool
from bpexplorer.document.undo import UndoStack
from bpexplorer.guard import guard
from bpexplorer.look.cards import CardDock
from bpexplorer.panels.build import BuildPanel
from bpexplorer.panels.delta import DeltaPanel
from bpexplorer.panels.demon import DemonPanel
from bpexplorer.panels.flow import FlowPanel
from bpexplorer.panels.metrics import MetricsPanel
from bpexplorer.panels.panel import Panel
from bpexplorer.panels.routes import RoutesPanel
from bpexplorer.window.actions import ACTIONS, Actions
from bpexplorer.window.demon_commands import DemonCommands
from bpexplorer.window.files import FileCommands
from bpexplorer.window.help_commands import HelpCommands
from bpexplorer.window.network_commands import NetworkCommands
from bpexplorer.window.session_commands import SessionCommands
from bpexplorer.window.training_commands import TrainingCommands


def connect_canvas(
    canvas: CanvasPanel, network: NetworkCommands, session: SessionCommands, demon: DemonCommands
) -> None:
    """The canvas asks; the commands answer."""
    canvas.selection_requested.connect(session.select)
    canvas.sample_requested.connect(session.choose_sample)
    canvas.source_requested.connect(session.choose_source)
    canvas.neurons_by_requested.connect(session.colour_neurons_by)
    canvas.edges_by_requested.connect(session.colour_edges_by)
    canvas.refit_requested.connect(session.refit)
    canvas.demon_requested.connect(demon.place)
    canvas.demon_released.connect(demon.release)
    canvas.add_neurons_requested.connect(network.add_neurons)
    canvas.remove_neurons_requested.connect(network.remove_neurons)
    canvas.insert_layer_requested.connect(network.insert_layer)
    canvas.remove_layer_requested.connect(network.remove_layer)
    canvas.activation_requested.connect(network.set_activation)
    canvas.size_requested.connect(network.resize_layer)
    canvas.biases_requested.connect(network.set_biases)
    canvas.connection_requested.connect(network.set_connection)
    canvas.freeze_connection_requested.connect(network.freeze_connection)
    canvas.connection_selection_requested.connect(session.select_connection)
    canvas.freeze_layer_requested.connect(network.freeze_layer)
    canvas.dropout_requested.connect(network.set_dropout)
    canvas.layer_biases_requested.connect(network.set_has_biases)
    canvas.layer_moved.connect(network.move_layer)


def connect_panels(
    panels: Mapping[str, Panel],
    network: NetworkCommands,
    session: SessionCommands,
    demon: DemonCommands,
    training: TrainingCommands,
) -> None:
    """The panels ask; the commands answer."""
    build, delta, flow = panels["dock_build"], panels["dock_delta"], panels["dock_flow"]
    armed, metrics, routes = panels["dock_demon"], panels["dock_metrics"], panels["dock_routes"]
    assert isinstance(build, BuildPanel)
    assert isinstance(delta, DeltaPanel)
    assert isinstance(flow, FlowPanel)
    assert isinstance(armed, DemonPanel)
    assert isinstance(metrics, MetricsPanel)
    assert isinstance(routes, RoutesPanel)
    delta.cell_clicked.connect(session.select_cell)
    delta.source_requested.connect(session.choose_source)
    delta.scale_requested.connect(session.choose_scale)
    delta.refit_requested.connect(session.refit)
    armed.dz_requested.connect(demon.set_dz)
    armed.scope_requested.connect(demon.set_scope)
    armed.follow_requested.connect(demon.set_follow)
    armed.release_requested.connect(demon.release)
    armed.renew_requested.connect(demon.renew)
    armed.arm_requested.connect(demon.arm_selected)
    armed.hold_requested.connect(network.hold_demon)
    routes.neuron_clicked.connect(session.select_neuron)
    build.arm_requested.connect(demon.arm_selected)
    build.release_requested.connect(demon.release)
    build.biases_requested.connect(network.set_biases)
    build.freeze_requested.connect(network.freeze_selected)
    build.connection_requested.connect(network.set_connection)
    build.freeze_connection_requested.connect(network.freeze_connection)
    build.reinitialise_requested.connect(network.reinitialise_selected)
    build.configure_requested.connect(training.configure)
    build.data_requested.connect(training.choose_data)
    build.restart_requested.connect(training.restart)
    metrics.sample_requested.connect(session.choose_probe_sample)
    flow.neurons_clicked.connect(session.select)


def connect_actions(
    actions: Actions,
    files: FileCommands,
    network: NetworkCommands,
    training: TrainingCommands,
    session: SessionCommands,
    demon: DemonCommands,
    help_: HelpCommands,
) -> None:
    """Which command each menu entry, button and shortcut is."""
    for name, command in {
        "action_new": files.new,
        "action_open": files.open,
        "action_save": files.save,
        "action_save_as": files.save_as,
        "action_export_weights": files.export_weights,
        "action_import_weights": files.import_weights,
        "action_export_history": files.export_history,
        "action_add_neuron": network.add_to_selected_layer,
        "action_remove_selected": network.remove_selected,
        "action_insert_layer": network.insert_before_selected,
        "action_remove_layer": network.remove_selected_layer,
        "action_select_all": network.select_layer,
        "action_play": training.toggle_play,
        "action_step": training.step_batch,
        "action_step_epoch": training.step_epoch,
        "action_run_epochs": training.ask_epochs,
        "action_reset": training.reset,
        "action_new_seed": training.new_seed,
        "action_restore_best": training.restore_best,
        "action_demon_here": demon.arm_selected,
        "action_demon_against": demon.turn_against_delta,
        "action_demon_halve": demon.halve,
        "action_demon_zero": demon.zero,
        "action_refit": session.refit,
        "tool_select": session.take_select_tool,
        "tool_connect": session.take_connect_tool,
        "tool_demon": session.take_demon_tool,
        "action_guide": help_.show_guide,
        "action_shortcuts": help_.show_shortcuts,
        "action_about": help_.show_about,
    }.items():
        actions[name].triggered.connect(command)


def connect_notes(panels: Mapping[str, Panel], docks: Mapping[str, CardDock]) -> None:
    """What a panel shows stands on the title line of its dock."""
    for name, panel in panels.items():
        panel.note_changed.connect(docks[name].set_note)
        docks[name].set_note(panel.note)


def connect_undo(actions: Actions, stack: UndoStack, parent: QObject) -> None:
    """Undo and redo say what they would undo."""
    for name, verb, can_changed, text_changed in (
        ("action_undo", "&Undo", stack.can_undo_changed, stack.undo_text_changed),
        ("action_redo", "&Redo", stack.can_redo_changed, stack.redo_text_changed),
    ):
        label = UndoLabel(actions[name], verb, parent)
        can_changed.connect(actions[name].setEnabled)
        text_changed.connect(label.show_text)
        actions[name].setEnabled(False)
    actions["action_undo"].triggered.connect(stack.undo)
    actions["action_redo"].triggered.connect(stack.redo)


class UndoLabel(QObject):
    """Lets an action say what it would undo or redo."""

    def __init__(self, action: QAction, verb: str, parent: QObject) -> None:
        super().__init__(parent)
        self._action, self._verb = action, verb

    @guard
    def show_text(self, text: str) -> None:
        """Take the text of the command over."""
        self._action.setText(f"{self._verb} {text}".strip())


_TOOL_ACTIONS: Mapping[Tool, str] = {
    Tool.SELECT: "tool_select",
    Tool.CONNECT: "tool_connect",
    Tool.DEMON: "tool_demon",
}


def update_actions(actions: Actions, spec: NetworkSpec, state: SessionState) -> None:
    """Grey out what can't be done now."""
    primary, demon = state.primary, state.demon
    removable = state.connection is not None or any(neuron.layer in spec.hidden for neuron in state.selection)
    primary_hidden = primary is not None and primary.layer in spec.hidden
    for name, enabled in {
        "action_remove_selected": removable,
        "action_add_neuron": primary_hidden,
        "action_remove_layer": primary_hidden,
        "action_select_all": primary is not None,
        "action_demon_here": primary is not None and primary.layer > 0,
        "action_demon_against": demon is not None,
        "action_demon_halve": demon is not None,
        "action_demon_zero": demon is not None,
    }.items():
        actions[name].setEnabled(enabled)
    actions["action_remove_selected"].setText(
        ACTIONS["action_remove_selected"].text if state.connection is None else "Re&move the connection"
    )
    actions[_TOOL_ACTIONS[state.tool]].setChecked(True)
