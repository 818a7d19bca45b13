"""The main window: makes the document, the training thread, the views and the commands, and connects them."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QMenu
from typing_extensions import override

from bpexplorer.canvas.chrome.neuron_menu import NEURON_ACTIONS
from bpexplorer.canvas.chrome.phase_bar import PHASE_ACTIONS
from bpexplorer.canvas.panel import CanvasPanel
from bpexplorer.core.training.frame import Frame, RunState
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import SessionState
from bpexplorer.document.settings import Settings
from bpexplorer.document.unsaved import Unsaved
from bpexplorer.document.workspaces import Workspace
from bpexplorer.guard import guard
from bpexplorer.live.asker import Asker, Lane
from bpexplorer.live.controller import LiveController
from bpexplorer.live.messages import Load
from bpexplorer.look.access.speech import announce
from bpexplorer.look.screens import room_for
from bpexplorer.look.typing.number_field import drop_typing, settle_typing
from bpexplorer.panels.entries import PANELS
from bpexplorer.panels.setup.panel import SetupPanel
from bpexplorer.project.project import Project, View
from bpexplorer.translation import tr
from bpexplorer.window import connections
from bpexplorer.window.autosave import Autosave
from bpexplorer.window.chrome.actions import ACTIONS, WORKSPACE_ACTIONS, Actions
from bpexplorer.window.chrome.appearance import Appearance
from bpexplorer.window.chrome.menus import RecentMenu, build_menus
from bpexplorer.window.chrome.overlay import MessageOverlay
from bpexplorer.window.chrome.presentation import Presentation
from bpexplorer.window.chrome.stage import Stage
from bpexplorer.window.chrome.status import StatusLine
from bpexplorer.window.chrome.title import WindowTitle
from bpexplorer.window.chrome.toolbar import COSTS, TopBar
from bpexplorer.window.closing import Closing
from bpexplorer.window.commands.dialogs.file_dialogs import FileDialogs
from bpexplorer.window.commands.files import FileCommands
from bpexplorer.window.commands.going_back import GoingBack
from bpexplorer.window.commands.help_commands import HelpCommands
from bpexplorer.window.commands.neuron_questions import NeuronQuestions
from bpexplorer.window.commands.offers import WHY_SMALL
from bpexplorer.window.commands.outside_watch import DataWatch, OutsideWatch
from bpexplorer.window.commands.reconciling import Reconciling
from bpexplorer.window.commands.reporting import Reporting
from bpexplorer.window.commands.requests import Requests
from bpexplorer.window.commands.restoring import Restoring
from bpexplorer.window.commands.training_commands import TrainingCommands
from bpexplorer.window.data.dropping import FileDrops
from bpexplorer.window.drawing import DrawLoop, DrawnView
from bpexplorer.window.frame_requests import FrameRequests
from bpexplorer.window.intake import FrameIntake
from bpexplorer.window.learn.aside import Aside
from bpexplorer.window.learn.learning import Learning
from bpexplorer.window.measuring import Measuring
from bpexplorer.window.messages import Messages
from bpexplorer.window.palette.palette import Palette
from bpexplorer.window.palette.sources import Findings
from bpexplorer.window.panel_drawing import PanelDrawing
from bpexplorer.window.panel_menu import PanelMenu
from bpexplorer.window.panels_made import PanelsMade
from bpexplorer.window.picturing import Picturing
from bpexplorer.window.reading_order import focus_home, focus_next
from bpexplorer.window.start.showing import StartPages
from bpexplorer.window.view_state import lost_by_reopening, session_state_of, view_of, workspace_of
from bpexplorer.window.views import Views
from bpexplorer.window.workspaces import regions, suited
from bpexplorer.window.workspaces.setup_panel import SetupInWorkspaces
from bpexplorer.window.workspaces.stepping import WALKING, StepThrough
from bpexplorer.window.workspaces.switching import Workspaces

#: Batches a second at first: slow enough to see learning happen.
OPENING_SPEED = 25.0
MINIMUM_SIZE = QSize(780, 460)
FIRST_SIZE = QSize(1440, 900)


class MainWindow(QMainWindow):
    """The window of one open project. `close` asks about unsaved changes; ``closing.shut_down()`` doesn't."""

    def __init__(self, project: Project, *, settings: Settings | None = None) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.settings = settings or Settings(self)
        self.document = NetworkDocument(project.plan, self)
        self.live = LiveController(project.state, self)
        self.asker = Asker(self)
        self.document.pending.ask_elsewhere = partial(self.asker.ask, lane=Lane.JOBS)
        self.setMinimumSize(MINIMUM_SIZE)
        self.resize(FIRST_SIZE.boundedTo(room_for(self)).expandedTo(MINIMUM_SIZE))
        self._make_views()
        self._make_commands()
        self._make_drawing()
        self.closing = Closing(self, self.files, self.appearance, (self.live, self.asker))
        self._connect_typing()
        self._connect()
        # The labels of the first workspace are there as soon as the window is.
        for_data = self._suit_workspaces()
        self.panels.make(name for name in regions(self.workspaces.current, for_data) if name in PANELS)
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
        self.status = StatusLine(self.statusBar())
        self.presentation = Presentation(self, self.workspaces, self.actions_by_name["action_presentation"])
        self.intake = FrameIntake(self.document, self.live, self.message_bar, self)
        self.picturing = Picturing(
            self.document,
            self.intake.take,
            self.asker,
            self,
            unseen=self.panels.unseen_fields,
            is_urgent=lambda: self.live.has_come_to_rest,
        )

    def _make_stage(self) -> None:
        self.stage = Stage(self)
        self.setCentralWidget(self.stage)
        tools = [self.actions_by_name[name] for name in ("tool_select", "tool_connect", "tool_demon")]
        of_neurons = {name: self.actions_by_name[name] for name in NEURON_ACTIONS}
        of_phases = {name: self.actions_by_name[name] for name in PHASE_ACTIONS}
        self.canvas = CanvasPanel(
            tool_actions=tools,
            neuron_actions=of_neurons,
            phase_actions=of_phases,
            parent=self.stage.network,
        )
        self.stage.network.set_body(self.canvas)
        self.docks = self.stage.docks
        self.workspaces = Workspaces(self.stage.area, self.settings)
        self.panels = PanelsMade(self.docks, self._is_calm, self)
        self.panels.made.connect(self._on_panel_made)
        for dock in self.docks.values():
            self.menus["menu_panels"].addAction(dock.toggleViewAction())
        self.message_bar = self.stage.message_bar
        self.messages = Messages(self.message_bar)
        canvas = (self.canvas.view, self.canvas.foot)
        MessageOverlay(self.message_bar, canvas, list(self.docks.values()), self.stage)

    def _make_commands(self) -> None:
        self.files = FileCommands(
            self.document,
            self.live,
            self.asker,
            self.settings,
            FileDialogs(self, self.settings, self.asker),
            self.kept_view,
            self,
        )
        self.drops = FileDrops(self)
        self.autosave = Autosave(self.document, self.live, self.asker, self.files.about, self.kept_view, self)
        self.files.own_data.keep = self.autosave.keep_table
        self.files.exchange.keep = self.autosave.keep_numbers
        self.outside_watch, self.data_watch = (
            watch(self.document, self.files, self.asker, self.message_bar, self)
            for watch in (OutsideWatch, DataWatch)
        )
        self.restoring = Restoring(self.files, self.autosave, self)
        self.training = TrainingCommands(self.document, self.live, self.intake.newest, self)
        self.going_back = GoingBack(self.document, self.actions_by_name["action_back"], self)
        self.requests = Requests(self.document, self.newest_picture, self.message_bar, self)
        self.help = HelpCommands(self.actions_by_name, self.settings, self)
        self.reporting = Reporting(self.requests, self.actions_by_name, self.asker, self)
        self.questions = NeuronQuestions(
            self.document.session, self.newest_picture, self.requests.take_act, self.workspaces.lead_to, self
        )
        for dock in self.docks.values():
            PanelMenu(dock, self.panels, self.files.exchange, self.workspaces, self.help)
        self.reconciling = Reconciling(self.document, self.live, self)
        self.frame_requests = FrameRequests(self.document.session, self.live, self.panels, self.docks, self)
        self.aside = Aside(
            self.document,
            self.live,
            self.files,
            self.files.ask,
            self.autosave,
            self.kept_view,
            self.bring_back_project,
        )
        self.files.aside = self.aside
        self.stepping = StepThrough(
            self.document, self.workspaces, self.training, self.frame_requests, self.intake
        )
        self.views = Views(self.document, self.canvas, self.top_bar, self.panels, self.actions_by_name, self)
        self.start_pages = StartPages(
            self, self.stage, self.actions_by_name, self.files, self.workspaces, self.asker, self.settings
        )
        self.learning = Learning(self)
        self.finder = Palette(
            self,
            self.settings,
            Findings(
                self.actions_by_name,
                self.document,
                self.panels,
                self.workspaces,
                self.files,
                self.help,
                self.learning,
            ),
        )
        self.start_pages.lesson_chosen.connect(self.learning.begin_own)
        self.start_pages.shown.connect(self.learning.look_for_begun)
        self.learning.kept.looked.connect(self.start_pages.show_left)

    def _make_drawing(self) -> None:
        self.draw_loop = DrawLoop(
            self._first_views(), self.picturing.advance, self, is_urgent=lambda: self.live.has_come_to_rest
        )
        self.panel_drawing = PanelDrawing(
            self.panels, self.stage.area, self.draw_loop, self.frame_requests, self.picturing, self.asker
        )

    def _first_views(self) -> list[DrawnView]:
        """What shows pictures from the beginning, in the order of drawing: numbers and the canvas come first."""
        return [
            DrawnView(self.top_bar, self.top_bar.show_picture),
            DrawnView(self.canvas, self.canvas.show_picture),
            DrawnView(self.statusBar(), self._show_status),
            DrawnView(self.top_bar, self.costs.show_picture),
        ]

    @guard
    def _on_panel_made(self, name: str) -> None:
        panel = self.panels[name]
        connections.connect_panel(self, panel)
        if isinstance(panel, SetupPanel):
            SetupInWorkspaces(panel, self.workspaces, self.training, self.settings)

    def _is_calm(self) -> bool:
        """Whether a panel can be made that nobody waits for."""
        picture = self.newest_picture()
        is_resting = picture is not None and picture.frame.state is not RunState.PLAYING
        return is_resting and self.isVisible() and self.draw_loop.is_idle

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
        connections.connect_actions(self)
        connections.connect_requests(self)
        connections.connect_training(self)
        connections.connect_messages(self)
        connections.connect_end(self)
        self.workspaces.changed.connect(self._on_workspace_changed)
        self._on_workspace_changed(self.workspaces.current)
        self.document.plan_changed.connect(self._on_plan_changed)
        self.document.session.changed.connect(self._on_session_changed)
        self.canvas.space_tapped.connect(self._on_space_tapped)
        self.files.project_opened.connect(self.open_project)
        self.files.save_progressed.connect(self._on_save_progressed)
        self.files.project_restored.connect(self.restore_project)
        self.stage.network.menu_requested_at.connect(self._on_network_menu_requested)
        RecentMenu(self.menus["menu_recent"], self.settings).chosen.connect(self.files.open_recent)
        WindowTitle(self, self.document)

    # The open project

    @guard
    def open_project(self, project: Project, path: Path | None) -> None:
        """Show this project instead of the one that is open."""
        state, plan = project.state, project.plan
        drop_typing(self)
        self.message_bar.forget_project()
        self.draw_loop.clear()
        self.picturing.forget()
        self.views.clear()
        self.costs.forget()
        self.panel_drawing.forget()
        self.stepping.end()
        self.workspaces.show(workspace_of(project.view))
        self.document.load(plan, path=path, run=state.run, step=state.step)
        self.autosave.note_opened(project)
        probe_size = len(self.document.prepared.training.probe)
        self.intake.expect(state.run, is_new=path is None)
        self._suit_workspaces()
        self.views.show_plan()  # before what is looked at in it: that isn't there in what was shown
        self.document.session.restore(session_state_of(project.view, plan.spec, probe_size))
        self.stepping.begin_anew()
        self.live.post(Load(self.document.posted, state))
        if lost := lost_by_reopening(project.view):
            self.messages.say(lost)
        focus_home(self)

    def kept_view(self) -> View:
        """What is shown, as a project file keeps it."""
        return view_of(self.stepping.former, self.workspaces.current)

    @guard
    def restore_project(self, project: Project, path: Path | None) -> None:
        """Show a project that was open here or elsewhere before, and isn't in its file."""
        self.open_project(project, path)
        self.intake.expect(project.state.run, is_new=False)
        self.autosave.note_restored()
        self.document.mark_restored()

    def bring_back_project(self, project: Project, path: Path | None, unsaved: Unsaved | None) -> None:
        """Show a project again that a lesson had put aside, and what of it is unsaved."""
        self.open_project(project, path)
        self.intake.expect(project.state.run, is_new=False)
        if unsaved is not None:
            self.autosave.note_restored()
            self.document.mark_unsaved(unsaved)
        self.learning.brought_back()

    def open_lent(self, project: Project) -> None:
        """Show a project of a lesson: it isn't the user's, and what is looked at is the lesson's choice."""
        self.open_project(project, None)
        self.intake.expect_lent()
        self.document.lend()

    @guard
    def _on_plan_changed(self, _new: object, _old: object) -> None:
        # What an edit has overtaken was typed for another plan. A field that goes away with it would still ask.
        drop_typing(self)
        if self.intake.is_pending:
            self.draw_loop.drop()
        self._suit_workspaces()
        self.views.show_plan()
        self._show_activity()

    def _suit_workspaces(self) -> frozenset[str]:
        """Let workspaces have the panels that the data are for; gives these panels."""
        for_data = suited(self.document.prepared.training)
        self.workspaces.suit(for_data)
        return for_data

    @guard
    def _on_session_changed(self, state: SessionState, old: SessionState) -> None:
        if (state.selection, state.source, state.row) != (old.selection, old.source, old.row):
            self.message_bar.close_about(WHY_SMALL)
        if state.walk is not None and state.walk.continues(old.walk) and state.walk != old.walk:
            self.message_bar.close_about(WALKING)
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
    def _on_workspace_changed(self, workspace: Workspace) -> None:
        self.actions_by_name[WORKSPACE_ACTIONS[workspace]].setChecked(True)
        announce(self, tr("Workspace {title}", title=workspace.title))

    @guard
    def _on_save_progressed(self, name: str, done: float) -> None:
        self.status.note_saving(name, done)

    def _show_status(self, _picture: Picture, _before: Picture | None) -> None:
        self._show_activity()

    def _show_activity(self) -> None:
        session = self.document.session.state
        self.status.show(
            self.newest_picture(),
            session,
            pending=self.intake.is_pending,
            seconds_behind=self.autosave.seconds_behind,
        )

    @guard
    def _on_space_tapped(self) -> None:
        is_walking = self.document.session.state.walk is not None
        self.actions_by_name.trigger("action_phase_next" if is_walking else "action_play")

    @guard
    def _on_network_menu_requested(self, place: QPoint) -> None:
        self.menus["menu_network"].popup(place)

    # Keys

    @override
    @guard(returns=False)
    def focusNextPrevChild(self, next: bool) -> bool:
        return focus_next(self, forwards=next)

    # The end

    @override
    @guard
    def closeEvent(self, event: QCloseEvent) -> None:
        settle_typing(self)
        event.setAccepted(self.closing.may_close())

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
