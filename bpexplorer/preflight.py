"""Checks before Qt is loaded: what would otherwise end in an abort or a traceback is said in one sentence.

Qt ends the process when it finds no display, importing it fails when a system library is missing, and one
release of its binding loses references until the interpreter dies. Each check returns the sentence to show,
or None when there is nothing to say. Only the standard library is needed here, and
Qt's core by `binding_fault`.
"""

import ctypes
import os
import socket
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

#: What to install in place of a faulty binding; pyproject.toml asks for the same.
BINDING_REQUIREMENT = "PySide6-Essentials>=6.10.3,<6.12,!=6.11.0,!=6.11.1"

_WITHOUT_A_WINDOW = "without a window, bpexplorer train, export, check and info work"

# Which Debian package brings which library. Names as of Debian 12; later releases know them too.
_QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libX11.so.6": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfontconfig1",
}
_X_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
_WAYLAND_LIBRARIES = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
_PLATFORM_LIBRARIES = {"xcb": _X_LIBRARIES, "wayland": _WAYLAND_LIBRARIES}


def loads(library: str) -> bool:
    """Whether the system's loader finds this library and everything it needs."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def display_answers(platform: str, environ: Mapping[str, str]) -> bool:
    """Whether a window can be shown on this Qt platform; true for platforms without a display."""
    if platform == "xcb":
        return _x_server_answers()
    if platform.startswith("wayland"):
        return _wayland_compositor_answers(environ)
    return True


def window_fault(
    environ: Mapping[str, str] = os.environ,
    *,
    system: str = sys.platform,
    loads: Callable[[str], bool] = loads,
    display_answers: Callable[[str, Mapping[str, str]], bool] = display_answers,
) -> str | None:
    """Say why Qt couldn't open a window here, or with ``QT_QPA_PLATFORM=offscreen`` couldn't be loaded.

    Only Linux is looked at: elsewhere Qt brings its libraries with it, and there is always a display.
    """
    if not system.startswith("linux"):
        return None
    if missing := [library for library in _QT_LIBRARIES if not loads(library)]:
        return _missing_libraries(missing)

    fault = None
    for platform in _platforms(environ):  # Qt takes the first that works
        missing = [library for library in _PLATFORM_LIBRARIES.get(platform, {}) if not loads(library)]
        if not display_answers(platform, environ):
            fault = _no_display(platform, environ)
        elif missing:
            fault = _missing_libraries(missing)
        else:
            return None
    return fault


def missing_packages(platform: str = "xcb", *, loads: Callable[[str], bool] = loads) -> list[str]:
    """The Debian packages to install before Qt can be loaded and show windows on `platform`."""
    libraries = {**_QT_LIBRARIES, **_PLATFORM_LIBRARIES.get(platform, {})}
    return list(dict.fromkeys(package for library, package in libraries.items() if not loads(library)))


def binding_fault() -> str | None:
    """Say that this PySide6 loses references to None or True, if it does. Takes a few milliseconds.

    From Python 3.12 on these two are immortal: their counts stand still, and nothing can be lost.
    """
    from PySide6 import __version__
    from PySide6.QtCore import QObject, Signal

    class Probe(QObject):
        fired = Signal()

    def emit_often() -> None:
        probe = Probe()
        for number in range(50):
            probe.fired.emit()
            probe.setObjectName(f"probe {number}")

    return binding_verdict(emit_often, binding=f"PySide6 {__version__}")


def binding_verdict(use_binding: Callable[[], None], *, binding: str) -> str | None:
    """Say that `use_binding`, which uses `binding` some fifty times, lost references to None or True."""
    for lost in (None, True):  # so that the interpreter lives to show the verdict, and ends without an abort
        for _ in range(1000):
            ctypes.pythonapi.Py_IncRef(ctypes.py_object(lost))
    use_binding()  # the first use builds caches that hold references of their own
    before = sys.getrefcount(None), sys.getrefcount(True)
    use_binding()
    after = sys.getrefcount(None), sys.getrefcount(True)
    if all(now >= then - 5 for then, now in zip(before, after, strict=True)):
        return None
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return (
        f"{binding} loses references on Python {python} and would end the program within minutes; "
        f'install another with: {sys.executable} -m pip install "{BINDING_REQUIREMENT}"'
    )


def _platforms(environ: Mapping[str, str]) -> list[str]:
    """The Qt platforms that Qt would try here, in its order."""
    if chosen := environ.get("QT_QPA_PLATFORM"):
        return [name for part in chosen.split(";") if (name := part.partition(":")[0])]
    if environ.get("WAYLAND_DISPLAY") or environ.get("XDG_SESSION_TYPE") == "wayland":
        return ["wayland", "xcb"]
    return ["xcb"]


def _missing_libraries(libraries: list[str]) -> str:
    packages = {**_QT_LIBRARIES, **_X_LIBRARIES, **_WAYLAND_LIBRARIES}
    needed = " ".join(dict.fromkeys(packages[library] for library in libraries))
    return (
        f"Qt needs {_listed(libraries)}, which this system lacks; on Debian or Ubuntu install "
        f"{'it' if len(libraries) == 1 else 'them'} with: apt install {needed} ({_WITHOUT_A_WINDOW})."
    )


def _no_display(platform: str, environ: Mapping[str, str]) -> str:
    variable = "DISPLAY" if platform == "xcb" else "WAYLAND_DISPLAY"
    value = environ.get(variable)
    looked_at = f"{variable} is {value!r}" if value else f"{variable} is not set"
    return (
        f"No display can be reached ({looked_at}); start bpexplorer in a desktop session, or on a virtual "
        f"display with xvfb-run from the Debian packages xvfb and xauth ({_WITHOUT_A_WINDOW})."
    )


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _x_server_answers() -> bool:
    """Connect as Qt would, with the X client library's own reading of DISPLAY and XAUTHORITY."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False
    xcb.xcb_connect.argtypes = (ctypes.c_char_p, ctypes.c_void_p)
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = (ctypes.c_void_p,)
    connection = xcb.xcb_connect(None, None)
    try:
        return bool(xcb.xcb_connection_has_error(connection) == 0)
    finally:
        xcb.xcb_disconnect(connection)


def _wayland_compositor_answers(environ: Mapping[str, str]) -> bool:
    if environ.get("WAYLAND_SOCKET"):
        return True  # a connection handed over by the compositor; it can be used only once
    name = environ.get("WAYLAND_DISPLAY") or "wayland-0"
    path = Path(environ.get("XDG_RUNTIME_DIR", "/"), name)
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(str(path))
        except OSError:
            return False
    return True


if __name__ == "__main__":
    if sys.argv[1:] == ["--missing-packages"]:
        sys.stdout.write(" ".join(missing_packages()))
    else:
        sys.exit(window_fault() or binding_fault())
