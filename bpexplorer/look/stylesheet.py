"""The one style sheet of the application, filled with the colours of a theme.

Widgets choose a variant by their property ``role`` (`set_role`) and a colour of text by ``ink`` (`set_ink`);
nothing else in the program carries a style sheet.
"""

from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import Literal, get_args

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from bpexplorer.look import fonts

Role = Literal[
    "primary",  # the one button of the window that is meant to be pressed first: play
    "demon",  # buttons that concern the demon; checkable ones are coloured while they are checked
    "tool",  # a checkable button among others: canvas tools, switches
    "flat",  # a button without a background, for icons
    "link",  # a button that reads as words
    "chip",  # a small round button beside a thing
    "cell",  # a button of several lines among others in a grid
    "heading",  # the name of a group, small capitals
    "title",  # the name of a panel
    "secondary",  # captions, units, remarks
    "card",  # a panel
    "inset",  # a field inside a panel
    "inset-current",  # the one that is current
    "gallery",  # a list of cards, of which the current one shows the keyboard
    "tight",  # a button beside others in a narrow panel
    "dense",  # the headings of a table in a narrow panel
    "segments",  # a switch of several positions
    "segment",  # one of these positions
    "switch",  # a button on a title line that says which page a panel shows
    "compact",  # a field on the toolbar, below its name
    "message-info",
    "message-warning",
    "message-error",
]

Ink = Literal["text", "secondary", "accent", "demon", "train", "test", "good", "warning", "error"]

SPACING = 8  # between panels
PADDING = 12  # inside panels
ROW_HEIGHT = 28
CONTROL_HEIGHT = 26
RADIUS = 5
CARD_RADIUS = 8
#: Beside the headings and cells of a dense table.
DENSE_PADDING = 3

_SHAPES = Path(__file__).parent / "shapes"


def set_role(widget: QWidget, role: Role) -> None:
    """Give a widget its variant of the style."""
    _set_property(widget, "role", role)


def set_ink(widget: QWidget, ink: Ink) -> None:
    """Give the text of a label the colour of that role, in every theme."""
    _set_property(widget, "ink", ink)


def _set_property(widget: QWidget, name: str, value: str) -> None:
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    # Qt looks at properties when it polishes a widget, which may be behind us; before its first show it isn't.
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def style_sheet(name: str, colors: Mapping[str, QColor]) -> str:
    """Write the style sheet for the theme of that name."""
    values = {role: color.name() for role, color in colors.items()}
    shapes = {
        f"shape_{shape}": f'"{(_SHAPES / file).as_posix()}"'
        for shape, file in {
            "down": "chevron-down.svg",
            "up": "chevron-up.svg",
            "check": f"check-{name}.svg",
            "dot": f"dot-{name}.svg",
        }.items()
    }
    sizes = {
        "pt_heading": f"{fonts.points(fonts.HEADING):.2f}pt",
        "pt_secondary": f"{fonts.points(fonts.SECONDARY):.2f}pt",
        "pt_text": f"{fonts.points(fonts.TEXT):.2f}pt",
        "spacing": str(SPACING),
        "radius": str(RADIUS),
        "card_radius": str(CARD_RADIUS),
        "dense_padding": str(DENSE_PADDING),
        "control": str(CONTROL_HEIGHT - 2),  # the border comes on top
        "ringed": str(CONTROL_HEIGHT - 4),  # a border of 2 pixels: what has the focus is as large as before
    }
    return "\n".join(
        Template(part).substitute(values | shapes | sizes)
        for part in (_WINDOW, _TEXT, _INKS, _BUTTONS, _FIELDS, _CHOICES, _SLIDERS, _TABS, _MENUS, _SCROLLING)
    )


_WINDOW = """
QMainWindow, QDialog { background: $background; }
QMainWindow::separator { background: transparent; width: ${spacing}px; height: ${spacing}px; }
QMainWindow::separator:hover { background: $line; }
QToolBar { background: $background; border: none; padding: 6px; spacing: 4px; }
QToolBar::separator { background: $line; width: 1px; margin: 4px 6px; }
QStatusBar { background: $background; color: $secondary; font-size: $pt_secondary; }
QStatusBar::item { border: none; }
QSizeGrip { image: none; width: 0; height: 0; }
QFrame[role="card"] { background: $panel; border: 1px solid $line; border-radius: ${card_radius}px; }
QFrame[role="inset"] { background: $field; border: 1px solid $line; border-radius: 6px; }
QFrame[role="inset-current"] { background: $accent_soft; border: 1px solid $accent; border-radius: 6px; }
QFrame[role="divider"] { background: $line; border: none; }
QFrame[role="message-info"] { background: $accent_soft; border: 1px solid $accent;
  border-radius: ${card_radius}px; }
QFrame[role="message-warning"] {
  background: $warning_soft; border: 1px solid $warning; border-radius: ${card_radius}px;
}
QFrame[role="message-error"] { background: $error_soft; border: 1px solid $error;
  border-radius: ${card_radius}px; }
QToolTip { background: $panel; color: $text; border: 1px solid $line; padding: 4px 6px;
  font-size: $pt_secondary; }
QGroupBox { border: none; margin-top: 20px; font-size: $pt_heading; font-weight: 600; color: $secondary; }
QGroupBox::title { subcontrol-origin: margin; left: 0; color: $secondary; }
"""

_TEXT = """
QLabel { background: transparent; }
QLabel[role="heading"] { color: $secondary; font-size: $pt_heading; font-weight: 600; }
QLabel[role="title"] { color: $text; font-weight: 600; }
QLabel[role="secondary"] { color: $secondary; font-size: $pt_secondary; }
QLabel:disabled { color: $disabled; }
QLabel[leads="true"] { text-decoration: underline; }
QLabel:focus { background: $accent_soft; border-radius: 3px; }
"""

_INKS = "\n".join(f'QLabel[ink="{ink}"] {{ color: ${ink}; }}' for ink in get_args(Ink))

_BUTTONS = """
QPushButton, QToolButton {
  background: $field; color: $text; border: 1px solid $line; border-radius: ${radius}px;
  min-height: ${control}px; padding: 0 10px;
}
QToolButton { padding: 0 6px; }
QPushButton:hover, QToolButton:hover { background: $field_hover; }
QPushButton:pressed, QToolButton:pressed, QPushButton:open, QToolButton:open { background: $field_pressed; }
QPushButton:focus, QToolButton:focus { border: 1px solid $accent; }
QPushButton:disabled, QToolButton:disabled { color: $disabled; background: $field; }
QPushButton:checked, QToolButton:checked { background: $accent_soft; color: $accent;
  border: 1px solid $accent; }
QPushButton::menu-indicator, QToolButton::menu-indicator {
  image: url($shape_down); width: 10px; height: 10px; subcontrol-origin: padding;
  subcontrol-position: right center;
  right: 6px;
}
QToolButton[popupMode="1"] { padding-right: 22px; }
QToolButton[popupMode="2"] { padding-right: 18px; }
QToolButton::menu-button { border: none; border-left: 1px solid $line; width: 18px; }
QToolButton::menu-arrow { image: url($shape_down); width: 10px; height: 10px; }

QPushButton[role="primary"], QToolButton[role="primary"] {
  background: $accent; color: $text_on_accent; border: 1px solid $accent; font-weight: 600; min-width: 68px;
}
QPushButton[role="primary"]:hover, QToolButton[role="primary"]:hover,
QPushButton[role="primary"]:pressed, QToolButton[role="primary"]:pressed { background: $accent_hover; }
QPushButton[role="primary"]:focus, QToolButton[role="primary"]:focus {
  border: 2px solid $text; min-height: ${ringed}px; padding: 0 9px;
}
QToolButton[role="primary"]:focus { padding: 0 5px; }
QPushButton[role="primary"]:disabled, QToolButton[role="primary"]:disabled {
  background: $field; color: $disabled; border: 1px solid $line;
}

QPushButton[role="demon"], QToolButton[role="demon"] { font-weight: 600; }
QPushButton[role="demon"]:focus, QToolButton[role="demon"]:focus { border: 1px solid $demon; }
QPushButton[role="demon"][checkable="false"], QToolButton[role="demon"][checkable="false"],
QPushButton[role="demon"]:checked, QToolButton[role="demon"]:checked {
  background: $demon; color: $text_on_demon; border: 1px solid $demon;
}
QPushButton[role="demon"][checkable="false"]:hover, QToolButton[role="demon"][checkable="false"]:hover,
QPushButton[role="demon"]:checked:hover, QToolButton[role="demon"]:checked:hover { background: $demon_hover; }
QPushButton[role="demon"][checkable="false"]:focus, QToolButton[role="demon"][checkable="false"]:focus,
QPushButton[role="demon"]:checked:focus, QToolButton[role="demon"]:checked:focus {
  border: 2px solid $text; min-height: ${ringed}px; padding: 0 9px;
}
QToolButton[role="demon"][checkable="false"]:focus, QToolButton[role="demon"]:checked:focus { padding: 0 5px; }
QPushButton[role="demon"]:disabled, QToolButton[role="demon"]:disabled {
  background: $field; color: $disabled; border: 1px solid $line;
}

QPushButton[role="flat"], QToolButton[role="flat"] {
  background: transparent; border: 1px solid transparent; padding: 0 4px; min-height: 22px;
}
QPushButton[role="flat"]:hover, QToolButton[role="flat"]:hover { background: $field_hover; }
QPushButton[role="flat"]:pressed, QToolButton[role="flat"]:pressed { background: $field_pressed; }
QPushButton[role="flat"]:focus, QToolButton[role="flat"]:focus { border: 1px solid $accent; }
QPushButton[role="flat"]:checked, QToolButton[role="flat"]:checked { background: $accent_soft;
  color: $accent; }
QToolBar QToolButton[role="flat"] { padding: 0 2px; }
QToolButton[role="switch"] {
  background: transparent; color: $secondary; border: 1px solid transparent; padding: 0 2px; min-height: 20px;
}
QToolButton[role="switch"]:hover, QToolButton[role="switch"]:pressed { background: $field_hover; color: $text; }
QToolButton[role="switch"]:focus { border: 1px solid $accent; }
QFrame[role="segments"] { background: $field; border: 1px solid $line; border-radius: 7px; }
QToolButton[role="segment"] {
  background: transparent; color: $secondary; border: 1px solid transparent; padding: 0 6px; min-height: 22px;
}
QToolButton[role="segment"]:hover { color: $text; background: $field_hover; }
QToolButton[role="segment"]:checked { background: $panel; color: $text; border: 1px solid $line; font-weight: 600; }
QToolButton[role="segment"]:focus { border: 1px solid $accent; }
QToolButton[role="segment"][popupMode="2"] { color: $text; padding-right: 20px; }
QToolButton[role="chip"] { background: $panel; border: 1px solid $line; border-radius: 8px; padding: 0; }
QToolButton[role="chip"]:hover { background: $accent_soft; border: 1px solid $accent; }
QPushButton[role="cell"] { font-size: $pt_secondary; padding: 3px 5px; text-align: left; }
QPushButton[role="tight"] { padding: 0 7px; }
QPushButton[role="link"] {
  background: transparent; border: 1px solid transparent; color: $accent; padding: 0 2px; min-height: 18px;
  text-align: left;
}
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"]:focus { border: 1px solid $accent; }
QPushButton:checked:focus, QToolButton:checked:focus { border: 1px solid $text; }
"""

_FIELDS = """
QLineEdit, QAbstractSpinBox, QComboBox {
  background: $field; color: $text; border: 1px solid $line; border-radius: ${radius}px;
  min-height: ${control}px; padding: 0 8px; selection-background-color: $accent;
    selection-color: $text_on_accent;
}
QPlainTextEdit, QTextEdit {
  background: $field; color: $text; border: 1px solid $line; border-radius: ${radius}px;
  selection-background-color: $accent; selection-color: $text_on_accent;
}
QLineEdit:hover, QAbstractSpinBox:hover, QComboBox:hover { background: $field_hover; }
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus, QPlainTextEdit:focus, QTextEdit:focus {
  border: 1px solid $accent; }
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled { color: $disabled; }
QAbstractSpinBox QLineEdit { background: transparent; border: none; padding: 0; min-height: 0; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
  subcontrol-origin: border; width: 18px; border: none; background: transparent;
}
QAbstractSpinBox::up-button { subcontrol-position: top right; margin-top: 2px; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; margin-bottom: 2px; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $field_pressed; }
QAbstractSpinBox::up-arrow { image: url($shape_up); width: 10px; height: 10px; }
QAbstractSpinBox::down-arrow { image: url($shape_down); width: 10px; height: 10px; }
QComboBox { padding-right: 2px; combobox-popup: 0; }
QComboBox[role="compact"], QAbstractSpinBox[role="compact"] { min-height: 20px; max-height: 20px; }
QComboBox::drop-down { subcontrol-origin: padding; subcontrol-position: center right; width: 16px;
  border: none; }
QComboBox::down-arrow { image: url($shape_down); width: 10px; height: 10px; }
QComboBox QAbstractItemView {
  background: $panel; color: $text; border: 1px solid $line; outline: none; padding: 4px;
  selection-background-color: $accent_soft; selection-color: $text;
}
QComboBox QAbstractItemView::item { min-height: 24px; padding: 0 6px; border-radius: 4px; }
QComboBox QAbstractItemView::item:selected { background: $accent_soft; color: $text; }
"""

_CHOICES = """
QCheckBox, QRadioButton { spacing: 8px; min-height: 22px; background: transparent; }
QCheckBox:disabled, QRadioButton:disabled { color: $disabled; }
QCheckBox::indicator, QRadioButton::indicator { width: 14px; height: 14px; background: $panel;
  border: 1px solid $outline; }
QCheckBox::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover, QCheckBox::indicator:focus,
QRadioButton::indicator:focus {
  border: 1px solid $accent;
}
QCheckBox:focus, QRadioButton:focus { color: $accent; }
QCheckBox::indicator:checked { background: $accent; border: 1px solid $accent; image: url($shape_check); }
QRadioButton::indicator:checked { background: $accent; border: 1px solid $accent; image: url($shape_dot); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { background: $field;
  border: 1px solid $line; }
QProgressBar {
  background: $field; border: 1px solid $line; border-radius: 4px; text-align: center; color: $text;
  min-height: 8px;
}
QProgressBar::chunk { background: $accent; border-radius: 3px; }
"""

_SLIDERS = """
QSlider { min-height: 22px; background: transparent; }
QSlider::groove:horizontal { height: 3px; border-radius: 1px; background: $line; }
QSlider::groove:vertical { width: 3px; border-radius: 1px; background: $line; }
QSlider::sub-page:horizontal, QSlider::add-page:vertical { background: $accent; border-radius: 1px; }
QSlider::handle { background: $accent; border: 2px solid $panel; border-radius: 8px; width: 12px;
  height: 12px; }
QSlider::handle:horizontal { margin: -7px 0; }
QSlider::handle:vertical { margin: 0 -7px; }
QSlider::handle:hover, QSlider::handle:pressed { background: $accent_hover; }
QSlider::handle:focus { border: 2px solid $text; }
QSlider[role="demon"]::sub-page:horizontal { background: $line; }
QSlider[role="demon"]::handle { background: $demon; }
QSlider[role="demon"]::handle:hover, QSlider[role="demon"]::handle:pressed { background: $demon_hover; }
QSlider::handle:disabled { background: $disabled; }
QSlider::sub-page:horizontal:disabled { background: $line; }
"""

_TABS = """
QTabWidget::pane { border: none; }
QTabBar { background: transparent; qproperty-drawBase: 0; }
QTabBar[role="dock-tabs"] {
  background: $panel; border: 1px solid $line; border-bottom: none;
  border-top-left-radius: ${card_radius}px; border-top-right-radius: ${card_radius}px;
}
QTabBar::tab {
  background: transparent; color: $secondary; border: none; border-bottom: 2px solid transparent;
  min-height: 24px; padding: 0 4px; margin: 0 16px 2px 12px;
}
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; }
QTabBar::tab:focus { color: $accent; }
QTabBar QToolButton { min-height: 0; padding: 0; border: none; }
QHeaderView { background: transparent; }
QTableCornerButton::section { background: transparent; border: none; border-bottom: 1px solid $line; }
QHeaderView::section {
  background: transparent; color: $secondary; border: none; border-bottom: 1px solid $line; padding: 4px 6px;
  font-size: $pt_secondary;
}
QHeaderView[role="dense"]::section { padding: 4px ${dense_padding}px; }
QTableView, QTreeView, QListView {
  background: transparent; color: $text; border: none; outline: none; gridline-color: $line;
  selection-background-color: $accent_soft; selection-color: $text; alternate-background-color: $field;
}
QListView::item { padding: 4px 6px; border-radius: 4px; }
QListView::item:hover { background: $field; }
QListView::item:selected { background: $accent_soft; color: $text; }
QTableView:focus, QTreeView:focus, QListView:focus { border: 1px solid $accent; border-radius: 4px; }
QListView[role="gallery"]:focus { border: none; }
QListView:window { background: $panel; border: 1px solid $line; }
"""

_MENUS = """
QMenuBar { background: $background; color: $text; padding: 2px 6px; }
QMenuBar::item { background: transparent; padding: 4px 8px; border-radius: 4px; }
QMenuBar::item:selected { background: $field_hover; }
QMenu { menu-scrollable: 1; background: $panel; color: $text; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 4px; }
QMenu::icon { padding-left: 8px; }
QMenu::item:selected { background: $accent_soft; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
"""

_SCROLLING = """
QScrollArea, QScrollArea > #qt_scrollarea_viewport, QScrollArea > #qt_scrollarea_viewport > QWidget {
  background: transparent; border: none;
}
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 8px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 8px; margin: 0; }
QScrollBar::handle { background: $line; border-radius: 3px; margin: 1px; }
QScrollBar::handle:vertical { min-height: 24px; }
QScrollBar::handle:horizontal { min-width: 24px; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: $outline; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""
