"""What mustn't outlive an edit: what the mouse holds, a walk through a step, and the popup of a layer."""

from dataclasses import dataclass, replace
from typing import Any

from bpexplorer.window.main_window import MainWindow


@dataclass(slots=True)
class HeldOver:
    """A window as it was after the event before, and what is wrong with what is still there."""

    plan: object = None
    sizes: object = None
    gesture: object = None
    walk: object = None
    popup: tuple[int, int] | None = None

    def look(self, window: MainWindow) -> list[str]:
        """What has outlived an edit since the last look."""
        document = window.document
        plan, sizes = document.plan, document.plan.spec.sizes
        view: Any = window.canvas.view
        gesture = view._gestures._active
        walk = document.session.state.walk
        reading = None if walk is None or walk.is_over else walk.reading
        popup = _popup(view)
        # A layer that was moved on the canvas changes nothing of a step.
        plan = replace(plan, offsets=())
        is_other, has_other_layers = sizes != self.sizes, popup is not None and self.popup is not None
        wrong = []
        if is_other and gesture is not None and gesture is self.gesture:
            wrong.append("what the mouse holds is of another structure")
        if plan != self.plan and reading is not None and reading is self.walk:
            wrong.append("a walk through a step goes on after an edit")
        if has_other_layers and popup != self.popup:
            wrong.append("the popup of a layer is still open though layers came or went")
        self.plan, self.sizes, self.gesture, self.walk, self.popup = plan, sizes, gesture, reading, popup
        return wrong


def _popup(view: Any) -> tuple[int, int] | None:
    """How often the popup of a layer was opened, and for how many layers; None if it is closed."""
    popup = view._layer_editor._popup
    return (popup.layer, view.placement.spec.depth) if popup is not None and popup.isVisible() else None
