"""The main window: makes the document, the training thread, the views and the commands, and connects them."""

from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QSize, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.canvas.panel import CanvasPanel
from bpexplorer.core.frame import Frame, FrameRequest
from bpexplorer.core.traced_samples import SampleSource
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.document.session import SessionState
from bpexplorer.document.settings import Settings
from bpexplorer.guard import guard
from bpexplorer.live.asker import Asker
from bpexplorer.live.controller import LiveController
from bpexplorer.live.messages import Load, Show
from bpexplorer.look.message_bar import MessageBar
from bpexplorer.look.number_field import drop_typing, settle_typing
from bpexplorer.look.stylesheet import SPACING
from bpexplorer.project.project import Project
from bpexplorer.window import connections, docks
from bpexplorer.window.actions import ACTIONS, Actions
from bpexplorer.window.appearance import Appearance
from bpexplorer.window.demon_commands import DemonCommands
from bpexplorer.window.demon_hand import DemonHand
from bpexplorer.window.drawing import DrawLoop, View, is_seen
from bpexplorer.window.file_dialogs import FileDialogs
from bpexplorer.window.files import FileCommands
from bpexplorer.window.flow_reader import FLOW_REST_SECONDS, FlowReader
from bpexplorer.window.help_commands import HelpCommands
from bpexplorer.window.intake import FrameIntake
from bpexplorer.window.map_reader import MapReader
from bpexplorer.window.menus import build_menus, fill_recent
from bpexplorer.window.metrics_reader import REST_SECONDS, MetricsReader
from bpexplorer.window.network_commands import NetworkCommands
from bpexplorer.window.offers import Offer
from bpexplorer.window.panels import Panels
from bpexplorer.window.recovery import Recovery
from bpexplorer.window.reuse_reader import ReuseReader
from bpexplorer.window.route_reader import RouteReader
from bpexplorer.window.session_commands import SessionCommands
from bpexplorer.window.status import StatusLine
from bpexplorer.window.toolbar import TopBar
from bpexplorer.window.training_commands import TrainingCommands
from bpexplorer.window.view_state import session_state_of

#: How long closing waits for the threads before it lets them end by themselves.
SHUTDOWN_MILLISECONDS = 250
#: Batches a second at first: slow enough to see learning happen.
OPENING_SPEED = 25.0
MINIMUM_SIZE = QSize(900, 600)
FIRST_SIZE = QSize(1440, 900)


class MainWindow(QMainWindow):
    """The window of one open project. `close` asks about unsaved changes; `shut_down` doesn't."""

    #: The threads have ended, and the window does nothing any more.
    ended = Signal()

    def __init__(self, project: Project, *, settings: Settings | None = None) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.settings = settings or Settings(self)
        self.document = NetworkDocument(project.plan, self)
        self.live = LiveController(project.state, self)
        self.asker = Asker(self)
        self._may_close = False
        self.setMinimumSize(MINIMUM_SIZE)
        self.resize(FIRST_SIZE.boundedTo(self.screen().availableSize()).expandedTo(MINIMUM_SIZE))
        self._make_views()
        self._make_commands()
        self.draw_loop = DrawLoop(self._frame_views(), self.intake.take, self)
        self._connect_typing()
        self._connect()
        self.appearance.restore()
        self.live.start()
        self.open_project(project, None)
        self.top_bar.set_speed(OPENING_SPEED)

    # The parts

    def _make_views(self) -> None:
        self.actions_by_name = Actions(self)
        self.menus = build_menus(self, self.actions_by_name)
        self.top_bar = TopBar(self.actions_by_name, self)
        self.addToolBar(self.top_bar)
        self._make_centre()
        self.docks = docks.make_docks(self)
        self.panels = Panels.create({name: dock.body for name, dock in self.docks.items()})
        docks.fill_docks(self, self.docks, self.panels)
        for dock in self.docks.values():
            self.menus["menu_panels"].addAction(dock.toggleViewAction())
        self.appearance = Appearance(self, self.docks, self.actions_by_name, self.settings)
        self._status = StatusLine(self.statusBar())
        self.intake = FrameIntake(self.document, self.live, self.message_bar, self)

    def _make_centre(self) -> None:
        centre = QWidget(self)
        self.message_bar = MessageBar(centre)
        tools = [self.actions_by_name[name] for name in ("tool_select", "tool_connect", "tool_demon")]
        self.canvas = CanvasPanel(tool_actions=tools, parent=centre)
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING)
        layout.addWidget(self.message_bar)
        layout.addWidget(self.canvas, 1)
        self.setCentralWidget(centre)

    def _make_commands(self) -> None:
        session = self.document.session
        self.files = FileCommands(
            self.document, self.live, self.asker, self.settings, FileDialogs(self, self.settings), self
        )
        self.training = TrainingCommands(self.document, self.live, self.intake.newest, self)
        self.network = NetworkCommands(self.document, self.message_bar, self.intake.newest, self)
        self.looking = SessionCommands(session, self.intake.newest, self)
        self.demon = DemonCommands(session, self)
        self.help = HelpCommands(self.actions_by_name, self)
        self.recovery = Recovery(self.document, self.live, self)
        self.demon_hand = DemonHand(session, self.asker, self)
        self.route_reader = RouteReader(session, self.asker, self)
        self.map_reader = MapReader(session, self.asker, self)
        self.metrics_reader = MetricsReader(self.asker, self)
        self.flow_reader = FlowReader(self.live, self.asker, self)
        self.reuse_reader = ReuseReader(session, self.asker, self)

    def _frame_views(self) -> list[View]:
        """What shows frames, in the order of drawing: numbers and the canvas come first."""
        panels = self.panels
        return [
            View(self.top_bar, self.top_bar.show_frame),
            View(self.canvas, self.canvas.show_frame, rest=0.0),
            View(self, self._ask_about),
            View(panels.delta, panels.delta.show_frame, rest=0.05),
            View(panels.cost, panels.cost.show_frame),
            View(panels.build, panels.build.show_frame),
            View(panels.demon, panels.demon.show_frame),
            View(panels.equation, panels.equation.show_frame),
            View(panels.routes, panels.routes.show_frame),
            View(self.canvas, self.map_reader.show_frame),
            View(panels.metrics, self.metrics_reader.show_frame, rest=REST_SECONDS),
            View(panels.flow, self.flow_reader.show_frame, rest=FLOW_REST_SECONDS),
            View(panels.reuse, self.reuse_reader.show_frame),
        ]

    def _connect_typing(self) -> None:
        """What is being typed is taken before any command begins: these come before the connections of the commands."""
        for name in ACTIONS:
            self.actions_by_name[name].triggered.connect(self._settle_typing)
        self.menus["menu_recent"].triggered.connect(self._settle_typing)
        self.document.undo_stack.about_to_move.connect(self._settle_typing)

    @guard
    def _settle_typing(self) -> None:
        settle_typing(self)

    def _connect(self) -> None:
        connections.connect_canvas(self.canvas, self.network, self.looking, self.demon)
        connections.connect_panels(self.panels, self.network, self.looking, self.demon, self.training)
        connections.connect_notes(self.panels, self.docks)
        self.map_reader.maps_changed.connect(self.canvas.show_maps)
        connections.connect_metrics(self.metrics_reader, self.panels, self.looking)
        connections.connect_flow(self.flow_reader, self.panels, self.looking)
        connections.connect_reuse(self.reuse_reader, self.panels)
        connections.connect_readings(self.demon_hand, self.route_reader, self.panels, self.canvas, self.demon)
        connections.connect_actions(
            self.actions_by_name, self.files, self.network, self.training, self.looking, self.demon, self.help
        )
        connections.connect_undo(self.actions_by_name, self.document.undo_stack, self)
        self._connect_own_actions()
        document, live = self.document, self.live
        self.intake.state_changed.connect(self.top_bar.show_state)
        self.intake.disagreed.connect(self.recovery.reconcile)
        live.frame_ready.connect(self.draw_loop.wake)
        self.recovery.recovered.connect(self.complain)
        document.message_posted.connect(live.post)
        document.plan_changed.connect(self._on_plan_changed)
        document.path_changed.connect(self._show_title)
        document.modified_changed.connect(self._on_modified_changed)
        document.session.changed.connect(self._on_session_changed)
        self.files.project_opened.connect(self.open_project)
        self.files.done.connect(self.say)
        self.files.failed.connect(self.complain)
        self.files.offered.connect(self.offer)
        self.demon.renewed.connect(self._on_demon_renewed)
        self.training.refused.connect(self.complain)
        self.training.settings_asked.connect(self._show_plan)
        self.panels.cost.export_history_requested.connect(self.files.export_history)
        self.top_bar.speed_changed.connect(self.training.set_speed)
        self.top_bar.configure_requested.connect(self.training.configure)
        self.canvas.space_tapped.connect(self.actions_by_name["action_play"].trigger)
        self.menus["menu_recent"].triggered.connect(self.files.open_recent)
        self.menus["menu_recent"].aboutToShow.connect(self._on_recent_menu_shown)
        for dock in self.docks.values():
            dock.visibilityChanged.connect(self._on_dock_visibility_changed)

    def _connect_own_actions(self) -> None:
        for name, slot in {
            "action_quit": self.close,
            "action_fit": self.canvas.fit,
            "action_demon_release": self._let_go,
            "action_reset_layout": self.appearance.reset,
        }.items():
            self.actions_by_name[name].triggered.connect(slot)

    # The open project

    @guard
    def open_project(self, project: Project, path: Path | None) -> None:
        """Show this project instead of the one that is open."""
        state, plan = project.state, project.plan
        drop_typing(self)
        self.message_bar.close_message()
        self.draw_loop.drop()
        self.canvas.clear()
        self.panels.cost.clear()
        self.panels.delta.clear()
        self.panels.metrics.clear()
        self.panels.flow.clear()
        self.panels.reuse.clear()
        self.reuse_reader.forget()
        self.document.load(plan, path=path, run=state.run, step=state.step)
        probe_size = len(self.document.prepared.training.probe)
        self.intake.expect(state.run, is_new=path is None)
        self.document.session.restore(session_state_of(project.view, plan.spec, probe_size))
        self.live.post(Load(self.document.posted, state))
        self._show_plan()
        self._show_title()

    @guard
    def _on_plan_changed(self, _new: object, _old: object) -> None:
        # What an edit has overtaken was typed for another plan. A field that goes away with it would still ask.
        drop_typing(self)
        if self.intake.is_pending:
            self.draw_loop.drop()
        self._show_plan()
        self._show_activity()

    @guard
    def _show_plan(self) -> None:
        plan, prepared = self.document.plan, self.document.prepared
        self.canvas.show_plan(plan.spec, plan.offsets, prepared.training)
        self.panels.build.show_plan(plan, prepared)
        self.top_bar.show_plan(plan)
        self._update_actions()

    @guard
    def _show_title(self) -> None:
        path = self.document.path
        name = path.name if path else f"Untitled {self.document.plan.data.name}"
        self.setWindowTitle(f"{name}[*] — Backprop Explorer")
        self.setWindowModified(self.document.modified)

    @guard
    def _on_modified_changed(self, modified: bool) -> None:
        self.setWindowModified(modified)

    @guard
    def _on_session_changed(self, state: SessionState, old: SessionState) -> None:
        if state.source is not old.source:
            self.live.post(Show(FrameRequest(batch=state.source is SampleSource.BATCH)))
        panels = self.panels
        views = (
            self.canvas,
            panels.build,
            panels.delta,
            panels.demon,
            panels.equation,
            panels.routes,
            panels.metrics,
        )
        for view in views:
            view.show_session(state)
        self._update_actions()
        self._show_activity()

    def _update_actions(self) -> None:
        connections.update_actions(self.actions_by_name, self.document.plan.spec, self.document.session.state)

    # Frames

    @property
    def frame(self) -> Frame | None:
        """The frame that is shown, if there is one yet."""
        return self.intake.frame

    @guard
    def _on_dock_visibility_changed(self, visible: bool) -> None:
        # What was hidden has missed the frames since; while training pauses, no other would come.
        if visible and self.frame is not None and not self.intake.is_pending:
            self.draw_loop.redraw(self.frame)

    def _ask_about(self, frame: Frame) -> None:
        self.demon_hand.show_frame(frame)
        if is_seen(self.panels.equation) or is_seen(self.panels.routes):
            self.route_reader.show_frame(frame)
        self._show_activity()

    @guard
    def _on_demon_renewed(self) -> None:
        if self.frame is not None:
            self.demon_hand.renew(self.frame)
            self._show_activity()

    def _show_activity(self) -> None:
        session = self.document.session.state
        self._status.show(self.frame, session, self.demon_hand.step, pending=self.intake.is_pending)

    # Words

    @guard
    def say(self, text: str) -> None:
        """Say that something was done."""
        self.message_bar.show_message(text)

    @guard
    def complain(self, text: str) -> None:
        """Say that something can't be done, and why."""
        self.message_bar.show_message(text, kind="error")

    @guard
    def offer(self, offer: Offer) -> None:
        """Say something together with what can be done about it."""
        self.message_bar.show_message(offer.text, kind=offer.kind, actions=offer.actions)

    @guard
    def _let_go(self) -> None:
        """Esc closes a message if there is one, else lets go of the selected connection, else of the demon."""
        if self.message_bar.text():
            self.message_bar.close_message()
        elif self.document.session.state.connection is not None:
            self.document.session.select_connection(None)
        else:
            self.demon.release()

    @guard
    def _on_recent_menu_shown(self) -> None:
        fill_recent(self.menus["menu_recent"], self.settings.recent_files)

    # The end

    def shut_down(self) -> bool:
        """End the threads without a question; True if they have ended, else to be called again later."""
        self.draw_loop.stop()
        threads = (self.live, self.asker)
        for each in threads:
            each.stop()
        # They end beside each other, so one time is enough for both.
        deadline = QDeadlineTimer(SHUTDOWN_MILLISECONDS)
        if not all(each.shutdown(deadline.remainingTime()) for each in threads):
            return False
        self.ended.emit()
        return True

    @guard
    def _close_now(self) -> None:
        self._may_close = True
        self.close()

    @override
    @guard
    def closeEvent(self, event: QCloseEvent) -> None:
        settle_typing(self)
        may_close, self._may_close = self._may_close, False
        if not may_close and (self.files.busy or self.document.modified):
            event.ignore()
            self.files.leave(self._close_now)
            return
        if self.isVisible():  # else it waits for the end already
            self.appearance.save()
            self.appearance.vanish()
        if self.shut_down():
            event.accept()
        else:
            # A step that takes long is let finish behind a window that is gone already.
            event.ignore()
            self.live.finished.connect(self._close_now)
            self.asker.finished.connect(self._close_now)

    @override
    @guard(returns=None)
    def createPopupMenu(self) -> QMenu | None:
        # The View menu has the panels; on a right click there is nothing.
        return None
