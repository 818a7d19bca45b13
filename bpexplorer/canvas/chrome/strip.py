"""The line above the canvas: tools, what colours show, and the sample they show it of."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QToolButton, QWidget
from typing_extensions import override

from bpexplorer.canvas.picture.quantities import EDGE_VIEWS, NEURON_VIEWS, EdgeView, NeuronView
from bpexplorer.canvas.picture.words import sample_text
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.core.training_data import TrainingData
from bpexplorer.document.acts.looking import ChooseSample, ChooseSource, ColourEdgesBy, ColourNeuronsBy
from bpexplorer.document.session import SessionState
from bpexplorer.guard import guard
from bpexplorer.look.stylesheet import PADDING, SPACING, set_role
from bpexplorer.look.tooltips import wrapped
from bpexplorer.look.typing.number_field import NumberField
from bpexplorer.look.widgets import Caption, pad_spin_box
from bpexplorer.look.widgets.source_box import SourceBox
from bpexplorer.translation import tr

#: Arrows and padding of a spin box.
_SPIN_FRAME = 38
#: Between what belongs together: the choice of the samples, the number of one, and what is known of it.
_CLOSE = 4
_SAMPLE = tr("sample ")
_NAMED, _BARE = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly

_Quantity = TypeVar("_Quantity", bound=Enum)


class CanvasStrip(QWidget):
    """Where it is too narrow for one line, it drops the words before the choices, then the names of the tools, whose
    icons and tooltips stay, then “sample” before the sample's number and “of 32” after it, then puts the sample below.
    """

    act_requested = Signal(object)  # Act

    def __init__(self, tool_actions: Sequence[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self._data: TrainingData | None = None
        self._frame: Frame | None = None
        self._state = SessionState()
        self.neurons_by = _combo(
            self, "neurons_by", tr("Colour neurons by"), tr("What the colour of a neuron shows"), NEURON_VIEWS
        )
        self.edges_by = _combo(
            self, "edges_by", tr("Colour edges by"), tr("What the colour of an edge shows"), EDGE_VIEWS
        )
        self.neurons_by.activated.connect(self._on_neurons_by_activated)
        self.edges_by.activated.connect(self._on_edges_by_activated)
        self.source = SourceBox("sample_source", self)
        self.source.activated.connect(self._on_source_activated)
        self.sample = self._make_sample()
        self.sample_note = Caption("", self)
        self.sample_note.setObjectName("sample_note")
        self._left, self._right = QWidget(self), QWidget(self)
        self._labels: list[QLabel] = []
        self._tools: list[QToolButton] = []
        #: What the tools need with their names, and with their icons alone; measured when it is first asked for.
        self._tool_widths: tuple[int, int] | None = None
        #: What is known of the sample; without its first part where words are left away.
        self._known: list[str] = []
        self._is_brief = True
        self._put_briefly(False)
        self._fill_left(tool_actions)
        self._fill_right()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(PADDING, SPACING, PADDING, SPACING)
        self._grid.setSpacing(SPACING)
        self._grid.setColumnStretch(0, 1)
        self._is_narrow: bool | None = None
        #: The most room that sample and note have needed: the line is not broken to and fro while they change.
        self._widest = 0
        self._arrange(narrow=False)

    def _make_sample(self) -> NumberField:
        box = NumberField(0, 0, is_whole=True, wraps=True, parent=self)
        box.setObjectName("sample")
        box.setAccessibleName(tr("Sample"))
        box.setToolTip(tr("Which of the samples a, z, δ and w·δ are shown of"))
        pad_spin_box(box)
        box.valueChanged.connect(self._on_sample_changed)
        return box

    def _put_briefly(self, brief: bool) -> None:
        """Leave “sample” away, as the choice before it says what is counted, and of the probe “of 32”."""
        self.sample_note.setText(self._note(brief=brief))
        if brief != self._is_brief:
            self._is_brief = brief
            self.sample.setPrefix("" if brief else _SAMPLE)
            self.sample.setFixedWidth(self._width_of_sample(brief=brief))

    def _note(self, *, brief: bool) -> str:
        is_known = self._state.source is not SampleSource.BATCH  # which may be of any size
        return " · ".join(self._known[1:] if brief and is_known else self._known)

    def _width_of_sample(self, *, brief: bool) -> int:
        text = "00" if brief else f"{_SAMPLE}000"
        return self.sample.fontMetrics().horizontalAdvance(text) + _SPIN_FRAME

    def _fill_left(self, tool_actions: Sequence[QAction]) -> None:
        row = _row(self._left)
        for action in tool_actions:
            self._tools.append(_tool_button(action, self._left))
            row.addWidget(self._tools[-1])
        for text, box in ((tr("Neurons"), self.neurons_by), (tr("Edges"), self.edges_by)):
            label = QLabel(text, self._left)
            set_role(label, "secondary")
            label.setBuddy(box)
            self._labels.append(label)
            row.addWidget(label)
            row.addWidget(box)
        row.addStretch(1)

    def _fill_right(self) -> None:
        row = _row(self._right)
        row.setSpacing(_CLOSE)
        row.addWidget(self.source)
        row.addWidget(self.sample)
        row.addWidget(self.sample_note, 1)

    def show_data(self, data: TrainingData | None, frame: Frame | None = None) -> None:
        """Offer the fixed samples of these data, or those of the batch that a frame holds."""
        is_other = data is not self._data
        self._data, self._frame = data, frame
        if is_other or self._state.source is not SampleSource.PROBE:
            self._show_sample()

    def show_session(self, state: SessionState) -> None:
        """Show what is chosen."""
        self.neurons_by.setCurrentIndex(self.neurons_by.findData(state.neurons_by))
        self.edges_by.setCurrentIndex(self.edges_by.findData(state.edges_by))
        if state.source is not self._state.source:
            self._widest = 0
        is_walking = state.walk is not None
        if is_walking != (self._state.walk is not None):
            # A walk shows the batch of its step, and each phase has its own colours.
            self._left.setVisible(not is_walking)
            self.source.setVisible(not is_walking)
            self._fit()
        self._state = state
        self.source.offer_list(state.hardest)
        self.source.show_source(state.source)
        self._show_sample()

    def _show_sample(self) -> None:
        self.sample.setMaximum(self._count() - 1)
        self.sample.show_value(self._state.row)
        known = sample_text(self._data, self._frame, self._state)
        # In a walk the phases' own panel says of which step all is.
        shown = len(known) if self._state.walk is None else 2
        self._known = known[:shown]
        self.sample_note.setToolTip(wrapped(" · ".join(known[shown:])))
        self._put_briefly(self._is_brief)
        width = self._width_of_right()
        if width > self._widest:
            self._widest = width
            if self.isVisible():
                self._fit()

    def _width_of_right(self) -> int:
        """What sample and note need, with all their words."""
        note = self.sample_note.fontMetrics().horizontalAdvance(self._note(brief=False)) + _CLOSE
        return self.source.sizeHint().width() + self._width_of_sample(brief=False) + note + 2 * _CLOSE

    def _saved_briefly(self) -> int:
        """How much less they need without those that can be left away."""
        of_sample = self._width_of_sample(brief=False) - self._width_of_sample(brief=True)
        advance = self.sample_note.fontMetrics().horizontalAdvance
        return of_sample + advance(self._note(brief=False)) - advance(self._note(brief=True))

    def _count(self) -> int:
        """How many samples there are to choose from."""
        if self._data is None:
            return 1
        if self._state.source is SampleSource.PROBE:
            return len(self._data.probe)
        if self._state.source is SampleSource.HARDEST and self._state.hardest is not None:
            return len(self._state.hardest.rows)
        samples = None if self._frame is None else self._frame.samples(self._state.source)
        return self._state.row + 1 if samples is None else len(samples.rows)

    def _arrange(self, *, narrow: bool) -> None:
        if narrow == self._is_narrow:
            return
        self._is_narrow = narrow
        self._grid.addWidget(self._left, 0, 0)
        right = Qt.AlignmentFlag.AlignLeft if narrow else Qt.AlignmentFlag.AlignRight
        self._grid.addWidget(self._right, 1 if narrow else 0, 0 if narrow else 1, right)

    def _widths_of_tools(self) -> tuple[int, int]:
        if self._tool_widths is None:
            widths = []
            for style in (_BARE, _NAMED):
                for button in self._tools:
                    button.ensurePolished()
                    button.setToolButtonStyle(style)
                widths.append(sum(button.sizeHint().width() + SPACING for button in self._tools))
            self._tool_widths = widths[1], widths[0]
        return self._tool_widths

    def _fit(self) -> None:
        if self._left.isHidden():
            self._put_briefly(False)
            self._arrange(narrow=False)
            return
        room = self.width() - 2 * PADDING - SPACING - max(self._widest, self._width_of_right())
        words = sum(label.sizeHint().width() + SPACING for label in self._labels)
        boxes = sum(box.sizeHint().width() + SPACING for box in (self.neurons_by, self.edges_by))
        named, bare = (width + boxes for width in self._widths_of_tools())
        for label in self._labels:
            label.setVisible(named + words <= room)
        is_below = bare > room + self._saved_briefly()
        # Below, there is room for names again, if the line above isn't narrower than that.
        has_names = named <= room or (is_below and named <= self.width() - 2 * PADDING)
        for button in self._tools:
            button.setToolButtonStyle(_NAMED if has_names else _BARE)
        self._put_briefly(bare > room and not is_below)
        self._arrange(narrow=is_below)

    @guard
    def _on_neurons_by_activated(self, index: int) -> None:
        self.act_requested.emit(ColourNeuronsBy(self.neurons_by.itemData(index)))

    @guard
    def _on_edges_by_activated(self, index: int) -> None:
        self.act_requested.emit(ColourEdgesBy(self.edges_by.itemData(index)))

    @guard
    def _on_source_activated(self, _index: int) -> None:
        # What is shown stays the session's: it comes back with `show_session`.
        source = self.source.chosen()
        self.source.show_source(self._state.source)
        self.act_requested.emit(ChooseSource(source))

    @guard
    def _on_sample_changed(self, sample: float) -> None:
        self.act_requested.emit(ChooseSample(round(sample)))

    @override
    @guard(returns=QSize(300, 40))
    def minimumSizeHint(self) -> QSize:
        # The left group alone, with bare tools: the right one gives way by going below.
        boxes = sum(box.minimumSizeHint().width() + SPACING for box in (self.neurons_by, self.edges_by))
        return QSize(self._widths_of_tools()[1] + boxes + 2 * PADDING, super().minimumSizeHint().height())

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _row(widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout(widget)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACING)
    return row


def _tool_button(action: QAction, parent: QWidget) -> QToolButton:
    button = QToolButton(parent)
    # A button shows its action's icon text, and takes it over again whenever the action changes.
    action.setIconText(f"{action.text()} {action.shortcut().toString()}".strip())
    button.setDefaultAction(action)
    button.setToolButtonStyle(_NAMED)
    button.setObjectName(f"{action.objectName()}_button")
    button.setAccessibleName(tr("{text} tool", text=action.text()))
    set_role(button, "demon" if action.objectName() == "tool_demon" else "tool")
    return button


def _combo(
    parent: QWidget,
    name: str,
    accessible_name: str,
    tooltip: str,
    views: Mapping[_Quantity, NeuronView] | Mapping[_Quantity, EdgeView],
) -> QComboBox:
    box = QComboBox(parent)
    box.setObjectName(name)
    box.setAccessibleName(accessible_name)
    box.setToolTip(tooltip)
    for quantity, view in views.items():
        box.addItem(view.label, quantity)
    return box
