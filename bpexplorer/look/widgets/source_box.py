"""The choice of the samples that are looked at: as a box, and as a menu."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget

from bpexplorer.core.training.traced_samples import SampleList, SampleSource
from bpexplorer.look.access.names import name_choice
from bpexplorer.look.samples import SOURCE_WORDS, source_words
from bpexplorer.look.widgets.choice_menu import ChoiceMenu
from bpexplorer.translation import tr

#: Where a standard model, such as a combo box has, keeps what can be done with an item.
_FLAGS = Qt.ItemDataRole.UserRole.value - 1


class SourceBox(QComboBox):
    """Offers the probe and the last batch, and a list of samples while there is one.

    Who has it listens to ``activated`` and asks for what was ``chosen``.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        name_choice(self, tr("Samples that are looked at"))
        for index, (source, words) in enumerate(SOURCE_WORDS.items()):
            self.addItem(words.choice, source)
            self.setItemData(index, words.explanation, Qt.ItemDataRole.ToolTipRole)
        self._listed: SampleList | None = None
        self.offer_list(None)
        self.show_source(SampleSource.PROBE)

    def offer_list(self, listed: SampleList | None) -> None:
        """Let the list of samples be chosen, or, without one, not; it keeps its place either way."""
        self._listed = listed
        index = self.findData(SampleSource.HARDEST)
        self.setItemText(index, source_words(SampleSource.HARDEST, listed).choice)
        self.setItemData(index, _list_words(listed), Qt.ItemDataRole.ToolTipRole)
        can_be_chosen = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        self.setItemData(index, (Qt.ItemFlag.NoItemFlags if listed is None else can_be_chosen).value, _FLAGS)

    def chosen(self) -> SampleSource:
        """What stands in the box."""
        return SampleSource(self.currentData())

    def show_source(self, source: SampleSource) -> None:
        """Show what is looked at."""
        self.setCurrentIndex(self.findData(source))
        words = source_words(source, self._listed)
        self.setToolTip(
            tr(
                "Which samples a, z and δ are shown of. {choice}: {explanation}",
                choice=words.choice.capitalize(),
                explanation=words.explanation,
            )
        )


class SourceMenu(ChoiceMenu):
    """Offers the same in a panel's menu."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        choices = {
            source: (source.value, words.choice, words.explanation) for source, words in SOURCE_WORDS.items()
        }
        super().__init__(name, tr("Samples"), choices, parent)
        self.offer_list(None)

    def offer_list(self, listed: SampleList | None) -> None:
        """Let the list of samples be chosen, or, without one, not."""
        words = source_words(SampleSource.HARDEST, listed)
        self.offer(SampleSource.HARDEST, listed is not None, _list_words(listed), words.choice)


def _list_words(listed: SampleList | None) -> str:
    words = source_words(SampleSource.HARDEST, listed).explanation
    return tr("{words} First click on one there.", words=words) if listed is None else words
