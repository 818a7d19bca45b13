"""The menu of one neuron: what can be asked about it, and in a menu of its own what changes the network."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from bpexplorer.core.spec import Neuron
from bpexplorer.translation import tr

#: The actions of the window that it has, by name: the questions first.
ORIGIN, BE_DEMON, WHY_SMALL, IMAGE = "ask_origin", "ask_demon", "ask_why_small", "ask_image"
FREEZE, UNFREEZE = "action_freeze", "action_unfreeze"
ACTS: Final = ("action_reinitialise", "action_remove_selected")
NEURON_ACTIONS: Final = (ORIGIN, BE_DEMON, WHY_SMALL, IMAGE, FREEZE, UNFREEZE, *ACTS)


class NeuronMenu(QMenu):
    """Made of actions of the window, so that an entry, its key and its place in the menu bar are one thing.

    Parameters
    ----------
    actions : mapping
        Those of `NEURON_ACTIONS` that there are, by name.
    """

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("neuron_menu")
        self.setAccessibleName(tr("Neuron"))
        self.setToolTipsVisible(True)
        self._actions = actions
        self._change = QMenu(tr("Change the network"), self)
        self._change.setObjectName("neuron_change")
        self._change.setAccessibleName(tr("Change the network"))
        self._change.setToolTipsVisible(True)

    def show_neuron(
        self, neuron: Neuron, *, small: bool, pictured: bool, frozen: bool, connection: QMenu | None
    ) -> None:
        """Offer what there is for this neuron.

        Parameters
        ----------
        small : bool
            Whether its δ is small: then it can be asked why.
        pictured : bool
            Whether its weights are a picture.
        frozen : bool
            Whether training leaves it alone.
        connection : QMenu, optional
            The menu of the connection between it and the neuron that was selected before.
        """
        self.clear()
        self.setTitle(str(neuron))
        name = self.addAction(str(neuron))
        name.setObjectName("neuron_name")
        name.setEnabled(False)
        self.addSeparator()
        asked = {WHY_SMALL: small, IMAGE: pictured}
        self._add(self, ORIGIN, BE_DEMON, *(name for name, is_asked in asked.items() if is_asked))
        self.addSeparator()
        self._change.clear()
        self._add(self._change, UNFREEZE if frozen else FREEZE, *ACTS)
        self.addMenu(self._change)
        if connection is not None:
            self.addSeparator()
            self.addMenu(connection)

    def _add(self, menu: QMenu, *names: str) -> None:
        menu.addActions([self._actions[name] for name in names])
