"""What lessons can name of the window: panels to raise, controls to outline, and what to do without."""

from typing import Final

from bpexplorer.lessons.reader import Known
from bpexplorer.panels import delta, origin
from bpexplorer.panels.entries import PANELS
from bpexplorer.window.chrome.actions import ACTIONS
from bpexplorer.window.workspaces import NETWORK

#: Parts of panels that a card can ask its reader to use, by object name.
_PARTS: Final = ("demon_dz", "demon_slider", "demon_scope", "demon_halve", "demon_against", "reuse_measure")

KNOWN: Final = Known(
    panels=frozenset(PANELS),
    controls=frozenset({*PANELS, NETWORK, *ACTIONS, *_PARTS}),
    hidden=frozenset({*PANELS, *ACTIONS}),
    pages=frozenset(
        (spec.name, page.name)
        for spec, pages in ((delta.SPEC, delta.PAGES), (origin.SPEC, origin.PAGES))
        for page in pages
    ),
)
