"""Words on buttons and fields can be read in every state, in both themes: measured in what the style paints."""

from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStyleOptionToolButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from bpexplorer.look.colours import contrast
from bpexplorer.look.stylesheet import Role, set_role
from bpexplorer.look.theme import DARK, LIGHT, Theme, apply_theme

_STATE = QStyle.StateFlag
_ENABLED = _STATE.State_Enabled
STATES = {
    "normal": _ENABLED,
    "hovered": _ENABLED | _STATE.State_MouseOver,
    "pressed": _ENABLED | _STATE.State_MouseOver | _STATE.State_Sunken,
    "with the focus": _ENABLED | _STATE.State_HasFocus,
    "checked": _ENABLED | _STATE.State_On,
    "checked and hovered": _ENABLED | _STATE.State_On | _STATE.State_MouseOver,
    "checked and pressed": _ENABLED | _STATE.State_On | _STATE.State_MouseOver | _STATE.State_Sunken,
    "disabled": _STATE.State_None,
}
#: A letter with broad strokes, of which some pixels have the whole ink.
WORD = "EEE"
ROOM, SCALE = QRect(0, 0, 90, 28), 2.0
#: The border has another colour.
INSIDE = 5


@pytest.fixture(autouse=True)
def light_again(qapp: QApplication) -> Iterator[None]:
    yield
    apply_theme(qapp, "light")


def painted(widget: QPushButton | QToolButton | QComboBox, state: QStyle.StateFlag, theme: Theme) -> QImage:
    """What the style paints for a widget in a state that needs no mouse."""
    widget.setEnabled(bool(state & _ENABLED))
    image = QImage(ROOM.size() * SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(SCALE)
    image.fill(theme.panel)
    style = widget.style()
    with QPainter(image) as painter:
        painter.setFont(widget.font())
        if isinstance(widget, QPushButton):
            button = QStyleOptionButton()
            widget.initStyleOption(button)
            button.rect, button.state = ROOM, state
            style.drawControl(QStyle.ControlElement.CE_PushButton, button, painter, widget)
        elif isinstance(widget, QToolButton):
            tool = QStyleOptionToolButton()
            widget.initStyleOption(tool)
            tool.rect, tool.state = ROOM, state
            style.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, tool, painter, widget)
        else:
            box = QStyleOptionComboBox()
            widget.initStyleOption(box)
            box.rect, box.state = ROOM, state
            style.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, box, painter, widget)
            style.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, box, painter, widget)
    return image


def contrast_in(image: QImage) -> float:
    """The contrast between the ground of an image and what stands out most from it."""
    colours = inside(image)
    ground = QColor(colours.most_common(1)[0][0])
    # A few pixels may be of anything: the ink has many.
    return max(contrast(QColor(each), ground) for each, count in colours.items() if count > 8)


def inside(image: QImage) -> Counter[int]:
    """How many pixels there are of each colour; the commonest is the ground."""
    edge = round(INSIDE * SCALE)
    return Counter(
        image.pixel(x, y)
        for x in range(edge, image.width() - edge)
        for y in range(edge, image.height() - edge)
    )


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("kind", [QPushButton, QToolButton, QComboBox])
def test_words_can_be_read_in_every_state(
    qtbot: QtBot, qapp: QApplication, theme: Theme, kind: type[QPushButton | QToolButton | QComboBox]
) -> None:
    apply_theme(qapp, theme.name)
    around = QWidget()
    qtbot.addWidget(around)
    roles: tuple[Role | None, ...] = (None, "primary", "demon", "tool", "flat", "segment", "link")
    found = {}
    for role in (None,) if kind is QComboBox else roles:
        widget = kind(around)
        if isinstance(widget, QComboBox):
            widget.addItem(WORD)
        else:
            widget.setText(WORD)
        if role is not None:
            set_role(widget, role)
        for name, state in STATES.items():
            is_checked = "checked" in name
            if isinstance(widget, QPushButton | QToolButton):
                widget.setCheckable(is_checked or role in ("tool", "segment"))
                if role == "demon":
                    set_role(widget, role)  # its look depends on that
            elif is_checked:
                continue
            least = 3.0 if name == "disabled" else 4.5
            ratio = contrast_in(painted(widget, state, theme))
            if ratio < least:
                found[role, name] = round(ratio, 2)
    assert not found


def test_the_states_are_those_that_the_style_sheet_speaks_of(qtbot: QtBot, qapp: QApplication) -> None:
    apply_theme(qapp, "light")
    button = QPushButton(WORD)
    qtbot.addWidget(button)
    button.setCheckable(True)
    grounds = {
        name: QColor(inside(painted(button, STATES[name], LIGHT)).most_common(1)[0][0])
        for name in ("normal", "hovered", "pressed", "checked")
    }
    assert grounds == {
        "normal": LIGHT.field,
        "hovered": LIGHT.field_hover,
        "pressed": LIGHT.field_pressed,
        "checked": LIGHT.accent_soft,
    }


def test_the_measure_tells_grey_on_grey() -> None:
    image = QImage(ROOM.size() * SCALE, QImage.Format.Format_RGB32)
    image.fill(QColor("#eaeae6"))
    with QPainter(image) as painter:
        painter.fillRect(QRect(30, 30, 40, 20), QColor("#68707b"))
    assert contrast_in(image) == pytest.approx(contrast(QColor("#68707b"), QColor("#eaeae6")))
    assert contrast_in(image) < 4.5
