"""What a scene shows between layers whose edges aren't all drawn: pictures of weights, and how to see the edges."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGraphicsScene

from bpexplorer.canvas.layout import Layout
from bpexplorer.canvas.picture.items.base import CanvasItem
from bpexplorer.canvas.picture.items.matrices import GapWordsItem, MatrixItem
from bpexplorer.canvas.picture.palette import CanvasPalette
from bpexplorer.canvas.picture.prepare import lut_entries
from bpexplorer.canvas.picture.quantities import EDGE_VIEWS, edge_values, hidden_edges
from bpexplorer.canvas.picture.words import gap_words, matrix_caption
from bpexplorer.canvas.rect import Rect
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.frame import Frame
from bpexplorer.document.session import SessionState
from bpexplorer.look.colours import SignedScale


class SceneMatrices:
    """Makes and removes the items as layers come and go, and tells them what changed."""

    def __init__(self, scene: QGraphicsScene, palette: CanvasPalette) -> None:
        self._scene, self._palette = scene, palette
        self._layout: Layout | None = None
        #: By the layer that the weights lead into.
        self._matrices: dict[int, MatrixItem] = {}
        self._words: dict[int, GapWordsItem] = {}

    @property
    def items(self) -> Sequence[CanvasItem]:
        """All of them."""
        return (*self._matrices.values(), *self._words.values())

    def set_palette(self, palette: CanvasPalette) -> None:
        """Repaint in the colours of another theme."""
        self._palette = palette
        for item in self.items:
            item.set_palette(palette)

    def set_layout(self, layout: Layout) -> None:
        """Take places over."""
        self._layout = layout
        for layer in self._matrices.keys() - layout.matrices.keys():
            self._scene.removeItem(self._matrices.pop(layer))
        for layer, rect in layout.matrices.items():
            if layer in self._matrices:
                self._matrices[layer].set_place(rect)
            else:
                self._matrices[layer] = MatrixItem(self._palette, rect)
                self._scene.addItem(self._matrices[layer])
        bare = {
            layer
            for layer in range(1, len(layout.boxes))
            if not layout.is_bundled(layer) and layer not in layout.matrices
        }
        for layer in self._words.keys() - bare:
            self._scene.removeItem(self._words.pop(layer))
        for layer in bare - self._words.keys():
            self._words[layer] = GapWordsItem(self._palette)
            self._scene.addItem(self._words[layer])

    def show_selection(self, selection: Sequence[Neuron]) -> None:
        """Frame the rows and columns of the selected neurons, and ask for none where the primary's edges are drawn."""
        layout = self._layout
        assert layout is not None
        for layer, item in self._matrices.items():
            item.set_marks(tuple(_marks(layout, layer, selection)))
        primary = selection[-1].layer if selection else None
        for layer, words in self._words.items():
            words.set_text(gap_words(layout.spec, layer, primary), layout.between(layer))

    def show(self, frame: Frame | None, state: SessionState, scale: SignedScale) -> None:
        """Colour the weights by the quantity that edges show, on its scale."""
        view = EDGE_VIEWS[state.edges_by]
        for layer, item in self._matrices.items():
            values = None if frame is None else edge_values(frame, state, layer)
            item.set_values(
                None if values is None else lut_entries(scale.normalised(values)),
                None if frame is None else hidden_edges(frame, layer, state),
                matrix_caption(view.symbol, layer),
            )


def _marks(layout: Layout, layer: int, selection: Sequence[Neuron]) -> list[Rect]:
    rect = layout.matrices[layer]
    found = []
    for neuron in selection:
        if neuron.layer == layer:
            cell = layout.matrix_cell(layer, neuron.index, 0)
            found.append(Rect(rect.left, cell.top, rect.right, cell.bottom))
        elif neuron.layer == layer - 1:
            cell = layout.matrix_cell(layer, 0, neuron.index)
            found.append(Rect(cell.left, rect.top, cell.right, rect.bottom))
    return found
