"""Set-up's section on what is selected: there while something is, with a line of summary while it is closed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from bpexplorer.core.readings.gradient import GradientReading
from bpexplorer.document.picture import Picture
from bpexplorer.guard import guard
from bpexplorer.look.widgets.folding import FoldingSection
from bpexplorer.panels.setup.connection import ConnectionRows
from bpexplorer.panels.setup.gradients import TRAIN, GradientSource
from bpexplorer.panels.setup.neuron import NeuronRows
from bpexplorer.panels.setup.summaries import selection_summary
from bpexplorer.translation import tr


class SelectedSection(FoldingSection):
    """The selected neuron, or the selected connection instead of it."""

    edit_requested = Signal(object)  # Edit
    act_requested = Signal(object)  # Act
    #: Other samples are chosen for C.
    over_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Selected"), name="selected", parent=parent)
        self._source = GradientSource()
        #: There once the section is opened.
        self._neuron: NeuronRows | None = None
        self._connection: ConnectionRows | None = None
        self._picture: Picture | None = None
        # It has no part of its own: all the width of the dock is for its numbers.
        self.rows.setContentsMargins(0, 2, 0, 6)
        self.hide()

    @property
    def is_filled(self) -> bool:
        """Whether its rows are there."""
        return self._neuron is not None

    @override
    def fill(self) -> None:
        """Make the rows, unless they are there."""
        if self._neuron is not None:
            return
        self._neuron, self._connection = neuron, connection = NeuronRows(self.body), ConnectionRows(self.body)
        for rows in (neuron, connection):
            self.add(rows)
            rows.over.picked.connect(self._on_over_picked)
            rows.edit_requested.connect(self.edit_requested)
        neuron.act_requested.connect(self.act_requested)
        if self._picture is not None:
            self._show_numbers(self._picture)

    @property
    def over_train(self) -> bool:
        """Whether the gradient over the training set is looked at, and has to be measured."""
        return self._source.over_train and self.is_open and not self.isHidden()

    def show_picture(self, picture: Picture) -> None:
        """Show what is selected in this picture."""
        self._picture = picture
        session = picture.session
        self._show_numbers(picture)
        self.header.show_summary(selection_summary(picture))
        self.setVisible(session.primary is not None)

    def show_reading(self, reading: GradientReading | None) -> None:
        """Take the gradient over the training set."""
        self._source.reading = reading
        if self._picture is not None:
            self._show_numbers(self._picture)

    def clear(self) -> None:
        """Another project is open."""
        self._picture = None
        self._source.reading = None

    def _show_numbers(self, picture: Picture) -> None:
        if self._neuron is None or self._connection is None:
            return
        gradients = self._source.gradients(picture)
        self._neuron.show_picture(picture, gradients)
        self._neuron.setVisible(picture.session.connection is None)
        self._connection.show_picture(picture, gradients)

    @guard
    def _on_over_picked(self, over: str) -> None:
        self._source.over_train = over == TRAIN
        for rows in (self._neuron, self._connection):
            if rows is not None:
                rows.over.show_choice(over)
        if self._picture is not None:
            self._show_numbers(self._picture)
        self.over_changed.emit()
