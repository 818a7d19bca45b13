"""The weights into layer 1, a picture for each neuron: on one scale, which stays until somebody asks for another."""

import numpy as np
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.core.readings.pixels import is_pictured
from bpexplorer.core.spec import Neuron
from bpexplorer.document.acts.looking import PointAt, Select
from bpexplorer.document.bounds import nice_bound
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import Pointed
from bpexplorer.guard import guard
from bpexplorer.look.colours import SignedScale
from bpexplorer.look.widgets import Caption, ColourBar, EmptyState
from bpexplorer.look.widgets.scrolling import PanelScroll
from bpexplorer.panels.image import words
from bpexplorer.panels.image.tiles import WeightTiles
from bpexplorer.panels.panel import Panel
from bpexplorer.panels.shared.cells.cell_grid import Place
from bpexplorer.translation import tr


class ImagePanel(Panel):
    """A click on a picture selects its neuron; a neuron that is pointed at is lit on the canvas."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("image_panel", tr("Weights as images"), parent)
        self._picture: Picture | None = None
        self._bound: float | None = None
        self._hovered: int | None = None
        rescale = QAction(tr("Rescale w"), self)
        rescale.setObjectName("image_rescale")
        rescale.setToolTip(
            tr("Set the ends of the scale to the next 1-2-5 number above the largest |w| now.")
        )
        rescale.triggered.connect(self._on_rescale_triggered)
        self.menu_actions = (rescale,)
        self._empty = EmptyState(*words.NOTHING_YET, parent=self)
        content = QWidget(self)
        scroll = PanelScroll(content, name="image_scroll")
        self.tiles = WeightTiles(scroll.page)
        page = QVBoxLayout(scroll.page)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self.tiles)
        self._readout = Caption("", content)
        self._readout.setObjectName("image_readout")
        self._readout.setToolTip(tr("The neuron under the mouse, or else the selected one."))
        self._bar = ColourBar(SignedScale(1.0), low="w", high="w", note=tr("w, fixed"), parent=content)
        self._bar.setObjectName("image_colour_bar")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(scroll, 1)
        column.addWidget(self._readout)
        column.addWidget(self._bar)
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        for each in (self._empty, content):
            self._pages.addWidget(each)
        self.tiles.cell_clicked.connect(self._on_tile_clicked)
        self.tiles.cell_hovered.connect(self._on_tile_hovered)

    @override
    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        self._picture = picture
        frame, data = picture.frame, picture.frame.data
        if not is_pictured(data, frame.spec.inputs) or data.image_shape is None:
            self._empty.set_words(*words.NOT_PICTURES)
            self._pages.setCurrentIndex(0)
            self._tell_note("")
            return
        if before is None or (before.frame.run, before.frame.data) != (frame.run, data):
            self._bound = None
        weights = frame.network.weights[0]
        if before is None or self._bound is None or before.frame.network.weights[0] is not weights:
            self._draw(picture)
        self._mark(picture)
        self._pages.setCurrentIndex(1)
        self._tell_note(words.title_words(frame.step))

    @override
    def show_pointed(self, pointed: Pointed | None) -> None:
        neurons = () if pointed is None else pointed.neurons
        self._read(next((neuron.index for neuron in neurons if neuron.layer == 1), None))

    @override
    def clear(self) -> None:
        self._picture = self._bound = self._hovered = None
        self._empty.set_words(*words.NOTHING_YET)
        self._pages.setCurrentIndex(0)
        self._tell_note("")

    def _draw(self, picture: Picture) -> None:
        frame, data = picture.frame, picture.frame.data
        assert data.image_shape is not None
        weights = frame.network.weights[0]
        if self._bound is None:
            self._bound = nice_bound(float(np.abs(weights).max()))
        scale = SignedScale(self._bound)
        self.tiles.show_weights(weights.reshape(-1, *data.image_shape), data.feature_names, scale)
        self._bar.set_scale(scale, clipped=scale.clipped(weights))

    def _mark(self, picture: Picture) -> None:
        here = [neuron.index for neuron in picture.session.selection if neuron.layer == 1]
        primary = picture.session.primary
        index = primary.index if primary is not None and primary.layer == 1 else None
        self.tiles.show_selected(frozenset(here), index)
        self.tiles.show_pointed(self._hovered)
        read = index if self._hovered is None else self._hovered
        weights = self.tiles.weights
        if read is None or weights is None or read >= len(weights):
            self._readout.setText(tr("Click a picture to select its neuron."))
        else:
            self._readout.setText(words.neuron_words(read, weights[read]))

    def _read(self, neuron: int | None) -> None:
        """Say of this neuron how far its weights reach; None: of the selected one."""
        self._hovered = neuron
        if self._picture is not None and self._pages.currentIndex():
            self._mark(self._picture)

    @guard
    def _on_tile_clicked(self, row: int, column: int) -> None:
        neuron = self.tiles.neuron_at((row, column))
        if neuron is not None:
            self.act_requested.emit(Select((Neuron(1, neuron),)))

    @guard
    def _on_tile_hovered(self, cell: Place | None) -> None:
        hovered = None if cell is None else self.tiles.neuron_at(cell)
        if hovered != self._hovered:
            self._read(hovered)
            self.act_requested.emit(PointAt(None if hovered is None else Pointed((Neuron(1, hovered),))))

    @guard
    def _on_rescale_triggered(self) -> None:
        self._bound = None
        if self._picture is not None and self._pages.currentIndex():
            self._draw(self._picture)
