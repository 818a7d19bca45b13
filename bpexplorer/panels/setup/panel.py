"""Set-up: a list of sections, each with a line of summary, opened by a click; at the foot what is selected."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.core.readings.gradient import GradientReading
from bpexplorer.core.training_data import SamplesName
from bpexplorer.data.prepare import PreparedData
from bpexplorer.document.pending import Choices, Outlook
from bpexplorer.document.picture import Picture
from bpexplorer.guard import guard
from bpexplorer.look import fonts, numbers
from bpexplorer.look.stylesheet import set_role
from bpexplorer.look.widgets import Divider
from bpexplorer.look.widgets.folding import FoldingSection
from bpexplorer.look.widgets.scrolling import PanelScroll
from bpexplorer.panels.panel import Panel
from bpexplorer.panels.setup.cost import CostSection
from bpexplorer.panels.setup.data import DataSection
from bpexplorer.panels.setup.initialisation import InitialisationSection
from bpexplorer.panels.setup.network import NetworkSection
from bpexplorer.panels.setup.section import Offered, SetupSection
from bpexplorer.panels.setup.selected import SelectedSection
from bpexplorer.panels.setup.stopping import StoppingSection
from bpexplorer.panels.setup.training import TrainingSection
from bpexplorer.panels.shared.forms.form import FormRow
from bpexplorer.project.plan import Plan
from bpexplorer.translation import tr, tr_n


class SetupPanel(Panel):
    """Shows what the user decided about data, network and training, and asks for changes.

    What changes live is asked for at once; what restarts training waits, with a button that applies it and one that
    drops it. Values shown are those of `show_plan` and `show_pending`: a refused change snaps back.
    """

    #: The names of the sections that are open now, after one was opened or closed.
    open_sections_changed = Signal(object)
    #: As many epochs are to be run as the button says.
    run_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("setup_panel", tr("Set-up"), parent)
        self._scroll = scroll = PanelScroll(self, name="setup_scroll")
        page = scroll.page
        self._sections: dict[str, SetupSection] = {
            "data": DataSection(page),
            "network": NetworkSection(page),
            "cost": CostSection(page),
            "training": TrainingSection(page),
            "initialisation": InitialisationSection(page),
            "stopping": StoppingSection(page),
        }
        self._about_selected = QWidget(self)
        self._selected = SelectedSection(self._about_selected)
        self._is_arranging = False
        self._all = self._make_all_button()
        self._run = self._make_run_button()
        self.show_epochs(1)
        self._lay_out(scroll)
        for section in self._sections.values():
            section.act_requested.connect(self.act_requested)
            section.action_requested.connect(self.action_requested)
            section.edit_requested.connect(self.edit_requested)
        self._selected.act_requested.connect(self.act_requested)
        self._selected.edit_requested.connect(self.edit_requested)
        self._selected.over_changed.connect(self.choice_changed)
        for folding in self._foldings().values():
            folding.toggled.connect(self._on_toggled)

    def _make_all_button(self) -> QPushButton:
        button = QPushButton(tr("all settings"), self)
        button.setObjectName("setup_all")
        button.setFont(fonts.secondary_font())
        set_role(button, "link")
        button.clicked.connect(self._on_all_clicked)
        self.title_controls = button
        self._name_all_button(button, are_open=False)
        return button

    @staticmethod
    def _name_all_button(button: QPushButton, *, are_open: bool) -> None:
        button.setText(tr("close all") if are_open else tr("all settings"))
        button.setAccessibleName(tr("Close all sections") if are_open else tr("Open all sections"))
        button.setToolTip(
            tr("Close all sections.") if are_open else tr("Open all sections with all their settings.")
        )

    def _lay_out(self, scroll: PanelScroll) -> None:
        settings = QVBoxLayout(scroll.page)
        settings.setContentsMargins(0, 0, 0, 0)
        settings.setSpacing(4)
        for section in self._sections.values():
            settings.addWidget(Divider(scroll.page))
            settings.addWidget(section)
        settings.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(4)
        outer.addWidget(scroll, 1)
        # What changes with every click stays in sight; the settings above scroll.
        around = QVBoxLayout(self._about_selected)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._selected)
        outer.addWidget(self._about_selected)
        outer.addWidget(self._run)

    def _make_run_button(self) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName("setup_run")
        button.clicked.connect(self._on_run_clicked)
        button.hide()
        return button

    def show_foot(self, *, runs_epochs: bool) -> None:
        """Have a button at the foot that runs some epochs, or what is selected on the canvas, where there is one."""
        self._run.setVisible(runs_epochs)
        self._about_selected.setVisible(not runs_epochs)

    def show_epochs(self, epochs: int) -> None:
        """Say how many epochs that button runs."""
        words = tr_n("Run {count} epoch", "Run {count} epochs", epochs, count=numbers.count(epochs))
        self._run.setText(words)
        self._run.setAccessibleName(words)
        self._run.setToolTip(
            tr("Train for so many epochs more, then pause. Train → Run N epochs… takes another number.")
        )

    # Which sections are open

    @property
    def section_names(self) -> frozenset[str]:
        """The names of all that can be opened."""
        return frozenset(self._foldings())

    @property
    def open_sections(self) -> frozenset[str]:
        """The names of the sections that are open; ``training.advanced`` is the folded part of ``training``."""
        return frozenset(name for name, folding in self._foldings().items() if folding.is_open)

    def open_only(self, names: Iterable[str]) -> None:
        """Open these sections and close the others; names that there aren't say nothing."""
        names = frozenset(names)
        self._is_arranging = True  # nobody has opened one
        for name, folding in self._foldings().items():
            folding.open(name in names)
        self._is_arranging = False

    @property
    def offered(self) -> tuple[Offered, ...]:
        """Every row that can be set now, from top to bottom."""
        return tuple(
            Offered(
                row.control.objectName(),
                row.label.text(),
                section.header.title.text(),
                row.toolTip().splitlines()[0] if row.toolTip() else "",
            )
            for section in self._sections.values()
            for row, _ in section.offered_rows()
        )

    def go_to(self, name: str) -> None:
        """Open the section of a field, and give it the keyboard."""
        for section in self._sections.values():
            for row, foldings in section.offered_rows():
                if row.control.objectName() == name:
                    for folding in foldings:
                        folding.open()
                    self._bring_into_sight(row)

    def _bring_into_sight(self, row: FormRow) -> None:
        # What has just been opened has no place before it is laid out.
        for each in (self._scroll.page, self._scroll):
            layout = each.layout()
            if layout is not None:
                layout.activate()
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        row.control.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._scroll.ensureWidgetVisible(row)

    def _foldings(self) -> dict[str, FoldingSection]:
        foldings: dict[str, FoldingSection] = {}
        for name, section in self._sections.items():
            foldings[name] = section
            if section.has_advanced:
                foldings[f"{name}.advanced"] = section.advanced
        foldings["selected"] = self._selected
        return foldings

    def _settings(self) -> dict[str, FoldingSection]:
        return {name: folding for name, folding in self._foldings().items() if name != "selected"}

    # What they show

    @override
    def make_more(self) -> QWidget | None:
        sections: list[SetupSection | SelectedSection] = [*self._sections.values(), self._selected]
        section = next((each for each in sections if not each.is_filled), None)
        if section is not None:
            section.fill()
        return section

    @override
    def show_plan(self, plan: Plan, prepared: PreparedData) -> None:
        """Show what is decided."""
        for section in self._sections.values():
            section.show_plan(plan, prepared)

    @override
    def show_pending(self, choices: Choices, outlook: Outlook) -> None:
        for section in self._sections.values():
            section.show_pending(choices, outlook)

    @override
    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        frame = picture.frame
        if (
            before is None
            or before.frame is not frame
            or before.session.without_dz != picture.session.without_dz
        ):
            self._selected.show_picture(picture)
        if before is None or before.frame is not frame:
            for section in self._sections.values():
                section.show_frame(frame)

    # The gradient over the training set, while it is looked at

    @property
    @override
    def choice(self) -> SamplesName | None:
        return "train" if self._selected.over_train else None

    @override
    def show_reading(self, reading: GradientReading | None) -> None:
        self._selected.show_reading(reading)

    @override
    def show_overtaken(self, overtaken: bool) -> None:
        """Only the gradient is measured, and its rows say themselves that it is being so."""

    @override
    def clear(self) -> None:
        self._selected.clear()

    @guard
    def _on_toggled(self, _is_open: bool) -> None:
        are_open = all(folding.is_open for folding in self._settings().values())
        self._name_all_button(self._all, are_open=are_open)
        if not self._is_arranging:
            self.open_sections_changed.emit(self.open_sections)
        if self.choice is not None:
            self.choice_changed.emit()

    @guard
    def _on_run_clicked(self) -> None:
        self.run_requested.emit()

    @guard
    def _on_all_clicked(self) -> None:
        foldings = self._settings().values()
        are_open = all(folding.is_open for folding in foldings)
        for folding in foldings:
            folding.open(not are_open)
