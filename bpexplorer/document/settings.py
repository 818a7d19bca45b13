"""What the program remembers from one start to the next: recent files, the window's arrangement, the theme."""

from pathlib import Path
from typing import Literal

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

#: How many files the menu offers again.
MAX_RECENT_FILES = 8
ThemeName = Literal["system", "light", "dark"]
THEMES: tuple[ThemeName, ...] = ("system", "light", "dark")


class Settings(QObject):
    """Typed access to the user's settings; everything has a default, and nonsense in the file counts as the default."""

    recent_files_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = QSettings(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, "bpexplorer", "bpexplorer", self
        )

    @property
    def recent_files(self) -> list[Path]:
        """Project files, the newest first; some may be gone by now."""
        stored = self._store.value("files/recent", [], type=list)
        return (
            [Path(entry) for entry in stored if isinstance(entry, str) and entry]
            if isinstance(stored, list)
            else []
        )

    def add_recent_file(self, path: Path) -> None:
        """Put a file at the head of the recent ones."""
        path = path.absolute()
        files = [path, *(other for other in self.recent_files if other != path)]
        self._set_recent_files(files[:MAX_RECENT_FILES])

    def remove_recent_file(self, path: Path) -> None:
        """Take a file off the list, because the user says so."""
        self._set_recent_files([other for other in self.recent_files if other != path])

    def _set_recent_files(self, files: list[Path]) -> None:
        self._store.setValue("files/recent", [str(path) for path in files])
        self.recent_files_changed.emit()

    @property
    def last_folder(self) -> Path:
        """Where file dialogs open."""
        return Path(str(self._store.value("files/folder", str(Path.home()), type=str)))

    @last_folder.setter
    def last_folder(self, folder: Path) -> None:
        self._store.setValue("files/folder", str(folder))

    @property
    def theme(self) -> ThemeName:
        """What was chosen last."""
        stored = self._store.value("window/theme", "system", type=str)
        return next((name for name in THEMES if name == stored), "system")

    @theme.setter
    def theme(self, theme: ThemeName) -> None:
        self._store.setValue("window/theme", theme)

    @property
    def geometry(self) -> QByteArray:
        """Size and place of the window, as Qt saves them; empty at first."""
        return self._bytes("window/geometry")

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._store.setValue("window/geometry", geometry)

    @property
    def docks(self) -> QByteArray:
        """The arrangement of the docks, as Qt saves it; empty at first."""
        return self._bytes("window/docks")

    @docks.setter
    def docks(self, docks: QByteArray) -> None:
        self._store.setValue("window/docks", docks)

    def _bytes(self, key: str) -> QByteArray:
        value = self._store.value(key, QByteArray(), type=QByteArray)
        return value if isinstance(value, QByteArray) else QByteArray()
