"""What stands beside the network at the same size at every zoom: the labels of both demons, and the neuron's chip."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtWidgets import QGraphicsView

from bpexplorer.canvas.chrome.neuron_chip import NeuronChip, free_place
from bpexplorer.canvas.label_place import Site, below_layers, nearest_free
from bpexplorer.canvas.layout import Layout
from bpexplorer.canvas.picture.scene import NetworkScene
from bpexplorer.canvas.rect import Rect
from bpexplorer.core.spec import Neuron

#: Pixels between a label and the view's edge.
EDGE = 3


class Around:
    """Finds the places anew whenever the view has moved or the network has changed. The armed demon's comes first."""

    def __init__(self, view: QGraphicsView, scene: NetworkScene, chip: NeuronChip | None) -> None:
        self._view, self._scene, self._chip = view, scene, chip
        #: All that the places that were found last follow from.
        self._found_for: tuple[object, ...] | None = None

    def place(
        self, layout: Layout | None, *, armed: Neuron | None, held: Neuron | None, selected: Neuron | None
    ) -> None:
        """Let labels and chip stand where they cover nothing; what has no such place isn't shown."""
        if layout is None:
            return
        view, before = self._view, self._stand()
        transform = view.viewportTransform()
        edge = view.viewport().rect().adjusted(EDGE, EDGE, -EDGE, -EDGE)
        room = Rect(edge.left(), edge.top(), edge.right() + 1.0, edge.bottom() + 1.0)
        label = self._scene.demon_label
        shapes = label.shapes() if armed is not None and label.is_wanted else None
        # The label of a held Δz is shown with each picture, and hidden here where it has no place.
        found_for = (layout, transform, room, armed, shapes, selected) if held is None else None
        if found_for is not None and found_for == self._found_for:
            return
        self._found_for = found_for
        site = Site(layout, transform.m11(), (transform.dx(), transform.dy()), room)
        taken = [*self._place_demon(site, armed)]
        taken += self._place_held(Site(layout, site.zoom, site.origin, room, tuple(taken)), held)
        self._place_chip(
            site, selected, [QRectF(each.left, each.top, each.width, each.height) for each in taken]
        )
        if self._stand() != before:
            # WORKAROUND: Qt gathers what has moved in a queued call, from where it was painted last. Where it scrolls
            # before that, or paints where the chip was, it forgets where the labels were.
            view.viewport().update()

    def demon_rect(self) -> QRectF | None:
        """Where the armed demon's label stands, in pixels of the view; None if it isn't shown."""
        label = self._scene.demon_label
        return label.plate.translated(self._pixel(label.pos())) if label.isVisible() else None

    def held_rect(self) -> QRectF | None:
        """Where the label of a held Δz stands, likewise."""
        label = self._scene.held_label
        return label.boundingRect().translated(self._pixel(label.pos())) if label.isVisible() else None

    def _pixel(self, place: QPointF) -> QPointF:
        return self._view.viewportTransform().map(place)

    def _stand(self) -> tuple[QPointF, QPointF, QPoint | None]:
        """Where the labels' items and the chip are."""
        chip = self._chip
        at = chip.pos() if chip is not None and chip.isVisible() else None
        return self._scene.demon_label.pos(), self._scene.held_label.pos(), at

    def _move(self, plate: Rect, move: Callable[[QPointF], None], old: QPointF) -> None:
        inverted, _ = self._view.viewportTransform().inverted()
        new = inverted.map(QPointF(plate.left, plate.top))
        if (new - old).manhattanLength() > 1e-6:
            move(new)

    def _place_demon(self, site: Site, neuron: Neuron | None) -> Sequence[Rect]:
        label = self._scene.demon_label
        if neuron is None or not label.is_wanted:
            return ()
        shapes = label.shapes()
        place = below_layers(site, neuron, shapes) or nearest_free(site, neuron, shapes)
        if place is None:
            label.hide()
            return ()
        self._move(place.plate, label.setPos, label.pos())
        label.set_place(place.plate, place.leader, in_row=place.shape == 0)
        (x1, y1), (x2, y2) = place.leader
        return place.plate, Rect.spanned((x1, y1), (x2, y2)).grown(1.0)

    def _place_held(self, site: Site, neuron: Neuron | None) -> Sequence[Rect]:
        scene = self._scene
        if neuron is None:
            return ()
        size = scene.held_label.boundingRect().size()
        place = nearest_free(site, neuron, [(size.width(), size.height())])
        scene.held_label.setVisible(place is not None)
        if place is None:
            scene.held.set_pin(None)
            return ()
        self._move(place.plate, scene.held_label.setPos, scene.held_label.pos())
        inverted, _ = self._view.viewportTransform().inverted()
        end = inverted.map(QPointF(*place.leader[-1]))
        scene.held.set_pin((end.x(), end.y()))
        return (place.plate,)

    def _place_chip(self, site: Site, neuron: Neuron | None, kept: Sequence[QRectF]) -> None:
        """Let the chip stand beside the neuron that is selected alone, where there is room for it."""
        chip, layout = self._chip, site.layout
        if chip is None:
            return
        if neuron is None or neuron.layer == 0 or not layout.spec.has(neuron):
            chip.show_beside(None, None)
            return
        spot = free_place(
            layout,
            neuron,
            zoom=site.zoom,
            kept=kept,
            origin=QPointF(*site.neuron(neuron).centre),
            room=QRectF(self._view.viewport().rect()),
        )
        chip.show_beside(neuron, spot)
