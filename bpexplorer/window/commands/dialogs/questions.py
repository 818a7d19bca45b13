"""What is asked before a command goes on. None of it blocks: each question is opened, and hands over its answer."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QMessageBox,
    QPushButton,
    QWidget,
)

from bpexplorer.guard import guard
from bpexplorer.look import numbers
from bpexplorer.project.kinds import FileKind
from bpexplorer.translation import tr, tr_n
from bpexplorer.window.commands.dialogs.open_dialog import OpenDialog
from bpexplorer.window.commands.dialogs.save_dialog import SaveDialog


def ask_to_open(
    parent: QWidget, title: str, *, folder: Path, filters: str, answered: Callable[[Path | None], object]
) -> OpenDialog:
    """Open Qt's own file dialog, which doesn't block, and hand over the path of a file that there is, or None."""
    dialog = OpenDialog(parent, title, folder=folder, filters=filters)

    @guard
    def hand_over(path: Path | None) -> None:
        answered(path)

    dialog.answered.connect(hand_over)
    dialog.open()
    return dialog


def ask_where_to_save(
    parent: QWidget,
    title: str,
    *,
    folder: Path,
    kinds: Sequence[FileKind],
    stem: str,
    answered: Callable[[tuple[Path, Any] | None], object],
) -> SaveDialog:
    """Ask for a file to write, and which of these kinds it is; hand both over, or None."""
    dialog = SaveDialog(parent, title, folder=folder, kinds=kinds, stem=stem)

    @guard
    def hand_over(path: Path, kind: FileKind) -> None:
        answered((path, kind))

    dialog.chosen.connect(hand_over)
    _hand_over_none(dialog, answered)
    dialog.open()
    return dialog


def _hand_over_none(dialog: QDialog, answered: Callable[[None], object]) -> None:
    """Hand over None where the dialog is let go without a choice."""

    @guard
    def hand_over() -> None:
        answered(None)

    dialog.rejected.connect(hand_over)


def ask_unsaved(parent: QWidget, name: str, lost: str, answered: Callable[[str], object]) -> QMessageBox:
    """Ask what becomes of changes, and say what would be lost: “save”, “discard” or “cancel”."""
    box = _question(parent, "unsaved", tr("Save?"))
    box.setText(tr("Save the changes to “{name}”?", name=name))
    box.setInformativeText(lost)
    buttons = {
        "save": box.addButton(tr("Save"), QMessageBox.ButtonRole.AcceptRole),
        "discard": box.addButton(tr("Discard"), QMessageBox.ButtonRole.DestructiveRole),
        "cancel": box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole),
    }
    return _opened(box, "unsaved", buttons, answered)


def ask_put_aside(parent: QWidget, name: str, answered: Callable[[str], object]) -> QMessageBox:
    """Say that a lesson needs the window, and ask what becomes of unsaved work: “go_on”, “save” or “cancel”."""
    box = _question(parent, "put_aside", tr("Begin a lesson"))
    box.setText(tr("Put “{name}” aside for the lesson?", name=name))
    box.setInformativeText(
        tr(
            "A lesson has a network of its own. Your project comes back as it is when you leave the lesson, its "
            "unsaved changes too; what could be undone before can't be undone then."
        )
    )
    buttons = {
        "go_on": box.addButton(tr("Put aside"), QMessageBox.ButtonRole.AcceptRole),
        "save": box.addButton(tr("Save first"), QMessageBox.ButtonRole.AcceptRole),
        "cancel": box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole),
    }
    return _opened(box, "put_aside", buttons, answered)


def ask_overwrite(parent: QWidget, name: str, reason: str, answered: Callable[[str], object]) -> QMessageBox:
    """Ask what becomes of a file that somebody else has changed: “save_as”, “overwrite” or “cancel”."""
    box = _question(parent, "overwrite", tr("Changed outside"))
    box.setText(tr("“{name}” isn't as it was last opened or saved here: {reason}.", name=name, reason=reason))
    box.setInformativeText(tr("If you overwrite it, what it holds now is lost. Save as… keeps both."))
    buttons = {
        "save_as": box.addButton(tr("Save as…"), QMessageBox.ButtonRole.AcceptRole),
        "overwrite": box.addButton(tr("Overwrite"), QMessageBox.ButtonRole.DestructiveRole),
        "cancel": box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole),
    }
    return _opened(box, "overwrite", buttons, answered)


def ask_restored_over(
    parent: QWidget, name: str, holds: str, answered: Callable[[str], object]
) -> QMessageBox:
    """Ask whether restored work replaces the file that it belongs to: “save_as”, “overwrite” or “cancel”."""
    box = _question(parent, "overwrite", tr("Restored work"))
    box.setText(tr("Save the restored work over “{name}”?", name=name))
    box.setInformativeText(
        tr(
            "The file still holds {holds}. If you overwrite it, that is lost. Save as… keeps both.",
            holds=holds,
        )
    )
    buttons = {
        "save_as": box.addButton(tr("Save as…"), QMessageBox.ButtonRole.AcceptRole),
        "overwrite": box.addButton(tr("Overwrite"), QMessageBox.ButtonRole.DestructiveRole),
        "cancel": box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole),
    }
    return _opened(box, "overwrite", buttons, answered)


def ask_to_discard(parent: QWidget, name: str, answered: Callable[[str], object]) -> QMessageBox:
    """Ask whether lost work is to go for good: “keep” or “discard”."""
    box = _question(parent, "discard", tr("Discard unsaved work"))
    box.setText(tr("Discard the unsaved work of “{name}”?", name=name))
    box.setInformativeText(tr("It can't be brought back then."))
    buttons = {
        "keep": box.addButton(tr("Keep"), QMessageBox.ButtonRole.RejectRole),
        "discard": box.addButton(tr("Discard"), QMessageBox.ButtonRole.DestructiveRole),
    }
    return _opened(box, "discard", buttons, answered, escape="keep")


def ask_import(
    parent: QWidget, name: str, differences: Sequence[str], answered: Callable[[str], object]
) -> QMessageBox:
    """Say what a file of weights has otherwise than the project, and ask what becomes of it: “go_on” or “cancel”."""
    box = _question(parent, "import", tr("Import weights"))
    box.setText(tr("“{name}” doesn't agree with this project. Import its weights all the same?", name=name))
    box.setInformativeText("\n\n".join(differences))
    buttons = {
        "go_on": box.addButton(tr("Import"), QMessageBox.ButtonRole.AcceptRole),
        "cancel": box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole),
    }
    return _opened(box, "import", buttons, answered)


def ask_keeping_weights(
    parent: QWidget, inputs: int, kept: int, answered: Callable[[str], object]
) -> QMessageBox:
    """Ask where training begins on other columns or rows of a table: “keep”, “restart” or “cancel”."""
    box = _question(parent, "weights", tr("Other data"))
    box.setText(
        tr_n(
            "The data are others now, and have {kept} of the network's {count} input. Keep its weights?",
            "The data are others now, and have {kept} of the network's {count} inputs. Keep their weights?",
            inputs,
            kept=numbers.count(kept),
        )
    )
    box.setInformativeText(
        tr(
            "Weights of inputs and outputs go with their names; new ones are drawn. Either way, you can undo it."
        )
    )
    buttons = {
        "keep": box.addButton(tr("Apply, keeping weights"), QMessageBox.ButtonRole.AcceptRole),
        "restart": box.addButton(tr("Apply and restart"), QMessageBox.ButtonRole.DestructiveRole),
        "cancel": box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole),
    }
    return _opened(box, "weights", buttons, answered)


def ask_pending(
    parent: QWidget, words: Sequence[str], refusal: str, answered: Callable[[str], object]
) -> QMessageBox:
    """Say what waits for a restart before training goes on, and ask: “apply”, “without” or “cancel”."""
    box = _question(parent, "restart", tr("Choices that aren't applied"))
    box.setText(tr("Not applied yet: {words}.", words=", ".join(words)))
    box.setInformativeText(
        refusal or tr("Applying this restarts training; you can undo it. Or go on with the network as it is.")
    )
    buttons = (
        {}
        if refusal
        else {"apply": box.addButton(tr("Apply and restart"), QMessageBox.ButtonRole.AcceptRole)}
    )
    buttons["without"] = box.addButton(tr("Train without it"), QMessageBox.ButtonRole.DestructiveRole)
    buttons["cancel"] = box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
    return _opened(box, "restart", buttons, answered)


def _question(parent: QWidget, name: str, title: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setObjectName(f"dialog_{name}")
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.PlainText)
    return box


def _opened(
    box: QMessageBox,
    name: str,
    buttons: Mapping[str, QPushButton],
    answered: Callable[[str], object],
    *,
    escape: str = "cancel",
) -> QMessageBox:
    """Open a question whose first answer is the default, and hand over the answer."""
    for answer, button in buttons.items():
        button.setObjectName(f"{name}_{answer}")
        button.setAccessibleName(button.text())
    box.setDefaultButton(next(iter(buttons.values())))
    box.setEscapeButton(buttons[escape])

    @guard
    def hand_over() -> None:
        clicked = box.clickedButton()
        answered(next((answer for answer, button in buttons.items() if button is clicked), escape))

    box.finished.connect(hand_over)
    box.open()
    return box
