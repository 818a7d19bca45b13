"""The dialog on one's own data: how a file is read, what each column is for, and what comes of it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from bpexplorer.core.errors import BpExplorerError
from bpexplorer.data.choice import TableChoice, table_choice
from bpexplorer.data.glance import glances
from bpexplorer.data.readers import FORMATS
from bpexplorer.data.readers.refusal import DataFileError
from bpexplorer.data.readers.remedies import remedies
from bpexplorer.data.recipe import Recipe, Taken, proposed, taken
from bpexplorer.data.table.table import Reading, Table
from bpexplorer.guard import guard
from bpexplorer.live.asker import Asker, Lane
from bpexplorer.look import fonts
from bpexplorer.look.screens import fit_over
from bpexplorer.look.stylesheet import Ink, set_ink, set_role
from bpexplorer.look.tooltips import wrapped
from bpexplorer.look.widgets.labels import Caption, SectionHeading
from bpexplorer.project.outputs import Outputs
from bpexplorer.translation import tr
from bpexplorer.window.data import words
from bpexplorer.window.data.choosing import with_role
from bpexplorer.window.data.columns import ColumnsList
from bpexplorer.window.data.columns_table import ColumnsTable, Part
from bpexplorer.window.data.outcome import Outcome
from bpexplorer.window.data.preview import FirstRows, Preview
from bpexplorer.window.data.reading_fields import ReadingFields
from bpexplorer.window.data.refused import Refused
from bpexplorer.window.data.table_reader import TableReader
from bpexplorer.window.data.wanted import Another, Wanted
from bpexplorer.window.dialog_buttons import typed_buttons

_SIZE, _LEAST_SIZE = QSize(1120, 760), QSize(640, 400)
_OUTCOME_WIDTH, _PREVIEW_HEIGHTS = 290, (76, 190)


class DataDialog(QDialog):
    """Reads a file, proposes what to take of it, and hands over what was chosen. It is there while the file is read."""

    #: A Wanted, or “another” where the file can't be read and another one is to be chosen.
    chosen = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        asker: Asker,
        path: Path,
        *,
        check: Callable[[Wanted], object],
        outputs: Outputs,
        now: TableChoice | None = None,
    ) -> None:
        """``check`` raises BpExplorerError where a choice can't be had; ``outputs`` are those of the network now, and
        ``now`` is shown instead of the file."""
        super().__init__(parent)
        self.setObjectName("dialog_data")
        self.setWindowTitle(tr("Data from {name}", name=path.name))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._asker, self._path, self._check = asker, path, check
        self._reader = TableReader(asker, self)
        self._reader.progressed.connect(self._on_progressed)
        self._reader.read.connect(self._on_read)
        self._reader.failed.connect(self._on_failed)
        self._outputs = outputs
        self._wanted = Reading()
        self._shown: ColumnsTable | None = None
        self._taken: Taken | None = None
        self._samples = 0
        #: Whether it was closed: what is still answered then is for nobody.
        self._is_over = False
        #: What was chosen before, of the table that is shown first.
        self._kept = now
        self._make_parts()
        self._lay_out()
        fit_over(self, _SIZE, least=_LEAST_SIZE)
        if now is None:
            self._read(Reading())
        else:
            self._reading.hide()  # the project has the table itself
            self._propose(now.table)

    # The parts

    def _make_parts(self) -> None:
        self._name = QLabel(self._path.name, self)
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._name.setFont(fonts.text_font(fonts.CARD_TITLE, bold=True))
        self._size = Caption("", self)
        self._size.setObjectName("data_size")
        self._reading = ReadingFields(self)
        self._reading.reading_requested.connect(self._read)
        self._pages = QStackedWidget(self)
        self._refused = Refused(tr("Reading {name}…", name=self._path.name), self._pages)
        self._refused.reading_requested.connect(self._read)
        self._refused.another_requested.connect(self._on_another_requested)
        self._body = QWidget(self._pages)
        self._pages.addWidget(self._refused)
        self._pages.addWidget(self._body)
        self._columns: ColumnsList | None = None
        self._preview: Preview | None = None
        self._outcome = Outcome(self._body)
        self._outcome.samples_requested.connect(self._on_samples_requested)
        self._progress = QProgressBar(self)
        self._progress.setObjectName("data_progress")
        self._progress.setAccessibleName(tr("How far reading is"))
        self._progress.setTextVisible(False)
        self._progress.setFixedHeight(4)
        self._progress.setRange(0, 1000)
        policy = self._progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._progress.setSizePolicy(policy)
        self._status = QLabel(self)
        self._status.setObjectName("data_status")
        self._status.setTextFormat(Qt.TextFormat.PlainText)
        self._status.setWordWrap(True)
        set_role(self._status, "secondary")
        self._buttons = typed_buttons(
            self, tr("Use these data"), accept="data_use", cancel="data_cancel", accepted=self._on_accepted
        )
        self._keep = QCheckBox(tr("Keep the weights"), self)
        self._keep.setObjectName("data_keep_weights")
        self._keep.setToolTip(
            wrapped(
                tr(
                    "The run begins with the weights as they are: those of inputs and classes go along by their "
                    "names, new ones are drawn. Otherwise it begins from the start."
                )
            )
        )
        # Of other data the weights have learned nothing.
        self._keep.setVisible(self._kept is not None)
        self._usual = QCheckBox(tr("Usual outputs"), self)
        self._usual.setObjectName("data_usual_outputs")
        self._usual.setToolTip(
            wrapped(
                tr(
                    "Let the output layer and the cost be those that usually predict this: softmax with log-likelihood "
                    "for three classes and more, sigmoid with cross-entropy for two, identity with the quadratic cost "
                    "for numbers. Otherwise they stay what they are, as far as that can be."
                )
            )
        )
        self._usual.setChecked(True)
        self._usual.hide()
        self._usual.toggled.connect(self._on_usual_toggled)
        use = self._buttons.findChild(QPushButton, "data_use")
        assert use is not None
        self._use = use

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._name)
        head.addWidget(self._size, 1)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self._status, 1)
        foot.addWidget(self._usual)
        foot.addWidget(self._keep)
        foot.addWidget(self._buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self._reading)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self._progress)
        layout.addLayout(foot)
        self._left = QVBoxLayout()
        self._left.setSpacing(4)
        upper = QHBoxLayout()
        upper.setSpacing(16)
        upper.addLayout(self._left, 1)
        upper.addWidget(self._outcome)
        self._outcome.setFixedWidth(_OUTCOME_WIDTH)
        self._lower = QVBoxLayout()
        self._lower.setSpacing(4)
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(10)
        body.addLayout(upper, 3)
        body.addLayout(self._lower, 2)

    # Reading

    @guard
    def _read(self, reading: Reading) -> None:
        if self._is_over:  # a field may still change while it is closed
            return
        self._wanted, self._kept = reading, None
        self._keep.hide()
        self._keep.setChecked(False)
        self._body.setEnabled(False)
        self._progress.setValue(0)
        self._progress.show()
        self._allow(tr("Reading {name}…", name=self._path.name), is_allowed=False)
        self._reader.start(self._path, reading)

    @guard
    def _on_progressed(self, done: float) -> None:
        self._progress.setValue(round(1000 * done))

    @guard
    def _on_failed(self, error: BpExplorerError) -> None:
        self._progress.hide()
        self._size.setText("")
        ways = remedies(error.refusal, self._wanted) if isinstance(error, DataFileError) else ()
        self._refused.show_refusal(str(error), ways, has_another=self._kept is None)
        self._pages.setCurrentWidget(self._refused)
        self._reading.show_wanted(self._wanted, is_text=self._path.suffix.lower() in FORMATS["text"].endings)
        self._allow("", is_allowed=False)

    @guard
    def _on_another_requested(self) -> None:
        self.accept()
        self.chosen.emit("another")

    @guard
    def _on_read(self, table: Table) -> None:
        self._progress.setValue(1000)
        self._propose(table)

    def _propose(self, table: Table) -> None:
        self._asker.ask(partial(_proposed, table), then=self._on_proposed, lane=Lane.JOBS)

    @guard
    def _on_proposed(self, shown: ColumnsTable | None) -> None:
        if self._is_over:
            return
        self._progress.hide()
        if shown is None:
            self._on_failed(
                BpExplorerError(tr("The table can't be looked at because of an internal error; see the log."))
            )
            return
        before = self._shown
        if self._kept is not None:
            shown = replace(shown, recipe=self._kept.recipe)
            self._samples = self._kept.samples
        elif before is not None and _is_like(before.table, shown.table):
            shown = replace(shown, recipe=before.recipe)  # what was chosen before it was read otherwise
        else:
            self._samples = 0
        self._body.setEnabled(True)
        self._pages.setCurrentWidget(self._body)
        self._size.setText(words.size_words(shown.table))
        if shown.table.origin is not None:
            self._reading.show_reading(self._wanted, shown.table.origin.reading, shown.table.sheets)
        self._show(shown)
        self._asker.start(partial(glances, shown.table), then=partial(self._on_glanced, shown.table))

    def _on_glanced(self, table: Table, seen: Any) -> None:
        if not self._is_over and seen is not None and self._shown is not None and self._shown.table is table:
            self._show_columns(replace(self._shown, glances=seen))

    # Choosing

    def _show(self, shown: ColumnsTable) -> None:
        """Show these choices, and find out what comes of them."""
        self._show_columns(shown)
        self._asker.ask(partial(_tried, shown.table, shown.recipe), then=self._on_tried)

    def _show_columns(self, shown: ColumnsTable) -> None:
        self._shown = shown
        if self._columns is None:
            self._columns = ColumnsList(shown, self._body)
            self._columns.change_requested.connect(self._on_change_requested)
            self._left.addWidget(SectionHeading(tr("Columns"), self._body))
            self._left.addWidget(self._columns, 1)
            self._columns.setFocus()
        self._columns.show_table(shown)

    @guard
    def _on_change_requested(self, rows: Sequence[int], part: Part, value: Any) -> None:
        if self._shown is None:
            return
        table, recipe = self._shown.table, self._shown.recipe
        match part:
            case Part.ROLE:
                role, also = value if isinstance(value, tuple) else (value, len(rows) > 1)
                recipe = with_role(recipe, table, rows, role, also=also)
            case Part.KIND:
                recipe = _changed(recipe, rows, kind=value)
            case Part.RULE:
                recipe = _changed(recipe, rows, missing=value)
        self._show(replace(self._shown, recipe=recipe))

    @guard
    def _on_samples_requested(self, samples: int) -> None:
        self._samples = samples
        if self._shown is not None:
            self._outcome.show_outcome(self._shown, self._taken, self._samples)

    def _on_tried(self, found: Taken | str | None) -> None:
        shown = self._shown
        if self._is_over or shown is None:
            return
        self._taken = found if isinstance(found, Taken) else None
        self._outcome.show_outcome(shown, self._taken, self._samples)
        rows = FirstRows.of(shown.table, shown.recipe, self._taken)
        if self._preview is None:
            self._preview = Preview(rows, self._body)
            self._preview.setMinimumHeight(_PREVIEW_HEIGHTS[0])
            self._preview.setMaximumHeight(_PREVIEW_HEIGHTS[1])
            self._lower.addWidget(SectionHeading(tr("First rows, as they will be taken"), self._body))
            self._lower.addWidget(self._preview)
        self._preview.show_rows(rows)
        if self._taken is not None:
            self._usual.setVisible(self._usual_outputs(self._taken) is not None)
            self._say_network(shown.recipe, self._taken)
        else:
            self._refuse(found)

    def _usual_outputs(self, found: Taken) -> Outputs | None:
        """What usually predicts this, if the network has something else now."""
        return self._outputs.usual_for(len(found.class_names))

    def _say_network(self, recipe: Recipe, found: Taken) -> None:
        """Say what becomes of the network, and let the data be used."""
        usual = self._usual_outputs(found) if self._usual.isChecked() else None
        changes = () if usual is None else self._outputs.changes_to(usual)
        self._allow(" ".join((words.network_words(recipe, found), *changes)), is_allowed=True)

    @guard
    def _on_usual_toggled(self, _checked: bool) -> None:
        if self._shown is not None and self._taken is not None and self._use.isEnabled():
            self._say_network(self._shown.recipe, self._taken)

    def _refuse(self, reason: object) -> None:
        """Say why the data can't be used so."""
        sentence = reason if isinstance(reason, str) else tr("An internal error; see the log.")
        self._allow(sentence, is_allowed=False, ink="error")

    def _allow(self, status: str, *, is_allowed: bool, ink: Ink = "secondary") -> None:
        """Say where things stand, and whether the data can be used."""
        self._status.setText(status)
        set_ink(self._status, ink)
        self._use.setEnabled(is_allowed)

    # The end

    @guard
    def _on_accepted(self) -> None:
        self._reading.commit()
        if self._shown is None or self._taken is None or self._reader.is_reading:
            return
        base = self._kept or table_choice(self._shown.table, self._shown.recipe)
        choice = replace(base, table=self._shown.table, recipe=self._shown.recipe, samples=self._samples)
        self._allow(tr("Preparing the data…"), is_allowed=False)
        usual = self._usual_outputs(self._taken) if self._usual.isChecked() else None
        wanted = Wanted(choice, self._keep.isChecked(), usual)
        self._asker.ask(partial(_checked, self._check, wanted), then=self._on_checked, lane=Lane.JOBS)

    def _on_checked(self, found: Wanted | str | None) -> None:
        if self._is_over:
            return
        if isinstance(found, Wanted):
            self.accept()
            self.chosen.emit(found)
        else:
            self._refuse(found)

    @override
    @guard
    def done(self, result: int) -> None:
        self._is_over = True
        self._reader.cancel()
        self._reading.drop()
        super().done(result)


def _proposed(table: Table) -> ColumnsTable:
    proposal = proposed(table)
    return ColumnsTable(table, proposal.recipe, proposal)


def _tried(table: Table, recipe: Recipe) -> Taken | str:
    try:
        return taken(table, recipe)
    except BpExplorerError as error:
        return str(error)


def _checked(check: Callable[[Wanted], object], wanted: Wanted) -> Wanted | str:
    try:
        check(wanted)
    except BpExplorerError as error:
        return str(error)
    return wanted


def _is_like(one: Table, other: Table) -> bool:
    """Whether what was chosen for the columns of one table means the same for the other."""
    return [(column.name, column.kind) for column in one.columns] == [
        (column.name, column.kind) for column in other.columns
    ]


def _changed(recipe: Recipe, rows: Sequence[int], **changes: Any) -> Recipe:
    for row in rows:
        recipe = recipe.with_column(recipe.columns[row].name, **changes)
    return recipe


def ask_for_data(
    parent: QWidget,
    asker: Asker,
    path: Path,
    check: Callable[[Wanted], object],
    answered: Callable[[Wanted | Another | None], object],
    *,
    outputs: Outputs,
    now: TableChoice | None = None,
) -> DataDialog:
    """Read a file and ask what to take of it; hands over a `Wanted`, “another” for another file, or None."""
    dialog = DataDialog(parent, asker, path, check=check, outputs=outputs, now=now)

    @guard
    def hand_over(wanted: Wanted | Another) -> None:
        answered(wanted)

    @guard
    def hand_over_none() -> None:
        answered(None)

    dialog.chosen.connect(hand_over)
    dialog.rejected.connect(hand_over_none)
    dialog.open()
    return dialog
