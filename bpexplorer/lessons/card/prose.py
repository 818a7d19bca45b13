"""A text of a card: words that wrap, with the numbers that the program has read in them in bold."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from bpexplorer.look import fonts
from bpexplorer.look.stylesheet import Ink, set_ink

#: From line to line, as a part of the size.
LINE = 150


class Prose(QLabel):
    """Shows a text in its parts; what comes from a file stays plain text, whatever is in it."""

    def __init__(
        self,
        name: str,
        parent: QWidget,
        *,
        size: float = fonts.CARD_TITLE,
        bold: bool = False,
        ink: Ink = "text",
        line: int = LINE,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setFont(fonts.text_font(size, bold=bold))
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        set_ink(self, ink)
        self._line = line
        #: What stands there, in plain characters.
        self.plain = ""

    def show_parts(self, *parts: Sequence[tuple[str, bool]]) -> None:
        """Show paragraphs, each as (words, whether they are a number) one after the other; nothing hides it."""
        paragraphs = [paragraph for paragraph in parts if paragraph]
        self.plain = "\n".join("".join(words for words, _ in each) for each in paragraphs)
        self.setText("".join(self._paragraph(each) for each in paragraphs))
        self.setAccessibleName(self.plain)
        self.setVisible(bool(self.plain))

    def show_text(self, text: str) -> None:
        """Show a text without numbers."""
        self.show_parts([(text, False)] if text else [])

    def _paragraph(self, parts: Sequence[tuple[str, bool]]) -> str:
        inside = "".join(
            f"<b>{escape(words)}</b>" if is_number else escape(words) for words, is_number in parts
        )
        return f'<p style="margin: 0; line-height: {self._line}%">{inside}</p>'
