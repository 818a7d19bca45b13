"""The δ panel: one signed heatmap for each layer, samples × neurons, on a scale that says what it is."""

import math

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from bpexplorer.core.norms import root_mean_square
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.traced_samples import SampleSource, TracedSamples
from bpexplorer.document.acts.looking import ChooseScale, ChooseSource, Refit, Select
from bpexplorer.document.bounds import delta_bound
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import Scale, SessionState
from bpexplorer.guard import guard
from bpexplorer.look import fonts, numbers
from bpexplorer.look.colours import SignedScale
from bpexplorer.look.samples import shown_words
from bpexplorer.look.stylesheet import set_ink
from bpexplorer.look.tooltips import wrapped
from bpexplorer.look.widgets import Caption, ColourBar, EmptyState
from bpexplorer.look.widgets.choice_menu import ChoiceMenu
from bpexplorer.look.widgets.scrolling import PanelScroll
from bpexplorer.look.widgets.source_box import SourceMenu
from bpexplorer.panels.delta.faint import RESCALE, FaintNote
from bpexplorer.panels.delta.row import DeltaRow
from bpexplorer.panels.delta.scales import SCALE_WORDS
from bpexplorer.panels.delta.tables import (
    Beginnings,
    RowWords,
    beyond_text,
    cell_text,
    kept_layers,
    other_row_words,
    probe_row_words,
    waiting_words,
)
from bpexplorer.panels.panel import Panel
from bpexplorer.panels.shared.cells.heatmap import Marks
from bpexplorer.translation import tr

#: A panel so much wider than high has its layers beside each other, if each has this width.
WIDE_SHAPE, STRIP_WIDTH = 2.0, 190


class DeltaPanel(Panel):
    """Draws δ of the fixed samples, or of the last batch, on which dropout shows.

    Scale, selection and samples are the session's; the panel asks for changes.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("delta_panel", tr("δ by layer"), parent)
        self._picture: Picture | None = None
        self._rows: list[DeltaRow] = []
        self._beginnings = Beginnings()
        #: With when the sizes of δ are compared, in words; empty: with none.
        self._since = ""
        self._hovered: tuple[int, int, int] | None = None
        self._read_cell = ""
        self._make_widgets()
        self._lay_out()

    def _make_widgets(self) -> None:
        self._make_menu()
        self._bar = ColourBar(
            SignedScale(1.0),
            low=tr("raising z lowers C"),
            high=tr("raising z raises C"),
            note="δ",
            parent=self,
        )
        self._bar.setObjectName("delta_colour_bar")
        self._beyond = Caption("", self)
        self._beyond.setObjectName("delta_beyond")
        set_ink(self._beyond, "warning")
        self._axis = Caption(tr("samples →"), self)
        self._axis.setToolTip(tr("Each column of a table is one sample, each row one neuron."))
        self._faint = FaintNote(self)
        self._faint.rescale_clicked.connect(self._on_refit_triggered)
        self._readout = QLabel(self)
        self._readout.setObjectName("delta_readout")
        self._readout.setTextFormat(Qt.TextFormat.PlainText)
        self._readout.setFont(fonts.text_font(fonts.SECONDARY))
        self._readout.setToolTip(
            wrapped(
                tr(
                    "δ of the cell under the mouse; else of the selected neuron and the sample that is looked at."
                )
            )
        )
        # The text changes with the mouse; the panel must not.
        self._readout.setMinimumWidth(1)

    def _make_menu(self) -> None:
        self._source = SourceMenu("delta_source", self)
        scales = {scale: (scale.value, words.name, words.explanation) for scale, words in SCALE_WORDS.items()}
        self._scale = ChoiceMenu("delta_scale", tr("Scale"), scales, self)
        for menu in (self._source, self._scale):
            menu.chosen.connect(self._on_menu_chosen)
        refit = QAction(tr("Rescale δ"), self)
        refit.setObjectName("delta_refit")
        refit.setToolTip(RESCALE)
        refit.triggered.connect(self._on_refit_triggered)
        self.menu_actions = (self._source.menuAction(), self._scale.menuAction(), refit)

    def _lay_out(self) -> None:
        scroll = PanelScroll(self, name="delta_scroll")
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list = QBoxLayout(QBoxLayout.Direction.TopToBottom, scroll.page)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(4)
        self._reading = reading = QHBoxLayout()
        reading.addWidget(self._axis)
        reading.addWidget(self._faint)
        reading.addWidget(self._readout, 1)
        self._readout.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._readout.installEventFilter(self)
        self._below = below = QHBoxLayout()
        below.setSpacing(6)
        below.addWidget(self._bar, 1)
        below.addWidget(self._beyond, 0, Qt.AlignmentFlag.AlignBottom)
        content = QWidget(self)
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(scroll, 1)
        layout.addLayout(reading)
        layout.addLayout(below)
        empty = EmptyState(
            tr("No δ yet"),
            tr(
                "For each layer a table of δ = ∂C/∂z: a column for each sample, a row for each "
                "neuron. Appears once the network has been evaluated."
            ),
            parent=self,
        )
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self._pages.addWidget(empty)
        self._pages.addWidget(content)

    @property
    def readout(self) -> str:
        """The cell under the mouse, or else the selected one; in full, though there may be room for less."""
        return self._read_cell

    @property
    def rows(self) -> tuple[DeltaRow, ...]:
        """One for each layer 1…L."""
        return tuple(self._rows)

    @override
    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        self._picture = picture
        frame, state = picture.frame, picture.session
        old = None if before is None else before.session
        if old is None or (state.source, state.hardest) != (old.source, old.hardest):
            self._hovered = None
        if before is None or before.frame.spec != frame.spec:
            self._fit_rows(picture, before)
        is_rescaled = old is None or (state.scale, state.delta_bound) != (old.scale, old.delta_bound)
        if is_rescaled or before is None or before.frame.run != frame.run:
            self._unlock_own_scales()
        is_further = old is not None and state.walk != old.walk
        if is_rescaled or is_further or before is None or before.samples.trace is not picture.samples.trace:
            self._draw(picture)
        else:
            self._mark()

    @override
    def show_session(self, state: SessionState) -> None:
        self._source.offer_list(state.hardest)
        self._source.show_value(state.source)
        # A cell of a batch needs more words, and more room for them.
        self._axis.setVisible(state.source is SampleSource.PROBE)
        self._scale.show_value(state.scale)
        # In a walk through a step the colours of δ are explained below the network; the room is needed.
        self._show_below(state.walk is None)

    def _show_below(self, shown: bool) -> None:
        """Show the line with the colour bar; without it, how many cells are off the scale stands above."""
        if shown == self._bar.isHidden():
            old, new = (self._reading, self._below) if shown else (self._below, self._reading)
            old.removeWidget(self._beyond)
            new.addWidget(self._beyond, 0, Qt.AlignmentFlag.AlignBottom)
            self._bar.setVisible(shown)

    @override
    def clear(self) -> None:
        self._picture = None
        self._hovered = None
        self._beginnings.clear()
        self._pages.setCurrentIndex(0)
        self._tell_note("")

    def _fit_rows(self, picture: Picture, before: Picture | None) -> None:
        """Keep the rows of layers that are still there; make and remove only the others."""
        layers = picture.frame.spec.layers
        old = () if before is None else before.frame.spec.layers
        kept = kept_layers(old, layers)
        rows = [self._new_row() if before is None else self._rows[before] for before in kept]
        for row in set(self._rows) - set(rows):
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        for index, (row, layer) in enumerate(zip(rows, layers, strict=True)):
            if self._list.indexOf(row) != index:
                self._list.insertWidget(index, row)
            row.set_layer(index + 1, layer)
        self._rows = rows
        self._hovered = None
        self._arrange_rows()

    def _arrange_rows(self) -> None:
        """Put the layers beside each other where there is room for that, else below each other."""
        wide = self.width() >= WIDE_SHAPE * self.height() and self.width() >= STRIP_WIDTH * len(self._rows)
        directions = QBoxLayout.Direction
        self._list.setDirection(directions.LeftToRight if wide else directions.TopToBottom)
        self._list.setSpacing(16 if wide else 4)
        for index, row in enumerate(self._rows):
            row.set_strip(wide)
            # Beside each other all are as wide; below each other a neuron is as high in all.
            self._list.setStretch(index, 1 if wide else len(row.heatmap.values.T) or 1)

    def _new_row(self) -> DeltaRow:
        row = DeltaRow(self)
        row.cell_clicked.connect(self._on_row_cell_clicked)
        row.cell_hovered.connect(self._on_row_cell_hovered)
        row.wording_changed.connect(self._on_row_wording_changed)
        return row

    def _unlock_own_scales(self) -> None:
        """Let each layer's own scale fit anew, once."""
        for row in self._rows:
            row.own_bound = None

    def _draw(self, picture: Picture) -> None:
        samples, scale = picture.samples, _scale(picture.session)
        words = self._row_words(picture.frame, samples)
        walk = picture.session.walk
        for row, delta, said in zip(self._rows, samples.trace.deltas, words, strict=True):
            if walk is not None and not walk.has_delta(row.layer):
                row.show_waiting(delta, waiting_words(row.layer, walk))
                continue
            row.show_delta(delta, scale, said, samples.dropped(row.layer))
        self._pages.setCurrentIndex(1)
        clipped = sum(row.heatmap.clipped() for row in self._rows)
        bound = f"±{numbers.significant(scale.bound)}" if scale is not None else tr("their scale")
        self._beyond.setText(beyond_text(clipped, bound))
        fitting = delta_bound(picture.frame, picture.session.source)
        self._faint.show_layers({row.layer: row.heatmap for row in self._rows}, scale, fitting=fitting)
        self._mark()
        self._tell_title()

    def _tell_title(self) -> None:
        """Say of which samples it is, on which scale, and since when ÷ and × count where rows have no room for that."""
        picture = self._picture
        if picture is None:
            return
        parts = [shown_words(picture.samples), SCALE_WORDS[picture.session.scale].name]
        if self._since and any(row.leaves_out_when for row in self._rows):
            parts.append(tr("÷ and × since {beginning}", beginning=self._since))
        self._tell_note(" · ".join(parts))

    def _row_words(self, frame: Frame, samples: TracedSamples) -> list[RowWords]:
        self._since = ""
        if samples.source is not SampleSource.PROBE:
            return [other_row_words(row.layer, samples, step=frame.step) for row in self._rows]
        deltas, step = samples.trace.deltas, frame.step
        sizes = [root_mean_square(delta) for delta in deltas]
        starts = self._beginnings.of(frame.run, frame.spec.layers, frame.config.cost, step=step, sizes=sizes)
        self._since = starts[0].words
        return [
            probe_row_words(layer, delta, step=step, now=now, start=start)
            for layer, (delta, now, start) in enumerate(zip(deltas, sizes, starts, strict=True), start=1)
        ]

    def _mark(self) -> None:
        """Show what is selected, and read it out unless the mouse is on another cell."""
        if self._picture is None:
            return
        state, sample = self._picture.session, self._picture.row
        for row in self._rows:
            neurons = tuple(neuron.index for neuron in state.selection if neuron.layer == row.layer)
            # The ring is for the one neuron that the panels speak of.
            is_primary = state.primary is not None and state.primary.layer == row.layer
            # A pinned demon is of another step than the cells.
            stands_here = state.demon and state.demon.follow and state.demon.neuron.layer == row.layer
            demon = state.demon.neuron.index if state.demon and stands_here else None
            row.heatmap.show_marks(Marks(neurons, sample, demon, has_primary=is_primary))
        self._read()

    def _cell(self, picture: Picture) -> tuple[int, int, int] | None:
        """The cell to speak of: (layer, neuron, sample)."""
        if self._hovered is not None:
            return self._hovered
        primary = picture.session.primary
        return None if primary is None or primary.layer == 0 else (primary.layer, primary.index, picture.row)

    def _read(self) -> None:
        picture = self._picture
        if picture is None:
            return
        cell, value, row = self._cell(picture), math.nan, None
        text = short = ""
        if cell is not None:
            layer, neuron, sample = cell
            row = self._rows[layer - 1]
            if row.heatmap.is_waiting:
                cell = None
                text = short = row.toolTip()
        if cell is not None and row is not None:
            value = float(row.heatmap.values[sample, neuron])
            dropped = row.heatmap.dropped
            is_dropped = dropped is not None and bool(dropped[sample, neuron])
            place = Neuron(layer, neuron), picture.samples, sample, value
            text = cell_text(*place, is_dropped=is_dropped)
            short = cell_text(*place, is_dropped=is_dropped, is_short=True)
        fits = self._readout.fontMetrics().horizontalAdvance(text) <= self._readout.width()
        self._read_cell = text
        self._readout.setText(text if fits else short)
        self._show_bar(_scale(picture.session), row or self._rows[0], None if math.isnan(value) else value)

    def _show_bar(self, scale: SignedScale | None, row: DeltaRow, value: float | None) -> None:
        """Show the scale as a bar; where each layer has its own, that of the layer that is read out."""
        note = tr("δ of every layer, fixed")
        if scale is None:
            scale, note = row.heatmap.scale, tr("δ of layer {layer}, fixed", layer=row.layer)
        self._bar.set_scale(scale)
        self._bar.set_words(low=tr("raising z lowers C"), high=tr("raising z raises C"), note=note)
        self._bar.set_marker(value)

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange_rows()

    @override
    @guard(returns=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._readout and event.type() is QEvent.Type.Resize:
            self._read()  # in the words for which there is room
        return False

    @guard
    def _on_row_cell_clicked(self, layer: int, neuron: int, sample: int) -> None:
        self.act_requested.emit(Select((Neuron(layer, neuron),), sample))

    @guard
    def _on_row_wording_changed(self) -> None:
        self._tell_title()

    @guard
    def _on_row_cell_hovered(self, cell: tuple[int, int, int] | None) -> None:
        self._hovered = cell
        self._read()

    @guard
    def _on_menu_chosen(self, value: object) -> None:
        # What is shown stays the session's: it comes back with `show_session`.
        self.act_requested.emit(
            ChooseScale(value) if isinstance(value, Scale) else ChooseSource(SampleSource(value))
        )

    @guard
    def _on_refit_triggered(self) -> None:
        self._unlock_own_scales()
        self.act_requested.emit(Refit())
        if self._picture is not None:
            self._draw(self._picture)


def _scale(state: SessionState) -> SignedScale | None:
    """The scale of all layers; None if each has its own."""
    match state.scale:
        case Scale.SHARED:
            return SignedScale(state.delta_bound)
        case Scale.LOG:
            return SignedScale(state.delta_bound, "log")
    return None
