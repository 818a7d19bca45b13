"""The main window: makes the document, the training thread, the views and the commands, and connects them."""

from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QDeadlineTimer, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget
from typing_extensions import override

from bpexplorer.canvas.chrome.neuron_menu import NEURON_ACTIONS
from bpexplorer.canvas.panel import CanvasPanel
from bpexplorer.core.training.frame import Frame, RunState
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import SessionState
from bpexplorer.document.settings import Settings
from bpexplorer.document.workspaces import Workspace
from bpexplorer.guard import Fault, guard
from bpexplorer.live.asker import Asker
from bpexplorer.live.controller import LiveController
from bpexplorer.live.messages import Load
from bpexplorer.look.access.speech import announce
from bpexplorer.look.typing.notifier import typing_notifier
from bpexplorer.look.typing.number_field import drop_typing, settle_typing
from bpexplorer.panels.entries import PANELS
from bpexplorer.panels.panel import Panel
from bpexplorer.panels.setup.panel import SetupPanel
from bpexplorer.project.project import Project
from bpexplorer.translation import tr
from bpexplorer.window import connections
from bpexplorer.window.autosave import Autosave
from bpexplorer.window.chrome.actions import ACTIONS, WORKSPACE_ACTIONS, Actions
from bpexplorer.window.chrome.appearance import Appearance
from bpexplorer.window.chrome.menus import build_menus, fill_recent
from bpexplorer.window.chrome.overlay import MessageOverlay
from bpexplorer.window.chrome.stage import Stage
from bpexplorer.window.chrome.status import StatusLine
from bpexplorer.window.chrome.toolbar import COSTS, TopBar
from bpexplorer.window.commands.file_dialogs import FileDialogs
from bpexplorer.window.commands.files import FileCommands
from bpexplorer.window.commands.help_commands import HelpCommands
from bpexplorer.window.commands.neuron_questions import NeuronQuestions
from bpexplorer.window.commands.offers import WHY_SMALL, Offer
from bpexplorer.window.commands.outside_watch import OutsideWatch
from bpexplorer.window.commands.recovery import Recovery
from bpexplorer.window.commands.reporting import Reporting
from bpexplorer.window.commands.requests import ASKED, Requests
from bpexplorer.window.commands.restoring import Restoring
from bpexplorer.window.commands.training_commands import TrainingCommands
from bpexplorer.window.drawing import DrawLoop, DrawnView
from bpexplorer.window.frame_requests import FrameRequests
from bpexplorer.window.intake import FrameIntake
from bpexplorer.window.measuring import Measuring, PanelMeasuring
from bpexplorer.window.palette.palette import Palette
from bpexplorer.window.palette.sources import Findings
from bpexplorer.window.panel_menu import PanelMenu
from bpexplorer.window.panels_made import PanelsMade
from bpexplorer.window.picturing import Picturing
from bpexplorer.window.reading_order import focus_next
from bpexplorer.window.start.showing import StartPages
from bpexplorer.window.view_state import lost_by_reopening, session_state_of
from bpexplorer.window.views import Views
from bpexplorer.window.workspaces import regions
from bpexplorer.window.workspaces.setup_panel import SetupInWorkspaces
from bpexplorer.window.workspaces.switching import Workspaces

#: How long closing waits for the threads before it lets them end by themselves.
SHUTDOWN_MILLISECONDS = 250
#: Batches a second at first: slow enough to see learning happen.
OPENING_SPEED = 25.0
MINIMUM_SIZE = QSize(780, 460)
FIRST_SIZE = QSize(1440, 900)
#: What a window manager may put around it, which isn't known before the window is on the screen.
FRAME = QSize(12, 48)


P = TypeVar("P", bound=Panel)


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
        room = self.screen().availableSize() - FRAME
        self.resize(FIRST_SIZE.boundedTo(room).expandedTo(MINIMUM_SIZE))
        self._make_views()
        self.picturing = Picturing(self.document, self.intake.take, self.asker, self)
        self._make_commands()
        self.draw_loop = DrawLoop(
            self._first_views(), self.picturing.advance, self, is_urgent=lambda: self.live.has_come_to_rest
        )
        self._connect_typing()
        self._connect()
        # The labels of the first workspace are there as soon as the window is.
        self.panels.make(name for name in regions(self.workspaces.current) if name in PANELS)
        self.appearance.restore()
        self.open_project(project, None)
        self.live.start()
        self.panels.make_when_seen()
        self.top_bar.set_speed(OPENING_SPEED)

    # The parts

    def _make_views(self) -> None:
        self.actions_by_name = Actions(self)
        self.menus = build_menus(self, self.actions_by_name)
        self.top_bar = TopBar(self.actions_by_name, self)
        self.addToolBar(self.top_bar)
        self._make_stage()
        self.costs = Measuring(COSTS, self.asker, show=self.top_bar.show_costs, parent=self.top_bar)
        self.appearance = Appearance(self, self.workspaces, self.actions_by_name, self.settings)
        self._status = StatusLine(self.statusBar())
        self.intake = FrameIntake(self.document, self.live, self.message_bar, self)

    def _make_stage(self) -> None:
        self.stage = Stage(self)
        self.setCentralWidget(self.stage)
        tools = [self.actions_by_name[name] for name in ("tool_select", "tool_connect", "tool_demon")]
        of_neurons = {name: self.actions_by_name[name] for name in NEURON_ACTIONS}
        self.canvas = CanvasPanel(tool_actions=tools, neuron_actions=of_neurons, parent=self.stage.network)
        self.stage.network.set_body(self.canvas)
        self.docks = self.stage.docks
        self.workspaces = Workspaces(self.stage.area, self.settings)
        self.panels = PanelsMade(self.docks, self._is_calm, self)
        self.measurings: dict[str, PanelMeasuring] = {}
        for dock in self.docks.values():
            self.menus["menu_panels"].addAction(dock.toggleViewAction())
        self.message_bar = self.stage.message_bar
        MessageOverlay(self.message_bar, self.canvas.view, list(self.docks.values()), self.stage)

    def _make_commands(self) -> None:
        self.files = FileCommands(
            self.document, self.live, self.asker, self.settings, FileDialogs(self, self.settings), self
        )
        self.autosave = Autosave(self.document, self.live, self.asker, self.files.about, self)
        self.outside_watch = OutsideWatch(self.document, self.files, self.asker, self.message_bar, self)
        self.restoring = Restoring(self.files, self.autosave, self)
        self.training = TrainingCommands(self.document, self.live, self.intake.newest, self)
        self.requests = Requests(self.document, self.newest_picture, self.message_bar, self)
        self.help = HelpCommands(self.actions_by_name, self.settings, self, self._guide_heading)
        self.reporting = Reporting(self.requests, self.actions_by_name, self.asker, self)
        self.questions = NeuronQuestions(
            self.document.session, self.newest_picture, self.requests.take_act, self.reveal, self
        )
        self.finder = Palette(
            self,
            self.settings,
            Findings(
                self.actions_by_name, self.document, self.panels, self.reveal, self.choose_panel, self.help
            ),
        )
        for dock in self.docks.values():
            PanelMenu(dock, self.panels, self.files, self.workspaces, self.help)
        self.recovery = Recovery(self.document, self.live, self)
        self.frame_requests = FrameRequests(
            self.document.session, self.live, self.panels, self.docks.values(), self
        )
        self.views = Views(self.document, self.canvas, self.top_bar, self.panels, self.actions_by_name, self)
        self.start_pages = StartPages(
            self,
            self.stage,
            self.actions_by_name,
            self.files,
            self.workspaces,
            self.asker,
            self.settings,
            self.reveal,
        )

    def _first_views(self) -> list[DrawnView]:
        """What shows pictures from the beginning, in the order of drawing: numbers and the canvas come first."""
        return [
            DrawnView(self.top_bar, self.top_bar.show_picture),
            DrawnView(self.canvas, self.canvas.show_picture),
            DrawnView(self.statusBar(), self._show_status),
            DrawnView(self.top_bar, self.costs.show_picture),
        ]

    def panel(self, kind: type[P]) -> P:
        """The panel of this class, which is made if it isn't there yet."""
        return next(panel for name in PANELS if isinstance(panel := self.panels[name], kind))

    @guard
    def _on_panel_made(self, name: str) -> None:
        """Let a new panel know what the others know already."""
        panel, question = self.panels[name], PANELS[name].question
        panel.edit_requested.connect(self.requests.take_edit)
        panel.act_requested.connect(self.requests.take_act)
        panel.action_requested.connect(self._trigger)
        panel.dock_requested.connect(self.reveal)
        if isinstance(panel, SetupPanel):
            SetupInWorkspaces(panel, self.workspaces, self.training, self.settings)
        self.draw_loop.add(DrawnView(panel, panel.show_picture))
        if question is not None:
            measuring = self.measurings[name] = PanelMeasuring(panel, question, self.asker)
            measuring.run_needed.connect(self.frame_requests.ask)
            self.draw_loop.add(DrawnView(panel, measuring.show_picture))
        if PANELS[name].needs_step:
            self.draw_loop.add(DrawnView(panel, self.frame_requests.see_to_step))
        self.views.show_in(panel)

    def _is_calm(self) -> bool:
        """Whether a panel can be made that nobody waits for."""
        picture = self.newest_picture()
        is_resting = picture is not None and picture.frame.state is not RunState.PLAYING
        return is_resting and self.isVisible() and self.draw_loop.is_idle

    def _guide_heading(self) -> str | None:
        """Where the guide speaks of the current panel: the one that has the keyboard."""
        floating = (dock for dock in self.docks.values() if dock.isFloating() and dock.isActiveWindow())
        at: QWidget | None = next(floating, None) or self.focusWidget()
        while at is not None and at.objectName() not in PANELS:
            at = at.parentWidget()
        return None if at is None else PANELS[at.objectName()].guide

    @guard
    def _trigger(self, name: str) -> None:
        self.actions_by_name[name].trigger()

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
        self.canvas.edit_requested.connect(self.requests.take_edit)
        self.canvas.act_requested.connect(self.requests.take_act)
        self.panels.made.connect(self._on_panel_made)
        self.top_bar.act_requested.connect(self.requests.take_act)
        typing_notifier().taken.connect(self._on_number_taken)
        self.requests.refused.connect(self.views.show_choices)
        connections.connect_actions(
            self.actions_by_name,
            self.files,
            self.training,
            self.help,
            self.requests,
            self.canvas,
            self.workspaces,
        )
        self.workspaces.changed.connect(self._on_workspace_changed)
        self._on_workspace_changed(self.workspaces.current)
        connections.connect_undo(self.actions_by_name, self.document.undo_stack, self)
        self._connect_own_actions()
        document, live = self.document, self.live
        self.intake.state_changed.connect(self.top_bar.show_state)
        self.intake.disagreed.connect(self.recovery.reconcile)
        live.frame_ready.connect(self.draw_loop.wake)
        self.picturing.published.connect(self.draw_loop.show)
        # Not before there is a picture to be painted, for which the user waits.
        self.picturing.published.connect(self.panels.make_others, Qt.ConnectionType.SingleShotConnection)
        self.recovery.recovered.connect(self.complain)
        document.message_posted.connect(live.post)
        document.plan_changed.connect(self._on_plan_changed)
        document.path_changed.connect(self._show_title)
        document.modified_changed.connect(self._on_modified_changed)
        document.session.changed.connect(self._on_session_changed)
        document.pending.overtaken.connect(self.say)
        document.session.demon_lost.connect(self.say)
        self.files.project_opened.connect(self.open_project)
        self.files.project_restored.connect(self.restore_project)
        self.autosave.failed.connect(self.complain)
        self.restoring.unreadable.connect(self.complain)
        self.restoring.done.connect(self.say)
        self.files.done.connect(self.say)
        self.files.failed.connect(self.complain)
        self.files.offered.connect(self.offer)
        self.outside_watch.offered.connect(self.offer)
        self.reporting.offered.connect(self.offer)
        self.training.refused.connect(self.offer)
        self.questions.answered.connect(self.offer)
        self.top_bar.speed_changed.connect(self.training.set_speed)
        self.top_bar.cancel_requested.connect(self.training.pause)
        self.stage.network.menu_requested_at.connect(self._on_network_menu_requested)
        self.canvas.space_tapped.connect(self.actions_by_name["action_play"].trigger)
        self.menus["menu_recent"].triggered.connect(self.files.open_recent)
        self.menus["menu_recent"].aboutToShow.connect(self._on_recent_menu_shown)
        for dock in self.docks.values():
            dock.visibilityChanged.connect(self._on_dock_visibility_changed)

    def _connect_own_actions(self) -> None:
        for name, slot in {
            "action_quit": self.close,
            "action_recover": self.restoring.recover,
            "action_report": self.reporting.show,
            "action_reset_layout": self.workspaces.reset,
            "action_palette": self.finder.open,
            "action_start_page": self.start_pages.show,
            "ask_origin": self.questions.where_from,
            "ask_demon": self.questions.be_demon,
            "ask_why_small": self.questions.why_small,
        }.items():
            self.actions_by_name[name].triggered.connect(slot)

    # The open project

    @guard
    def open_project(self, project: Project, path: Path | None) -> None:
        """Show this project instead of the one that is open."""
        state, plan = project.state, project.plan
        drop_typing(self)
        self.message_bar.close_all()
        self.draw_loop.clear()
        self.picturing.forget()
        self.views.clear()
        for measuring in (self.costs, *self.measurings.values()):
            measuring.forget()
        self.document.load(plan, path=path, run=state.run, step=state.step)
        probe_size = len(self.document.prepared.training.probe)
        self.intake.expect(state.run, is_new=path is None)
        self.document.session.restore(session_state_of(project.view, plan.spec, probe_size))
        self.live.post(Load(self.document.posted, state))
        self.views.show_plan()
        self._show_title()
        if lost := lost_by_reopening(project.view):
            self.say(lost)

    @guard
    def restore_project(self, project: Project, path: Path | None) -> None:
        """Show a project that was open here or elsewhere before, and isn't in its file."""
        self.open_project(project, path)
        self.intake.expect(project.state.run, is_new=False)
        self.document.mark_restored()

    @guard
    def _on_plan_changed(self, _new: object, _old: object) -> None:
        # What an edit has overtaken was typed for another plan. A field that goes away with it would still ask.
        drop_typing(self)
        if self.intake.is_pending:
            self.draw_loop.drop()
        self.views.show_plan()
        self._show_title()
        self._show_activity()

    @guard
    def _show_title(self) -> None:
        self.setWindowTitle(tr("{name}[*] — Backprop Explorer", name=self.document.name))
        self.setWindowModified(self.document.modified)

    @guard
    def _on_modified_changed(self, modified: bool) -> None:
        self.setWindowModified(modified)

    @guard
    def _on_session_changed(self, state: SessionState, old: SessionState) -> None:
        if (state.selection, state.source, state.row) != (old.selection, old.source, old.row):
            self.message_bar.close_about(WHY_SMALL)
        self._show_activity()

    # Frames

    @property
    def frame(self) -> Frame | None:
        """The frame of the picture that is shown, if there is one yet."""
        picture = self.picturing.picture
        return None if picture is None else picture.frame

    def newest_picture(self) -> Picture | None:
        """The picture that is shown, if there is one yet."""
        return self.picturing.picture

    @guard
    def reveal(self, name: str) -> None:
        """Let a dock be seen: where it stands, or in the workspace that has it, or else here behind a tab."""
        dock, homes = self.docks[name], PANELS[name].workspaces
        if dock.isHidden() and homes and self.workspaces.current not in homes:
            self.workspaces.show(next(iter(homes)))
        dock.show()
        dock.raise_()

    def choose_panel(self, name: str) -> None:
        """Let a dock be seen, give it the keyboard and mark it."""
        self.reveal(name)
        self.docks[name].choose()

    @guard
    def _on_dock_visibility_changed(self, visible: bool) -> None:
        # What was hidden has missed the pictures since; while training pauses, no other would come.
        if visible:
            self.draw_loop.catch_up()

    @guard
    def _on_workspace_changed(self, workspace: Workspace) -> None:
        self.actions_by_name[WORKSPACE_ACTIONS[workspace]].setChecked(True)
        announce(self, tr("Workspace {title}", title=workspace.title))

    def _show_status(self, _picture: Picture, _before: Picture | None) -> None:
        self._show_activity()

    def _show_activity(self) -> None:
        session = self.document.session.state
        self._status.show(
            self.newest_picture(),
            session,
            pending=self.intake.is_pending,
            seconds_behind=self.autosave.seconds_behind,
        )

    # Words

    @guard
    def say(self, text: str) -> None:
        """Say that something was done."""
        self.message_bar.show_message(text, about="done")

    def note_engine(self, text: str, explanation: str = "") -> None:
        """Let the status line say what goes on with the engine, about which nothing has to be done."""
        self._status.note_engine(text, explanation)

    @guard
    def complain(self, text: str) -> None:
        """Say that something can't be done, and why."""
        self.message_bar.show_message(text, kind="error")

    @guard
    def tell_fault(self, fault: Fault) -> None:
        """Say what went wrong; what the user has typed or asked for is told until that is mended."""
        about = fault.about or (ASKED if fault.by_user else "")
        self.message_bar.show_message(fault.text, kind="error", about=about)

    @guard
    def _on_number_taken(self, name: str) -> None:
        self.message_bar.close_about(name)

    @guard
    def offer(self, offer: Offer) -> None:
        """Say something together with what can be done about it."""
        self.message_bar.show_message(offer.text, kind=offer.kind, actions=offer.actions, about=offer.about)

    @guard
    def _on_network_menu_requested(self, place: QPoint) -> None:
        self.menus["menu_network"].popup(place)

    @guard
    def _on_recent_menu_shown(self) -> None:
        fill_recent(self.menus["menu_recent"], self.settings.recent_files)

    # Keys

    @override
    @guard(returns=False)
    def focusNextPrevChild(self, next: bool) -> bool:
        return focus_next(self, forwards=next)

    # The end

    def shut_down(self) -> bool:
        """End the threads without a question; True if they have ended, else to be called again later."""
        self.panels.stop()
        self.draw_loop.stop()
        self.autosave.stop()
        threads = (self.live, self.asker)
        for each in threads:
            each.stop()
        # They end beside each other, so one time is enough for both.
        deadline = QDeadlineTimer(SHUTDOWN_MILLISECONDS)
        if not all(each.shutdown(deadline.remainingTime()) for each in threads):
            return False
        self.autosave.remove()
        self.reporting.end()
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
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.workspaces.fit(event.size())

    @override
    @guard(returns=None)
    def createPopupMenu(self) -> QMenu | None:
        # The View menu has the panels; on a right click there is nothing.
        return None
