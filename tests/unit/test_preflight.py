"""Where the program can't open its window, it says in one sentence what is missing and how to get it."""

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from bpexplorer import preflight

ROOT = Path(preflight.__file__).resolve().parents[1]
WORKS_ANYWAY = "bpexplorer train, export, check and info work"


def lacking(*missing: str) -> Callable[[str], bool]:
    return lambda library: library not in missing


def displays(*answering: str) -> Callable[[str, Mapping[str, str]], bool]:
    return lambda platform, environ: platform in answering or platform == "offscreen"


def fault(environ: dict[str, str], *, missing: tuple[str, ...] = (), answering: tuple[str, ...] = ()):
    return preflight.window_fault(
        environ, system="linux", loads=lacking(*missing), display_answers=displays(*answering)
    )


def test_a_complete_desktop_has_nothing_to_complain_about():
    assert fault({"DISPLAY": ":0"}, answering=("xcb",)) is None


def test_a_missing_library_is_named_with_the_package_that_brings_it():
    sentence = fault({"DISPLAY": ":0"}, missing=("libxcb-cursor.so.0",), answering=("xcb",))
    assert "libxcb-cursor.so.0" in sentence
    assert "apt install libxcb-cursor0 " in sentence
    assert WORKS_ANYWAY in sentence
    assert sentence.count(". ") == 0


def test_all_missing_libraries_are_named_at_once_and_each_package_once():
    missing = ("libglib-2.0.so.0", "libgthread-2.0.so.0", "libEGL.so.1")
    sentence = fault({"DISPLAY": ":0"}, missing=missing, answering=("xcb",))
    assert "libglib-2.0.so.0, libgthread-2.0.so.0 and libEGL.so.1" in sentence
    assert "apt install libglib2.0-0 libegl1 " in sentence


def test_the_packages_that_a_bare_system_lacks_are_listed_for_its_installer():
    assert preflight.missing_packages(loads=lacking()) == []
    assert preflight.missing_packages(loads=lacking("libGL.so.1", "libX11.so.6", "libxcb-util.so.1")) == [
        "libgl1",
        "libxcb-util1",
    ]
    assert preflight.missing_packages("offscreen", loads=lacking("libxcb-util.so.1")) == []


def test_without_a_window_the_libraries_of_a_window_are_not_needed():
    environ = {"QT_QPA_PLATFORM": "offscreen"}
    assert fault(environ, missing=("libxcb-cursor.so.0",)) is None
    assert "libgl1" in fault(environ, missing=("libGL.so.1",))


def test_a_missing_display_is_said_with_what_was_looked_at():
    sentence = fault({})
    assert "DISPLAY is not set" in sentence
    assert "xvfb" in sentence
    assert WORKS_ANYWAY in sentence
    assert "DISPLAY is ':7'" in fault({"DISPLAY": ":7"})


def test_a_wayland_session_without_wayland_libraries_falls_back_to_x_as_qt_does():
    environ = {"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}
    missing = ("libwayland-cursor.so.0",)
    assert fault(environ, missing=missing, answering=("wayland", "xcb")) is None
    assert fault(environ, answering=("wayland",)) is None
    assert "libwayland-cursor0" in fault(
        environ | {"QT_QPA_PLATFORM": "wayland"}, missing=missing, answering=("wayland", "xcb")
    )


def test_the_users_own_choice_of_platforms_is_followed_in_its_order():
    assert fault({"QT_QPA_PLATFORM": "wayland;xcb"}, answering=("xcb",)) is None
    assert fault({"QT_QPA_PLATFORM": "offscreen:size=800x600"}) is None


def test_other_systems_are_not_asked_for_linux_libraries():
    def fail(*args: object) -> bool:
        raise AssertionError("nothing to look at here")

    for system in ("win32", "darwin"):
        assert preflight.window_fault({}, system=system, loads=fail, display_answers=fail) is None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for Linux libraries")
def test_libraries_and_displays_that_are_not_there_are_noticed_without_qt(tmp_path: Path):
    assert preflight.loads("libc.so.6")
    assert not preflight.loads("libbpexplorer-has-no-such.so.9")
    environ = {"XDG_RUNTIME_DIR": str(tmp_path), "WAYLAND_DISPLAY": "nobody"}
    assert not preflight.display_answers("wayland", environ)
    assert preflight.display_answers("offscreen", environ)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a missing X display is a matter of Linux")
def test_the_launcher_without_a_display_ends_with_one_sentence_and_no_abort():
    environ = {name: value for name, value in os.environ.items() if name not in preflight_variables()}
    environ["DISPLAY"] = ":98765"
    done = subprocess.run(
        [sys.executable, ROOT / "main.py"], env=environ, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def preflight_variables() -> set[str]:
    return {"QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "XDG_SESSION_TYPE"}


def test_checking_for_a_window_loads_no_qt():
    code = "import sys; from bpexplorer import preflight, launcher; preflight.window_fault(); " + (
        "sys.exit(any(name.partition('.')[0] in ('PySide6', 'numpy') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60).returncode == 0


def test_the_installed_binding_loses_no_references():
    assert preflight.binding_fault() is None


@pytest.mark.skipif(
    sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on: nothing to lose"
)
@pytest.mark.parametrize("lost", [None, True])
def test_a_binding_that_loses_references_is_refused_with_what_to_install(lost: object):
    from ctypes import py_object, pythonapi

    def lose_references() -> None:
        for _ in range(50):
            pythonapi.Py_DecRef(py_object(lost))

    sentence = preflight.binding_verdict(lose_references, binding="PySide6 0.0")
    assert re.search(r"PySide6 0\.0 loses references on Python 3\.11 .* pip install ", sentence)
    assert preflight.BINDING_REQUIREMENT in sentence


def test_a_few_references_more_or_less_are_no_verdict():
    kept: list[object] = []
    assert preflight.binding_verdict(lambda: kept.extend([None, True]), binding="PySide6 0.0") is None


def test_the_binding_to_install_is_the_one_that_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert preflight.BINDING_REQUIREMENT in project["dependencies"]
