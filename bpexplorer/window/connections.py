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
from bpexplorer.window.actions import ACTIONS, Actions
from bpexplorer.window.demon_commands import DemonCommands
from bpexplorer.window.demon_hand import DemonHand
from bpexplorer.window.files import FileCommands
from bpexplorer.window.flow_reader import FlowReader
from bpexplorer.window.help_commands import HelpCommands
from bpexplorer.window.metrics_reader import MetricsReader
from bpexplorer.window.network_commands import NetworkCommands
from bpexplorer.window.panels import Panels
from bpexplorer.window.reuse_reader import ReuseReader
from bpexplorer.window.route_reader import RouteReader
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
    panels: Panels,
    network: NetworkCommands,
    session: SessionCommands,
    demon: DemonCommands,
    training: TrainingCommands,
) -> None:
    """The panels ask; the commands answer."""
    panels.delta.cell_clicked.connect(session.select_cell)
    panels.delta.source_requested.connect(session.choose_source)
    panels.delta.scale_requested.connect(session.choose_scale)
    panels.delta.refit_requested.connect(session.refit)
    panels.demon.dz_requested.connect(demon.set_dz)
    panels.demon.scope_requested.connect(demon.set_scope)
    panels.demon.follow_requested.connect(demon.set_follow)
    panels.demon.release_requested.connect(demon.release)
    panels.demon.renew_requested.connect(demon.renew)
    panels.demon.arm_requested.connect(demon.arm_selected)
    panels.demon.hold_requested.connect(network.hold_demon)
    panels.routes.neuron_clicked.connect(session.select_neuron)
    panels.build.arm_requested.connect(demon.arm_selected)
    panels.build.release_requested.connect(demon.release)
    panels.build.biases_requested.connect(network.set_biases)
    panels.build.freeze_requested.connect(network.freeze_selected)
    panels.build.connection_requested.connect(network.set_connection)
    panels.build.freeze_connection_requested.connect(network.freeze_connection)
    panels.build.reinitialise_requested.connect(network.reinitialise_selected)
    panels.build.configure_requested.connect(training.configure)
    panels.build.data_requested.connect(training.choose_data)
    panels.build.restart_requested.connect(training.restart)


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


def connect_notes(panels: Panels, docks: Mapping[str, CardDock]) -> None:
    """What a panel shows stands on the title line of its dock."""
    panels.cost.title_changed.connect(docks["dock_cost"].set_note)
    panels.delta.title_changed.connect(docks["dock_delta"].set_note)
    panels.demon.title_changed.connect(docks["dock_demon"].set_note)
    panels.metrics.title_changed.connect(docks["dock_metrics"].set_note)
    panels.flow.title_changed.connect(docks["dock_flow"].set_note)
    panels.reuse.title_changed.connect(docks["dock_reuse"].set_note)
    panels.equation.title_changed.connect(docks["dock_equations"].set_note)
    panels.routes.title_changed.connect(docks["dock_routes"].set_note)


def connect_readings(
    demon_hand: DemonHand,
    route_reader: RouteReader,
    panels: Panels,
    canvas: CanvasPanel,
    demon: DemonCommands,
) -> None:
    """Answers go to who shows them."""
    demon_hand.reading_changed.connect(panels.demon.show_reading)
    demon_hand.reading_changed.connect(panels.routes.show_reading)
    demon_hand.reading_changed.connect(canvas.show_reading)
    demon_hand.reading_changed.connect(demon.take_reading)
    route_reader.reading_changed.connect(panels.routes.show_routes)
    route_reader.reading_changed.connect(panels.equation.show_routes)


def connect_metrics(reader: MetricsReader, panels: Panels, session: SessionCommands) -> None:
    """Readings of a whole part go to the metrics panel, which asks for another part or for an example."""
    reader.reading_changed.connect(panels.metrics.show_reading)
    panels.metrics.part_requested.connect(reader.choose_part)
    panels.metrics.sample_requested.connect(session.choose_probe_sample)


def connect_flow(reader: FlowReader, panels: Panels, session: SessionCommands) -> None:
    """Readings of all layers go to the flow panel, which asks for other samples and for the neurons that it counts."""
    reader.reading_changed.connect(panels.flow.show_reading)
    reader.samples_missing.connect(panels.flow.show_missing)
    panels.flow.samples_requested.connect(reader.choose_samples)
    panels.flow.neurons_clicked.connect(session.select)


def connect_reuse(reader: ReuseReader, panels: Panels) -> None:
    """What is counted and measured goes to its panel, whose button asks to measure."""
    reader.ways_changed.connect(panels.reuse.show_ways)
    reader.busy_changed.connect(panels.reuse.show_busy)
    panels.reuse.measure_requested.connect(reader.measure)


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
