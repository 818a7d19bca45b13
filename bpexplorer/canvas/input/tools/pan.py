"""Moving the view itself: middle button, or left button while the space bar is held."""

from collections.abc import Callable

from bpexplorer.canvas.input.tools.base import PointerEvent


class PanTool:
    """Scrolls as the mouse goes."""

    def __init__(self, scroll: Callable[[float, float], None]) -> None:
        self._scroll = scroll
        self._last: PointerEvent | None = None

    def press(self, event: PointerEvent) -> None:
        self._last = event

    def move(self, event: PointerEvent) -> None:
        if self._last is not None:
            self._scroll(self._last.view_x - event.view_x, self._last.view_y - event.view_y)
            self._last = event

    def release(self, event: PointerEvent) -> None:
        self._last = None

    def cancel(self) -> None:
        self.drop()

    def drop(self) -> None:
        self._last = None
