"""The bar in the head of the canvas: what was chosen and waits for a restart. It moves nothing."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from bpexplorer.document.acts.pending import ApplyPending, DiscardPending
from bpexplorer.document.pending import Outlook
from bpexplorer.guard import guard
from bpexplorer.look.stylesheet import set_role
from bpexplorer.look.widgets import Caption

_MARGIN = 8


class PendingBar(QFrame):
    """Says each choice in a few words, with a button that applies all of them and one that drops them."""

    act_requested = Signal(object)  # Act

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("pending_bar")
        set_role(self, "message-info")
        self.setToolTip("Chosen, but training needs a restart to take it.")
        self._words = Caption("", self)
        self._words.setObjectName("pending_words")
        self._apply = QPushButton("Apply and restart", self)
        self._apply.setObjectName("pending_apply")
        self._apply.setAccessibleName("Apply what was chosen and restart training")
        self._discard = QPushButton("Discard", self)
        self._discard.setObjectName("pending_discard")
        self._discard.setAccessibleName("Discard what was chosen")
        self._discard.setToolTip("Go back to what is in use.")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 6, 4)
        row.setSpacing(_MARGIN)
        row.addWidget(self._words, 1)
        row.addWidget(self._apply)
        row.addWidget(self._discard)
        self._apply.clicked.connect(self._on_apply_clicked)
        self._discard.clicked.connect(self._on_discard_clicked)
        self.hide()

    def show_pending(self, words: Sequence[str], outlook: Outlook) -> None:
        """Show each choice; without one there is no bar."""
        choices = ", ".join(words)
        said = f"Not applied yet: {choices}." if choices else ""
        self._words.setText(" ".join(filter(None, (said, outlook.refusal))))
        self.setAccessibleName(self._words.text())
        self._apply.setEnabled(not outlook.refusal)
        self._apply.setToolTip(
            "\n".join(
                (outlook.refusal or "Begin training anew with this. You can undo it.", *outlook.consequences)
            )
        )
        self.setVisible(bool(words))
        self.raise_()

    def lie_over(self, head: QRect) -> None:
        """Lie in the upper left corner of this part of the parent, no wider than the words: layers stand there, too."""
        size = self.sizeHint()
        self.setGeometry(
            head.left() + _MARGIN,
            head.top() + _MARGIN,
            min(size.width(), head.width() - 2 * _MARGIN),
            size.height(),
        )

    @guard
    def _on_apply_clicked(self) -> None:
        self.act_requested.emit(ApplyPending())

    @guard
    def _on_discard_clicked(self) -> None:
        self.act_requested.emit(DiscardPending())
