"""The Build panel: data, cost, start, training with its schedule, restraint and end, and the selected neuron."""

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.data.prepare import PreparedData
from bpexplorer.document.picture import Picture
from bpexplorer.look.scrolling import PanelScroll
from bpexplorer.look.widgets import Divider
from bpexplorer.panels.panel import Panel
from bpexplorer.panels.setup.connection import ConnectionSection
from bpexplorer.panels.setup.data import DataSection
from bpexplorer.panels.setup.restraint import RestraintSection
from bpexplorer.panels.setup.schedule import ScheduleSection
from bpexplorer.panels.setup.selected import SelectedSection
from bpexplorer.panels.setup.start import StartSection
from bpexplorer.panels.setup.stopping import StoppingSection
from bpexplorer.panels.setup.training import CostSection, OptimizerSection
from bpexplorer.panels.shared.config_form import ConfigSection
from bpexplorer.project.plan import Plan


class BuildPanel(Panel):
    """Shows what the user decided about data and training, and asks for changes.

    What changes live is asked for at once. What restarts training is gathered, previewed and offered with a button
    that says so. Values shown are those of `show_plan`: a refused change snaps back.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("build_panel", "Build", parent)
        scroll = PanelScroll(self, name="build_scroll")
        page = scroll.page
        self._data = DataSection(page)
        self._settings: tuple[ConfigSection, ...] = (
            CostSection(page),
            StartSection(page),
            OptimizerSection(page),
            ScheduleSection(page),
            RestraintSection(page),
            StoppingSection(page),
        )
        self._selected = SelectedSection(self)
        self._connection = ConnectionSection(self)
        self._lay_out(scroll)
        for section in (self._data, *self._settings, self._selected):
            section.act_requested.connect(self.act_requested)
        for chosen in (self._selected, self._connection):
            chosen.edit_requested.connect(self.edit_requested)

    def show_plan(self, plan: Plan, prepared: PreparedData) -> None:
        """Show what is decided."""
        self._data.show_plan(plan, prepared)
        for section in self._settings:
            section.show_plan(plan)

    @override
    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        frame = picture.frame
        # A connection is shown instead of its neuron.
        self._selected.setVisible(picture.session.connection is None)
        if before is None or (before.frame, before.session) != (frame, picture.session):
            self._selected.show_picture(picture)
            self._connection.show_picture(picture)
        if before is None or before.frame is not frame:
            for section in self._settings:
                section.show_frame(frame)

    def _lay_out(self, scroll: PanelScroll) -> None:
        settings = QVBoxLayout(scroll.page)
        settings.setContentsMargins(0, 0, 0, 0)
        settings.setSpacing(8)
        settings.addWidget(self._data)
        for section in self._settings:
            settings.addWidget(Divider(scroll.page))
            settings.addWidget(section)
        settings.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addWidget(scroll, 1)
        # What changes with every click stays in sight; the settings above scroll.
        outer.addWidget(Divider(self))
        outer.addWidget(self._selected)
        outer.addWidget(self._connection)
