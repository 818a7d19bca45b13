"""What a scene shows below an input that is a picture: the next samples, and x · w of a neuron of layer 1."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGraphicsScene

from bpexplorer.canvas.layout import Hit, Layout
from bpexplorer.canvas.picture.items.base import CanvasItem
from bpexplorer.canvas.picture.items.sample import Terms, TermsItem, ThumbnailsItem
from bpexplorer.canvas.picture.palette import CanvasPalette
from bpexplorer.canvas.picture.words import sum_words
from bpexplorer.canvas.sample_place import THUMBNAILS, Thumbnail
from bpexplorer.core.readings.pixels import is_pictured, read_pixels
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.frame import Frame
from bpexplorer.document.session import SessionState
from bpexplorer.look.colours import SignedScale
from bpexplorer.translation import tr

_NAMES = ("x", "w", "x⊙w")
_HINT = tr(
    "Hover over a neuron of layer 1 to see x\u00a0·\u00a0w, pixel by pixel. "
    "The w of all: View → Panels → Weights as images."
)


class SceneSample:
    """Shows x · w of the neuron under the mouse, or else of the selected one, if that is one of layer 1."""

    def __init__(self, scene: QGraphicsScene, palette: CanvasPalette) -> None:
        self.thumbnails, self.terms = ThumbnailsItem(palette), TermsItem(palette)
        for item in self.items:
            scene.addItem(item)
        self._layout: Layout | None = None
        self._hovered: Neuron | None = None
        self._frame: Frame | None = None
        self._state = SessionState()
        self._scales = SignedScale(1.0), SignedScale(1.0)
        #: The row of the first small picture.
        self._first = 0

    @property
    def items(self) -> Sequence[CanvasItem]:
        """All of them."""
        return self.thumbnails, self.terms

    def set_palette(self, palette: CanvasPalette) -> None:
        """Repaint in the colours of another theme."""
        for item in self.items:
            item.set_palette(palette)

    def set_layout(self, layout: Layout) -> None:
        """Take places over."""
        self._layout, self._hovered = layout, None
        for item in (self.thumbnails, self.terms):
            item.set_place(layout.sample)

    def thumbnail_at(self, x: float, y: float) -> Thumbnail | None:
        """The sample whose small picture lies at a point."""
        if self._layout is None or self._layout.sample is None:
            return None
        place = self._layout.sample.thumbnail_at(x, y)
        if place is None or place >= len(self.thumbnails.images):
            return None
        return Thumbnail(self._first + place)

    def show(self, frame: Frame | None, state: SessionState, scales: tuple[SignedScale, SignedScale]) -> None:
        """Show the samples that are looked at, and the numbers of a frame; the scales are those of w and x⊙w."""
        self._frame, self._state, self._scales = frame, state, scales
        self._show_thumbnails()
        self._show_terms()

    def set_hovered(self, hit: Hit) -> None:
        """Something else is under the mouse."""
        hovered = hit if isinstance(hit, Neuron) and hit.layer == 1 else None
        if hovered != self._hovered:
            self._hovered = hovered
            self._show_terms()

    def _ends(self, frame: Frame) -> tuple[float, float]:
        probe = frame.data.x_probe
        return float(probe.min()), float(probe.max())

    def _show_thumbnails(self) -> None:
        frame, state = self._frame, self._state
        samples = None if frame is None else frame.samples(state.source)
        if frame is None or samples is None or not is_pictured(frame.data, frame.spec.inputs):
            self.thumbnails.set_samples(None, (0.0, 1.0), None)
            return
        count = len(samples.rows)
        row = min(state.row, count - 1)
        # They stay where they are while the selected one is among them: nothing moves under the mouse.
        first = self._first if self._first <= row < self._first + THUMBNAILS else row
        self._first = first = max(min(first, count - THUMBNAILS), 0)
        shape = frame.data.image_shape
        assert shape is not None
        x = samples.of(frame.data).x[first : first + THUMBNAILS]
        self.thumbnails.set_samples(x.reshape(-1, *shape), self._ends(frame), row - first)

    def _show_terms(self) -> None:
        frame, state, layout = self._frame, self._state, self._layout
        if frame is None or layout is None or layout.sample is None:
            self.terms.show_terms(None, "")
            return
        primary = state.primary
        neuron = self._hovered or (primary if primary is not None and primary.layer == 1 else None)
        reading = None
        if neuron is not None and frame.spec.has(neuron):
            reading = read_pixels(frame, state.source, state.row, neuron.index)
        if reading is None:
            self.terms.show_terms(None, _HINT)
            return
        weight_scale, term_scale = self._scales
        has_sum = state.walk is None or state.walk.has_forward(1)
        self.terms.show_terms(
            Terms(
                reading.x,
                reading.weights,
                reading.terms,
                self._ends(frame),
                weight_scale,
                term_scale,
                _NAMES,
                sum_words(reading) if has_sum else "",
            ),
            "",
        )
