"""The program finds its own files, packaged or not, and says plainly when they are missing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bpexplorer import assets


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package folder of our own, so that what this checkout has in resources/ doesn't matter."""
    folder = tmp_path / "bpexplorer"
    folder.mkdir()
    monkeypatch.setattr(assets, "_PACKAGE", folder)
    assets.resources_folder.cache_clear()
    yield folder
    assets.resources_folder.cache_clear()


def put(folder: Path, name: str) -> Path:
    file = folder / "resources" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(name)
    return file


def test_a_wheel_finds_its_files_inside_the_package(package: Path):
    file = put(package, "datasets/digits.npz")
    assert assets.asset("datasets/digits.npz") == file


def test_a_checkout_finds_its_files_beside_the_package(package: Path):
    file = put(package.parent, "icons/play.svg")
    assert assets.asset("icons/play.svg") == file


def test_the_packaged_files_win_over_a_folder_that_happens_to_lie_beside_the_package(package: Path):
    put(package.parent, "same.txt")
    packaged = put(package, "same.txt")
    assert assets.asset("same.txt") == packaged


def test_a_missing_file_is_named_together_with_the_remedy(package: Path):
    put(package, "there.txt")
    with pytest.raises(FileNotFoundError, match=r"'presets/no\.json' is missing .*Install bpexplorer"):
        assets.asset("presets/no.json")


def test_a_missing_folder_names_both_places_and_the_remedy(package: Path):
    with pytest.raises(FileNotFoundError, match="complete copy of the source") as caught:
        assets.asset("anything")
    assert str(package / "resources") in str(caught.value)
    assert str(package.parent / "resources") in str(caught.value)
