"""A panel about the selected neuron, over a set of samples that its user chooses."""

from typing import Any

from PySide6.QtWidgets import QStackedLayout, QWidget
from typing_extensions import override

from bpexplorer.core.spec import Neuron
from bpexplorer.core.training_data import SamplesName
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import SessionState
from bpexplorer.guard import guard
from bpexplorer.look.widgets import EmptyState
from bpexplorer.panels.panel import Panel
from bpexplorer.panels.shared.forms.editors import SamplesBox
from bpexplorer.panels.shared.sets import EMPTY_SET, NeuronOver, look_at


class NeuronPanel(Panel):
    """Follows the selection, holds the choice of the set, and says why it is empty where it is.

    A subclass lays out ``_choice`` and ``_pages``, to which it adds what shows a reading; it says what is missing
    without one (``_nothing``), and draws a reading where another sample is looked at (``_draw``).

    Parameters
    ----------
    choice_name, choice_words : str
        Object name and words of the list of sets.
    """

    def __init__(
        self, name: str, title: str, choice_name: str, choice_words: tuple[str, str], parent: QWidget | None
    ) -> None:
        super().__init__(name, title, parent)
        self._over: SamplesName = "train"
        self._neuron: Neuron | None = None
        self._picture: Picture | None = None
        self._reading: Any = None
        self._choice = SamplesBox(choice_name, *choice_words, self._over, self)
        self._choice.picked.connect(self._on_samples_picked)
        self._empty = EmptyState("", "", parent=self)
        self._pages = QStackedLayout()
        self._pages.addWidget(self._empty)

    def _nothing(self, primary: Neuron | None) -> tuple[str, str]:
        """Title and words of the empty panel, by what is selected."""
        raise NotImplementedError

    def _draw(self, reading: Any) -> None:
        """Draw a reading; the sample that is looked at stands out."""
        raise NotImplementedError

    @property
    @override
    def choice(self) -> NeuronOver | None:
        return None if self._neuron is None else NeuronOver(self._neuron, self._over)

    @override
    def show_session(self, state: SessionState) -> None:
        primary = state.primary
        neuron = primary if primary is not None and primary.layer > 0 else None
        is_another, self._neuron = neuron != self._neuron, neuron
        if neuron is None:
            self._show_empty(*self._nothing(primary))
        elif is_another:
            self.choice_changed.emit()

    @override
    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        self._picture = picture
        if self._neuron is not None and self._is_set_empty(picture):
            self._show_empty(*EMPTY_SET)
        elif self._reading is not None:
            self._draw(self._reading)

    @override
    def clear(self) -> None:
        self._picture, self._neuron = None, None
        self._show_empty(*self._nothing(None))

    def _is_set_empty(self, picture: Picture) -> bool:
        return not picture.frame.data.count(self._over)

    def _show_empty(self, title: str, said: str) -> None:
        self._reading = None
        self._empty.set_words(title, said)
        self._pages.setCurrentWidget(self._empty)
        self._tell_note("")

    def _look_at(self, row: int) -> None:
        """Look at the sample that stands there in the set, where it can be looked at."""
        if (act := look_at(self._over if self._reading is None else self._reading.over, row)) is not None:
            self.act_requested.emit(act)

    @guard
    def _on_samples_picked(self, over: SamplesName) -> None:
        self._over = over
        if self._picture is not None and self._is_set_empty(self._picture):
            self._show_empty(*EMPTY_SET)
        self.choice_changed.emit()
