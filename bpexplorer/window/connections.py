"""Which signal of which part of the window goes where."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from bpexplorer.connecting import connect_qt
from bpexplorer.document.acts.base import Act
from bpexplorer.document.keys import ShowWorkspace, ViewAct
from bpexplorer.panels.panel import Panel
from bpexplorer.window.chrome.action_states import connect_undo
from bpexplorer.window.chrome.actions import ACTIONS, Trigger

if TYPE_CHECKING:
    from bpexplorer.window.main_window import MainWindow


def connect_actions(window: "MainWindow") -> None:
    """What each menu entry, button and shortcut is: a command of the window, or an act."""
    actions, files, training = window.actions_by_name, window.files, window.training
    for name, command in {
        "action_new": files.new,
        "action_open": files.open,
        "action_open_data": files.own_data.open,
        "action_columns": files.own_data.choose_columns,
        "action_reload_data": files.own_data.reload,
        "action_open_lesson": window.learning.ask_for_lesson,
        "action_save": files.save,
        "action_save_as": files.save_as,
        "action_export_weights": files.exchange.export_weights,
        "action_import_weights": files.exchange.import_weights,
        "action_export_history": files.exchange.export_history,
        "action_export_predictions": files.exchange.export_predictions,
        "action_export_worksheets": files.exchange.export_worksheets,
        "action_recover": window.restoring.recover,
        "action_back": window.going_back.go_back,
        "action_play": training.toggle_play,
        "action_step": training.step_batch,
        "action_step_epoch": training.step_epoch,
        "action_run_epochs": training.ask_epochs,
        "action_find_rate": window.questions.find_rate,
        "action_reset_layout": window.workspaces.reset,
        "action_palette": window.finder.open,
        "action_start_page": window.start_pages.show,
        "action_guide": window.help.show_guide,
        "action_shortcuts": window.help.show_shortcuts,
        "action_report": window.reporting.show,
        "action_about": window.help.show_about,
        "ask_origin": window.questions.where_from,
        "ask_demon": window.questions.be_demon,
        "ask_why_small": window.questions.why_small,
        "ask_image": window.questions.what_for,
        "action_draw_points": window.questions.draw_points,
        "action_draw_picture": window.questions.draw_picture,
    }.items():
        actions[name].triggered.connect(command)
    connect_qt(actions["action_quit"], "triggered()", window, "close()")
    for name, spec in ACTIONS.items():
        if isinstance(spec.act, ViewAct):
            Trigger(actions[name], partial(window.canvas.do, spec.act))
        elif isinstance(spec.act, ShowWorkspace):
            Trigger(actions[name], partial(window.workspaces.show, spec.act.workspace))
        elif isinstance(spec.act, Act):
            Trigger(actions[name], partial(window.requests.take_act, spec.act))
    connect_undo(actions, window.document.undo_stack, window, say=window.messages.say)


def connect_requests(window: "MainWindow") -> None:
    """What the canvas and the toolbar ask for. (Panels do it as they are made: `connect_panel`.)"""
    requests, canvas, top_bar, files = window.requests, window.canvas, window.top_bar, window.files
    canvas.edit_requested.connect(requests.take_edit)
    canvas.act_requested.connect(requests.take_act)
    top_bar.act_requested.connect(requests.take_act)
    top_bar.speed_changed.connect(window.training.set_speed)
    top_bar.cancel_requested.connect(window.training.pause)
    requests.refused.connect(window.views.show_choices)
    window.drops.dropped.connect(files.open_dropped)


def connect_panel(window: "MainWindow", panel: Panel) -> None:
    """What a panel asks for."""
    panel.edit_requested.connect(window.requests.take_edit)
    panel.act_requested.connect(window.requests.take_act)
    panel.action_requested.connect(window.actions_by_name.trigger)
    panel.dock_requested.connect(window.workspaces.lead_to)


def connect_training(window: "MainWindow") -> None:
    """What goes to the training thread, and the way from its frames to what is drawn."""
    window.document.message_posted.connect(window.live.post)
    window.live.state_marked.connect(window.document.marks.keep)
    window.live.frame_ready.connect(window.draw_loop.wake)
    window.intake.state_changed.connect(window.top_bar.show_state)
    window.intake.disagreed.connect(window.reconciling.reconcile)
    window.picturing.published.connect(window.draw_loop.show)
    # Not before there is a picture to be painted, for which the user waits.
    window.picturing.published.connect(window.panels.make_others, Qt.ConnectionType.SingleShotConnection)


def connect_messages(window: "MainWindow") -> None:
    """What is said in the message bar: that something was done, or wasn't, or can be."""
    document, files, messages = window.document, window.files, window.messages
    for done in (
        files.done,
        window.restoring.done,
        window.going_back.done,
        document.marks.unmarked,
        document.pending.overtaken,
        document.session.demon_lost,
    ):
        done.connect(messages.say)
    for failed in (
        files.failed,
        window.drops.refused,
        window.restoring.failed,
        window.reconciling.reconciled,
    ):
        failed.connect(messages.complain)
    for failed in (window.autosave.failed, window.restoring.unreadable):
        failed.connect(messages.warn)
    for offered in (
        files.offered,
        window.going_back.offered,
        window.intake.offered,
        window.outside_watch.offered,
        window.data_watch.offered,
        window.reporting.offered,
        window.training.refused,
        window.questions.answered,
        window.stepping.offered,
    ):
        offered.connect(messages.offer)


def connect_end(window: "MainWindow") -> None:
    """What stops as the window ends, and what is tidied up once its threads have ended."""
    watches = (window.outside_watch, window.data_watch)
    for part in (window.panels, window.draw_loop, window.autosave, *watches):
        window.closing.began.connect(part.stop)
    window.closing.began.connect(window.presentation.end)
    window.closing.began.connect(window.learning.kept.finish)
    window.closing.ended.connect(window.autosave.remove)
    window.closing.ended.connect(window.reporting.end)
