"""A section of Set-up: a line of summary while it is closed, its settings while it is open, the rare ones folded."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget
from typing_extensions import override

from bpexplorer.core.training.frame import Frame
from bpexplorer.data.prepare import PreparedData
from bpexplorer.document.acts.pending import ApplyPending, DiscardPending
from bpexplorer.document.acts.training import ChangeSettings
from bpexplorer.document.pending import Choices, Outlook, Part
from bpexplorer.guard import guard
from bpexplorer.look.typing.number_field import NumberField
from bpexplorer.look.widgets.folding import FoldingSection
from bpexplorer.panels.setup.pending import PendingChange
from bpexplorer.panels.shared.forms.config_form import ConfigForm
from bpexplorer.panels.shared.forms.editors import ChoiceBox
from bpexplorer.panels.shared.forms.form import CONTROL_WIDTH, FormRow, form_row, words
from bpexplorer.panels.shared.forms.setting_rows import SettingRows
from bpexplorer.project.plan import Plan
from bpexplorer.translation import tr


@dataclass(frozen=True, slots=True)
class Offered:
    """A row of Set-up, for whoever looks for it: the name of its field, of its section, and what it is for."""

    name: str
    label: str
    section: str
    purpose: str


#: Below the name of a section whose choice waits for a restart.
NOT_APPLIED = tr("● not applied")


class SetupSection(FoldingSection):
    """Rows of settings, and words on what they come to. What changes a setting is asked for at once.

    What can be set is made in ``main``, or in ``rare`` if hardly anybody changes it: by `_make`, once the section is
    opened or asked for what it offers. What is shown meanwhile is shown then.
    """

    #: Whether there are rare settings.
    has_advanced = False

    edit_requested = Signal(object)  # Edit
    act_requested = Signal(object)  # Act
    #: An action of the window, by its name.
    action_requested = Signal(str)

    def __init__(self, title: str, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(title, name=name, parent=parent)
        self.form = ConfigForm(self)
        self.form.configure_requested.connect(self._on_configure_requested)
        self._name = name
        self._advanced: FoldingSection | None = None
        self._is_filled = False
        self._plan: tuple[Plan, PreparedData] | None = None
        self._choices: tuple[Choices, Outlook] | None = None
        self._frame: Frame | None = None

    @property
    def is_filled(self) -> bool:
        """Whether its rows are there."""
        return self._is_filled

    @override
    def fill(self) -> None:
        """Make the rows, unless they are there, and let them show what has been shown."""
        if self._is_filled:
            return
        self._make()
        self._is_filled = True
        if self._plan is not None:
            self._write_plan(*self._plan)
        if self._choices is not None:
            self._write_pending(*self._choices)
        if self._frame is not None:
            self._write_frame(self._frame)

    def _make(self) -> None:
        """Make the rows."""

    @property
    def advanced(self) -> FoldingSection:
        """The rare settings, at the foot of the section."""
        if self._advanced is None:
            self._advanced = FoldingSection(
                tr("Advanced"), name=f"{self._name}_advanced", is_heading=False, parent=self.body
            )
            self.add(self._advanced)
        return self._advanced

    @property
    def main(self) -> QWidget:
        """The parent of what everybody may want to set."""
        return self.body

    @property
    def rare(self) -> QWidget:
        """The parent of what hardly anybody sets."""
        return self.advanced.body

    def put(self, widget: QWidget) -> None:
        """Add a row where it was made: among the rare settings, or before them."""
        advanced = self._advanced
        if advanced is not None and widget.parentWidget() is advanced.body:
            advanced.add(widget)
        else:
            self.rows.insertWidget(self.rows.count() - (advanced is not None), widget)

    def add_choice(
        self, field: str, label: str, box: ChoiceBox, *, tooltip: str, width: int = CONTROL_WIDTH
    ) -> None:
        """Add a row that chooses a name."""
        self.form.bind_choice(field, box)
        self.put(form_row(label, box, name=field, tooltip=tooltip, width=width))

    def add_number(
        self, field: str, label: str, box: NumberField, *, tooltip: str, unit: float = 1.0, spoken: str = ""
    ) -> None:
        """Add a row that holds a number; on the screen it is ``unit`` times as large."""
        self.form.bind_number(field, box, unit=unit)
        self.put(form_row(label, box, name=field, tooltip=tooltip, spoken=spoken))

    def add_settings(self, field: str, rows: SettingRows, *, of: str) -> None:
        """Add the settings of what the field ``of`` has chosen."""
        self.form.bind_settings(field, rows, of=of)
        self.put(rows)

    def add_words(self, name: str, parent: QWidget | None = None, *, tooltip: str = "") -> QLabel:
        """Add words that wrap, to be filled by `show_plan` or `show_frame`."""
        label = words(name, parent or self.main, tooltip)
        self.put(label)
        return label

    def offered_rows(self) -> Iterator[tuple[FormRow, tuple[FoldingSection, ...]]]:
        """The rows that its user can set now, each with what has to be open for it to be seen."""
        self.fill()
        for row in self.body.findChildren(FormRow):
            advanced = self._advanced
            around: tuple[FoldingSection, ...] = (self,)
            if advanced is not None and advanced.isAncestorOf(row):
                around = (self, advanced)
            body = around[-1].body
            if row.isVisibleTo(body) and row.control.objectName():
                yield row, around

    def show_plan(self, plan: Plan, prepared: PreparedData) -> None:
        """Show what is decided."""
        self._plan = plan, prepared
        self._sum_up_plan(plan, prepared)
        if self._is_filled:
            self._write_plan(plan, prepared)

    def show_pending(self, choices: Choices, outlook: Outlook) -> None:
        """Show what waits for a restart instead of what is in use, and what applying it would come to."""
        self._choices = choices, outlook
        self._sum_up_pending(choices, outlook)
        if self._is_filled:
            self._write_pending(choices, outlook)

    def show_frame(self, frame: Frame) -> None:
        """Say what the settings have come to."""
        self._frame = frame
        if self._is_filled:
            self._write_frame(frame)

    def _sum_up_plan(self, plan: Plan, prepared: PreparedData) -> None:
        """Say in the header what is decided."""

    def _sum_up_pending(self, choices: Choices, outlook: Outlook) -> None:
        """Say in the header what waits."""

    def _write_plan(self, plan: Plan, prepared: PreparedData) -> None:
        """Let the rows show what is decided."""
        self.form.show_config(plan.config)

    def _write_pending(self, choices: Choices, outlook: Outlook) -> None:
        """Let the rows show what waits."""

    def _write_frame(self, frame: Frame) -> None:
        """Let the rows say what the settings have come to."""

    def make_pending(self, part: Part, *, name: str, what: str) -> PendingChange:
        """A box with which the choices are applied, or this part of them dropped; to be added at the foot."""
        box = PendingChange(name=name, what=what, parent=self.body)
        box.setProperty("part", part)
        box.apply_requested.connect(self._on_apply_requested)
        box.discard_requested.connect(self._on_discard_requested)
        return box

    def change(self, changes: dict[str, object]) -> None:
        """Do what follows from a change of fields: ask for it."""
        self.act_requested.emit(ChangeSettings(changes))

    @guard
    def _on_apply_requested(self) -> None:
        self.act_requested.emit(ApplyPending())

    @guard
    def _on_discard_requested(self) -> None:
        self.act_requested.emit(DiscardPending(self.sender().property("part")))

    @guard
    def _on_configure_requested(self, changes: dict[str, object]) -> None:
        self.change(changes)
