"""Damaged settings count as none: whatever stands in the file, each setting has a value that can be used."""

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QDir, QSettings

from bpexplorer.document.settings import MAX_RECENT_FILES, THEMES, Settings
from bpexplorer.document.workspaces import Workspace
from tests.windows import Desk

KEYS = (
    "files/folder",
    "files/recent",
    "window/theme",
    "window/geometry",
    "window/explore_docks",
    "window/explore_regions",
)

#: What may stand behind the = of a line, in the words of Qt's INI files: values of all types, and none.
VALUES = {
    "nothing": "",
    "a word": "rubbish",
    "a list": "rubbish, more, and more",
    "a relative path": "some/folder",
    "a folder that is gone": "/nowhere/rubbish",
    "no folder but a file": "/etc/hostname",
    "a number": "12",
    "a truth": "true",
    "an invalid value": "@Invalid()",
    "bytes": "@ByteArray(rubbish)",
    "a point": "@Point(1 2)",
    "a rectangle": "@Rect(1 2 3 4)",
    "a map": r"@Variant(\0\0\0\b\0\0\0\x1\0\0\0\x2\0x\0\0\0\x2\0\0\0\x5)",
    "a variant cut off": r"@Variant(\0\0\0\b\0\0)",
    "an unknown type": r"@Variant(\x7f\xff\xff\xff)",
    "a null character": r'"/tmp/\x0"',
    "a name that is too long": "/" + "x" * 5000,
    "a newline": r'"/tmp/a\nb/rubbish"',
}


@pytest.fixture
def ini(qapp: object) -> Path:
    settings = Settings()
    path = Path(settings._store.fileName())
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def damage(ini: Path, key: str, value: str) -> None:
    section, _, name = key.partition("/")
    ini.write_text(f"[{section}]\n{name}={value}\n", encoding="latin-1")


def assert_usable(settings: Settings) -> None:
    assert settings.last_folder.is_absolute()
    assert settings.last_folder.is_dir()
    assert len(settings.recent_files) <= MAX_RECENT_FILES
    for path in settings.recent_files:
        assert path.is_absolute()
        assert path.name
    assert settings.theme in THEMES
    assert isinstance(settings.geometry, QByteArray)
    arrangement = settings.arrangement(Workspace.EXPLORE)
    assert arrangement is None or all(each.width > 0 < each.height for each in arrangement.regions.values())


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.qt_log_ignore("Trying to construct an instance of an invalid type")
def test_a_damaged_value_counts_as_none(ini: Path, tmp_path: Path, key: str) -> None:
    for value in VALUES.values():
        damage(ini, key, value)
        settings = Settings()
        assert_usable(settings)
        assert settings.last_folder == Path(QDir.homePath())
        settings.add_recent_file(tmp_path / "mine.bpx")
        settings.last_folder = tmp_path
        again = Settings()
        assert again.recent_files[0] == tmp_path / "mine.bpx"
        assert again.last_folder == tmp_path


@pytest.mark.parametrize(
    "content", [b"", b"\0" * 300, b"[", b"\xff\xfe[files]\n", b"[files]\nfolder", b"=" * 99]
)
def test_a_file_that_holds_no_settings_counts_as_none(ini: Path, content: bytes) -> None:
    ini.write_bytes(content)
    assert_usable(Settings())


def test_of_the_recent_files_what_can_be_one_is_kept_once(ini: Path, tmp_path: Path) -> None:
    good = [str(tmp_path / f"{number}.bpx") for number in range(MAX_RECENT_FILES + 3)]
    store = QSettings(str(ini), QSettings.Format.IniFormat)
    store.setValue("files/recent", ["", "rubbish", "/", "a\0b", 12, good[0], *good])
    store.sync()
    assert Settings().recent_files == [Path(path) for path in good[:MAX_RECENT_FILES]]


def test_a_folder_that_is_there_is_kept(ini: Path, tmp_path: Path) -> None:
    folder = tmp_path / "a, b; 100% ü"
    folder.mkdir()
    Settings().last_folder = folder
    assert Settings().last_folder == folder


@pytest.mark.parametrize("value", ["a relative path", "a folder that is gone"])
def test_no_dialog_proposes_a_name_from_damaged_settings(small_desk: Desk, value: str) -> None:
    small_desk.window.files._settings._store.setValue("files/folder", VALUES[value])
    for entry, proposed in (
        ("Save as…", "xor.bpx"),
        ("Export weights…", "xor.safetensors"),
        ("Export history…", "xor.csv"),
        ("Open…", ""),
        ("Import weights…", ""),
    ):
        small_desk.choose("File", entry)
        assert small_desk.proposed_file() == proposed
        dialog = small_desk.find("dialog_file")
        assert Path(dialog.directory().absolutePath()) == Path(QDir.homePath())  # type: ignore[attr-defined]
        small_desk.dismiss_file()
