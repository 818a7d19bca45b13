"""The screen that tests have where no real one is asked for."""

import atexit
import json
import os
import tempfile
from collections.abc import MutableMapping

#: Of the one screen of Qt's platform without screens, in pixels.
SIDE = 800
SCALE = "QT_SCALE_FACTOR"


def ensure_one_as_large(environment: MutableMapping[str, str]) -> None:
    """See to it that at another scale, too, the screen is as large in pixels of the window as it is at 1.

    Else at 2 it ends before most of a window, and Qt gives no room to a menu that is asked for below its end.
    """
    scale = float(environment.get(SCALE, "1"))
    if scale == 1.0 or environment.get("QT_QPA_PLATFORM") != "offscreen":
        return
    side = round(SIDE * scale)
    screen = {"name": "screen", "x": 0, "y": 0, "width": side, "height": side}
    screen |= {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1.0}
    with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False) as file:
        json.dump({"screens": [screen]}, file)
    atexit.register(os.unlink, file.name)
    environment["QT_QPA_PLATFORM"] = f"offscreen:configfile={file.name}"
