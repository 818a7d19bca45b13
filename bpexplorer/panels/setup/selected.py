"""Set-up's section on what is selected: there while something is, with a line of summary while it is closed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from bpexplorer.document.picture import Picture
from bpexplorer.look.folding import FoldingSection
from bpexplorer.panels.setup.connection import ConnectionRows
from bpexplorer.panels.setup.neuron import NeuronRows
from bpexplorer.panels.setup.summaries import selection_summary


class SelectedSection(FoldingSection):
    """The selected neuron, or the selected connection instead of it."""

    edit_requested = Signal(object)  # Edit
    act_requested = Signal(object)  # Act

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Selected", name="selected", parent=parent)
        self._neuron, self._connection = NeuronRows(self.body), ConnectionRows(self.body)
        for rows in (self._neuron, self._connection):
            self.add(rows)
            rows.edit_requested.connect(self.edit_requested)
        self._neuron.act_requested.connect(self.act_requested)
        self.hide()

    def show_picture(self, picture: Picture) -> None:
        """Show what is selected in this picture."""
        session = picture.session
        self._neuron.show_picture(picture)
        self._connection.show_picture(picture)
        self._neuron.setVisible(session.connection is None)
        self.header.show_summary(selection_summary(picture))
        self.setVisible(session.primary is not None)
