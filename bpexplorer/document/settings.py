"""What the program remembers from one start to the next: recent files, arrangement, theme, start page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec
from PySide6.QtCore import QByteArray, QDir, QObject, QSettings, QSize, Signal

from bpexplorer.document.workspaces import Region, Workspace

#: How many files the menu offers again.
MAX_RECENT_FILES = 8
#: How many of what was found come first in the palette.
MAX_RECENT_FINDINGS = 6
GUIDE_SIZE = QSize(1000, 760)
ThemeName = Literal["system", "light", "dark"]
THEMES: tuple[ThemeName, ...] = ("system", "light", "dark")


@dataclass(frozen=True, slots=True, eq=False)
class Arrangement:
    """How a workspace is arranged: which docks lie where, as Qt saves it, and what part of the room each has."""

    docks: QByteArray
    regions: Mapping[str, Region]


class Settings(QObject):
    """Typed access to the user's settings; everything has a default, and nonsense in the file counts as the default."""

    recent_files_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = QSettings(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, "bpexplorer", "bpexplorer", self
        )

    def write(self) -> None:
        """Write to the file what has changed, instead of when Qt comes to it."""
        self._store.sync()

    @property
    def recent_files(self) -> list[Path]:
        """Project files, the newest first; some may be gone by now."""
        stored = self._store.value("files/recent", [], type=list)
        entries = stored if isinstance(stored, list) else []
        named = [Path(entry) for entry in entries if isinstance(entry, str) and _names_a_file(entry)]
        return list(dict.fromkeys(named))[:MAX_RECENT_FILES]

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
    def recent_findings(self) -> list[str]:
        """What was chosen lately in the palette, by the keys of its entries, the newest first."""
        return str(self._store.value("palette/recent", "", type=str)).splitlines()[:MAX_RECENT_FINDINGS]

    def add_recent_finding(self, key: str) -> None:
        """Put what was chosen at the head of the recent ones."""
        keys = [key, *(other for other in self.recent_findings if other != key)]
        self._store.setValue("palette/recent", "\n".join(keys[:MAX_RECENT_FINDINGS]))

    @property
    def last_folder(self) -> Path:
        """Where file dialogs open: a folder that there is. The end of any other path would be proposed as a name."""
        stored = Path(str(self._store.value("files/folder", "", type=str)))
        return stored if stored.is_absolute() and _is_folder(stored) else Path(QDir.homePath())

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
    def shows_start_page(self) -> bool:
        """Whether the start page lies over the window at start."""
        return self._store.value("window/start_page", True, type=bool) is not False

    @shows_start_page.setter
    def shows_start_page(self, shown: bool) -> None:
        self._store.setValue("window/start_page", shown)

    @property
    def reduces_motion(self) -> bool:
        """Whether nothing moves on the screen, though the desktop would have it so."""
        return self._store.value("window/reduce_motion", False, type=bool) is True

    @reduces_motion.setter
    def reduces_motion(self, reduced: bool) -> None:
        self._store.setValue("window/reduce_motion", reduced)

    @property
    def geometry(self) -> QByteArray:
        """Size and place of the window, as Qt saves them; empty at first."""
        return self._bytes("window/geometry")

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._store.setValue("window/geometry", geometry)

    @property
    def guide_size(self) -> QSize:
        """How large the window of the guide was last."""
        stored = self._store.value("guide/size", GUIDE_SIZE)
        return stored if isinstance(stored, QSize) and not stored.isEmpty() else GUIDE_SIZE

    @guide_size.setter
    def guide_size(self, size: QSize) -> None:
        self._store.setValue("guide/size", size)

    def arrangement(self, workspace: Workspace, panels: Iterable[str] = ()) -> Arrangement | None:
        """How a workspace was arranged, with these of the panels that it shows for some data only.

        None where the user has changed nothing.
        """
        prefix = _arranged(workspace, panels)
        docks = self._bytes(f"{prefix}_docks")
        text = str(self._store.value(f"{prefix}_regions", "", type=str))
        try:
            regions = msgspec.json.decode(text, type=dict[str, tuple[float, float, float, float]])
        except msgspec.DecodeError:
            return None
        if docks.isEmpty() or not regions or any(min(sides[2:]) <= 0 for sides in regions.values()):
            return None
        return Arrangement(docks, {name: Region(*sides) for name, sides in regions.items()})

    def keep_arrangement(
        self, workspace: Workspace, arrangement: Arrangement | None, panels: Iterable[str] = ()
    ) -> None:
        """Keep how a workspace is arranged, with these of the panels for some data only; None: as at first."""
        prefix = _arranged(workspace, panels)
        if arrangement is None:
            for part in ("docks", "regions"):
                self._store.remove(f"{prefix}_{part}")
            return
        regions = {
            name: (each.x, each.y, each.width, each.height) for name, each in arrangement.regions.items()
        }
        self._store.setValue(f"{prefix}_docks", arrangement.docks)
        self._store.setValue(f"{prefix}_regions", msgspec.json.encode(regions).decode())

    def open_sections(self, workspace: Workspace) -> frozenset[str] | None:
        """Which sections of Set-up are open in a workspace; None where the user has opened and closed none."""
        stored = self._store.value(f"window/{workspace.value}_sections", None)
        return None if stored is None else frozenset(str(stored).split())

    def keep_open_sections(self, workspace: Workspace, names: frozenset[str]) -> None:
        """Keep which sections of Set-up are open in a workspace."""
        self._store.setValue(f"window/{workspace.value}_sections", " ".join(sorted(names)))

    def _bytes(self, key: str) -> QByteArray:
        value = self._store.value(key, QByteArray(), type=QByteArray)
        return value if isinstance(value, QByteArray) else QByteArray()


def _arranged(workspace: Workspace, panels: Iterable[str]) -> str:
    return "_".join([f"window/{workspace.value}", *sorted(panels)])


def _names_a_file(path: str) -> bool:
    """Whether this can be the path of a file: whole, with a name, and as a system would take it."""
    return Path(path).is_absolute() and Path(path).name != "" and "\0" not in path


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name too long, or a folder that nobody may look into
        return False
