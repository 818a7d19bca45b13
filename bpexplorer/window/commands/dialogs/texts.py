"""Texts in a window beside the main one: how one is shown, and the page of keys."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QDialog, QWidget

from bpexplorer.document.keys import KEYS
from bpexplorer.translation import tr
from bpexplorer.window.chrome.actions import ACTIONS

if TYPE_CHECKING:  # imported once there is a text to read
    from bpexplorer.window.chrome.text_window import TextWindow

W = TypeVar("W", bound=QDialog)


def show_text(
    parent: QWidget, title: str, markdown: str, *, name: str, size: tuple[int, int]
) -> "TextWindow":
    """Show a text in a window beside the main one; if it is open already, bring it to the front."""
    from bpexplorer.window.chrome.text_window import TextWindow

    window = shown_already(parent, TextWindow, name)
    if window is None:
        window = TextWindow(parent, title, markdown, name=name, size=size)
        window.show()
    return window


def shown_already(parent: QWidget, kind: type[W], name: str) -> W | None:
    """The window of this name, brought to the front; None if it isn't open."""
    # One that has been closed is there until Qt comes to take it away.
    window = next((each for each in parent.findChildren(kind, name) if each.isVisible()), None)
    if window is not None:
        window.raise_()
        window.activateWindow()
    return window


def shortcuts_text(shortcuts: Mapping[str, str]) -> str:
    """All keys, and what the mouse does; ``shortcuts`` are those of commands that aren't acts, by name."""
    acts = [f"| {keys.written} | {keys.words} | {keys.where.value} |" for keys in KEYS]
    commands = [
        f"| {keys} | {ACTIONS[name].text.replace('&', '').rstrip('…')} | {ACTIONS[name].tip} |"
        for name, keys in shortcuts.items()
        if keys and ACTIONS[name].act is None
    ]
    rows = [tr("## Keys"), "", tr("| Key | Does | Where |"), "|---|---|---|", *acts]
    menus = [tr("## Keys of the menus"), "", tr("| Key | Command | |"), "|---|---|---|", *commands]
    return "\n".join([_MOUSE, "", *rows, "", *menus])


_MOUSE = tr(
    "## Mouse, on the canvas\n\n| What | Does |\n|---|---|\n| Click | selects a "
    "neuron, here and in every panel; or a connection |\n| Right click on a neuron, "
    "or the ? beside it | asks about its δ, puts the demon there, freezes it, "
    "removes it |\n| Right click on a connection, or on the neuron at the other end "
    "of one | removes it, freezes its weight |\n| Ctrl + click, or drag over empty "
    "space | selects several |\n| Drag a layer's name or one of its neurons | moves "
    "the layer |\n| Click a layer's name | activation, size and biases of the layer "
    "|\n| Wheel | zooms at the cursor; over the neuron that the demon holds it sets "
    "Δz |\n| Middle button, or Space and drag | moves the view |\n| Connect tool: "
    "drag from neuron to neuron, or click both | brings a removed connection back "
    "|\n| Demon tool: click, then drag up or down | puts the demon on a neuron and "
    "sets Δz |\n"
)
