"""The theme: readable in light and dark, and switched for everything at once."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QVBoxLayout, QWidget

from bpexplorer.look.colours import contrast
from bpexplorer.look.stylesheet import Role, set_role
from bpexplorer.look.theme import DARK, LIGHT, Theme, apply_theme, current_theme, theme_notifier

both_themes = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])

#: Every ground on which words of a role stand.
TEXT_ON = {
    "text": (
        "background",
        "panel",
        "field",
        "field_hover",
        "field_pressed",
        "accent_soft",
        "warning_soft",
        "error_soft",
    ),
    "secondary": (
        "background",
        "panel",
        "field",
        "field_hover",
        "field_pressed",
        "accent_soft",
        "warning_soft",
    ),
    "accent": ("background", "panel", "field", "field_hover", "accent_soft"),
    "demon": ("background", "panel", "field", "field_hover", "demon_soft"),
    "train": ("background", "panel", "field"),
    "test": ("background", "panel", "field"),
    "good": ("panel",),
    "warning": ("panel", "warning_soft"),
    "error": ("panel", "field", "error_soft"),
    "text_on_accent": ("accent", "accent_hover"),
    "text_on_demon": ("demon", "demon_hover"),
}


@pytest.fixture(autouse=True)
def light_again(qapp: QApplication) -> Iterator[None]:
    yield
    apply_theme(qapp, "light")


@both_themes
@pytest.mark.parametrize(
    ("ink", "ground"), [(ink, ground) for ink, grounds in TEXT_ON.items() for ground in grounds]
)
def test_words_are_readable_on_every_ground_they_stand_on(theme: Theme, ink: str, ground: str) -> None:
    colors = theme.colors()
    assert contrast(colors[ink], colors[ground]) >= 4.5


@both_themes
@pytest.mark.parametrize("ground", ["background", "panel", "field", "field_hover", "accent_soft"])
def test_what_cannot_be_used_now_can_still_be_read(theme: Theme, ground: str) -> None:
    assert contrast(theme.disabled, theme.colors()[ground]) >= 3.0


@both_themes
def test_outlines_and_the_focus_ring_can_be_seen(theme: Theme) -> None:
    assert contrast(theme.outline, theme.panel) >= 3.0
    assert contrast(theme.accent, theme.panel) >= 3.0
    assert contrast(theme.accent, theme.line) >= 3.0  # the ring against the border that it replaces


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21.0)
    assert contrast(QColor("#777777"), QColor("white")) == pytest.approx(4.478, abs=0.001)


@both_themes
def test_the_demon_has_a_colour_that_nothing_else_has(theme: Theme) -> None:
    def hue_distance(first: QColor, second: QColor) -> int:
        apart = abs(first.hue() - second.hue())
        return min(apart, 360 - apart)

    for role in ("accent", "train", "test", "good", "warning", "error"):
        assert hue_distance(theme.demon, theme.colors()[role]) > 25, role


def test_one_call_gives_the_application_the_other_theme_and_says_so(qapp: QApplication, qtbot: Any) -> None:
    apply_theme(qapp, "light")
    with qtbot.waitSignal(theme_notifier().theme_changed) as changed:
        apply_theme(qapp, "dark")
    assert changed.args == [DARK]
    assert current_theme() is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window) == DARK.background
    with qtbot.assertNotEmitted(theme_notifier().theme_changed):
        apply_theme(qapp, "dark")


def test_the_systems_scheme_is_followed_only_when_asked(qapp: QApplication) -> None:
    # Offscreen the system says nothing, so "system" is light.
    assert apply_theme(qapp, "system") is LIGHT
    apply_theme(qapp, "dark")
    theme_notifier()._on_system_scheme_changed(qapp.styleHints().colorScheme())
    assert current_theme() is DARK
    theme_notifier().scheme = "system"
    theme_notifier()._on_system_scheme_changed(qapp.styleHints().colorScheme())
    assert current_theme() is LIGHT


@both_themes
def test_the_primary_button_is_drawn_in_the_accent(theme: Theme, qapp: QApplication, qtbot: Any) -> None:
    apply_theme(qapp, theme.name)
    button = QPushButton("Play")
    set_role(button, "primary")
    qtbot.addWidget(button)
    button.resize(100, 28)
    image = button.grab().toImage()
    assert image.pixelColor(12, 14) == theme.accent


@pytest.mark.parametrize("kind", [QPushButton, QToolButton])
@pytest.mark.parametrize("role", ["primary", "demon", "tool"])
def test_a_button_is_as_large_with_the_focus_as_without(
    qtbot: Any, qapp: QApplication, kind: type[QPushButton | QToolButton], role: Role
) -> None:
    apply_theme(qapp, "light")
    window = QWidget()
    layout = QVBoxLayout(window)
    button, other = kind(window), QPushButton("other", window)
    button.setText("Play")
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    set_role(button, role)
    layout.addWidget(other)
    layout.addWidget(button)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    hints = []
    for focused in (other, button):
        focused.setFocus()
        qtbot.waitUntil(focused.hasFocus)
        button.setFont(button.font())
        button.setText("Pause")
        button.setText("Play")
        hints.append(button.sizeHint())
    assert hints[0] == hints[1]
