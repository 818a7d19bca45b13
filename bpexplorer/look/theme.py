"""The colours of the window by role, light and dark, and the switch between them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from bpexplorer.guard import guard
from bpexplorer.look import fonts, stylesheet

Scheme = Literal["light", "dark", "system"]


@dataclass(frozen=True, slots=True, eq=False)
class Theme:
    """What each colour is for. Text stands on `panel` and `background`, `text_on_x` on the colour x.

    The demon and the accent, good and error, and the curves are told apart by eyes that lack the red or the green
    cones, too (``tests/colour_vision.py`` simulates them).
    """

    name: Literal["light", "dark"]
    background: QColor  # of the window, between the panels
    panel: QColor
    line: QColor  # borders and separators
    text: QColor
    secondary: QColor  # captions, units, what may be overlooked
    disabled: QColor  # text of what can't be used now; the one text below 4.5 : 1, and never below 3 : 1
    field: QColor  # buttons, inputs, plot backgrounds
    field_hover: QColor
    field_pressed: QColor
    neutral: QColor  # a signed number that is 0: no hue, and close to the panel
    outline: QColor  # of neurons, check boxes, handles: 3 : 1 on panel
    accent: QColor  # play, focus, the current step
    accent_hover: QColor
    accent_soft: QColor  # background of what is current
    text_on_accent: QColor
    demon: QColor  # the demon, and nothing else
    demon_hover: QColor
    demon_soft: QColor
    text_on_demon: QColor
    train: QColor
    test: QColor
    validation: QColor
    good: QColor
    warning: QColor
    warning_soft: QColor
    error: QColor
    error_soft: QColor

    @property
    def is_dark(self) -> bool:
        return self.name == "dark"

    def colors(self) -> Mapping[str, QColor]:
        """Give every colour by the name of its role."""
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name != "name"}


LIGHT = Theme(
    name="light",
    background=QColor("#f4f4f1"),
    panel=QColor("#ffffff"),
    line=QColor("#e2e2dd"),
    text=QColor("#1f2328"),
    secondary=QColor("#5b636e"),
    disabled=QColor("#80868e"),
    field=QColor("#f3f3f0"),
    field_hover=QColor("#eaeae6"),
    field_pressed=QColor("#dfdfda"),
    neutral=QColor("#f4f4f1"),
    outline=QColor("#858c96"),
    accent=QColor("#3b5bdb"),
    accent_hover=QColor("#3150c4"),
    accent_soft=QColor("#e9edfa"),
    text_on_accent=QColor("#ffffff"),
    demon=QColor("#86108a"),
    demon_hover=QColor("#6f0c73"),
    demon_soft=QColor("#fae9fa"),
    text_on_demon=QColor("#ffffff"),
    train=QColor("#0c7568"),
    test=QColor("#a35806"),
    validation=QColor("#1769aa"),
    good=QColor("#16825d"),
    warning=QColor("#8a5a00"),
    warning_soft=QColor("#fbf3e0"),
    error=QColor("#b3261e"),
    error_soft=QColor("#fbeae8"),
)

DARK = Theme(
    name="dark",
    background=QColor("#15171a"),
    panel=QColor("#1d2024"),
    line=QColor("#2c3036"),
    text=QColor("#e7e9ec"),
    secondary=QColor("#a1aab5"),
    disabled=QColor("#747c87"),
    field=QColor("#25292e"),
    field_hover=QColor("#2e3339"),
    field_pressed=QColor("#383e45"),
    neutral=QColor("#25292e"),
    outline=QColor("#79828e"),
    accent=QColor("#8aa0ff"),
    accent_hover=QColor("#9db0ff"),
    accent_soft=QColor("#272c3f"),
    text_on_accent=QColor("#15171a"),
    demon=QColor("#f7bcf2"),
    demon_hover=QColor("#fad0f6"),
    demon_soft=QColor("#3a283a"),
    text_on_demon=QColor("#15171a"),
    train=QColor("#3cc6b4"),
    test=QColor("#f2b04b"),
    validation=QColor("#63b3f5"),
    good=QColor("#6fd9b3"),
    warning=QColor("#f0b95e"),
    warning_soft=QColor("#332b1c"),
    error=QColor("#ff7063"),
    error_soft=QColor("#3a2323"),
)

THEMES: Mapping[str, Theme] = {theme.name: theme for theme in (LIGHT, DARK)}


class ThemeNotifier(QObject):
    """Tells what draws with its own colours (canvas, plots, formulas) that the theme is another one now."""

    theme_changed = Signal(object)  # Theme

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = LIGHT
        self.scheme: Scheme = "light"

    @guard
    def _on_system_scheme_changed(self, _scheme: Qt.ColorScheme) -> None:
        app = QApplication.instance()
        if self.scheme == "system" and isinstance(app, QApplication):
            _use(app, system_theme())


def theme_notifier() -> ThemeNotifier:
    """Give the notifier of this application; it lives as long as the application does."""
    app = QApplication.instance()
    if app is None:
        raise RuntimeError("there is no application yet")
    notifier = app.findChild(ThemeNotifier, options=Qt.FindChildOption.FindDirectChildrenOnly)
    if notifier is None:
        notifier = ThemeNotifier(app)
        QGuiApplication.styleHints().colorSchemeChanged.connect(notifier._on_system_scheme_changed)
    return notifier


def current_theme() -> Theme:
    """Give the theme that is shown now (the light one before `apply_theme`)."""
    return theme_notifier().theme


def system_theme() -> Theme:
    """Give the theme that the system asks for; light where it says nothing (bare X, no display)."""
    return DARK if QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT


def apply_theme(app: QApplication, scheme: Scheme = "system") -> Theme:
    """Give the whole application the look: Fusion, our palette, our style sheet, our fonts.

    With ``"system"`` the theme follows the system's from now on.
    """
    theme_notifier().scheme = scheme
    theme = system_theme() if scheme == "system" else THEMES[scheme]
    _use(app, theme)
    return theme


def _use(app: QApplication, theme: Theme) -> None:
    # Qt repaints every widget for a palette and again for a style sheet, so nothing is set twice.
    applied = app.property(_APPLIED)
    if applied == theme.name:
        return
    if applied is None:
        app.setStyle(QStyleFactory.create("Fusion"))
        app.setFont(fonts.text_font())
    _dress(app, theme)


def apply_magnification(app: QApplication, factor: float, resize: Callable[[], None]) -> None:
    """Show everything so many times larger than it is meant to be; ``resize`` does so with what widgets were given."""
    fonts.set_magnification(factor)

    def grow() -> None:
        app.setFont(fonts.text_font())
        resize()

    _dress(app, current_theme(), undressed=grow)


def _dress(app: QApplication, theme: Theme, *, undressed: Callable[[], None] = lambda: None) -> None:
    """Give everything palette and style sheet; ``undressed`` is called while nothing has a style sheet."""
    notifier = theme_notifier()
    # WORKAROUND: where one style sheet takes the place of another, Qt polishes each widget once for everything that it
    # lies in, which is seven times; where one goes, and where one comes, it does so once.
    app.setStyleSheet("")
    undressed()
    app.setPalette(palette(theme))
    notifier.theme = theme
    app.setStyleSheet(stylesheet.style_sheet(theme.name, theme.colors()))
    app.setProperty(_APPLIED, theme.name)
    notifier.theme_changed.emit(theme)


_APPLIED = "bpexplorer_theme"


def palette(theme: Theme) -> QPalette:
    """Fill Qt's own roles from ours, for everything that the style sheet doesn't reach."""
    result = QPalette()
    role = QPalette.ColorRole
    for each, color in {
        role.Window: theme.background,
        role.WindowText: theme.text,
        role.Base: theme.panel,
        role.AlternateBase: theme.field,
        role.Text: theme.text,
        role.PlaceholderText: theme.secondary,
        role.Button: theme.field,
        role.ButtonText: theme.text,
        role.BrightText: theme.error,
        role.ToolTipBase: theme.panel,
        role.ToolTipText: theme.text,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.text_on_accent,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
        role.Accent: theme.accent,
        role.Light: theme.panel,
        role.Midlight: theme.line,
        role.Mid: theme.line,
        role.Dark: theme.outline,
        role.Shadow: theme.line,
    }.items():
        result.setColor(each, color)
    for each in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, each, theme.disabled)
    result.setColor(QPalette.ColorGroup.Disabled, role.Highlight, theme.line)
    return result
