"""The small widgets: what they say, how they look in both themes, and that they stay put."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDockWidget,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QScrollArea,
    QSlider,
    QSpinBox,
    QTabBar,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from bpexplorer.core.origin import SumKind
from bpexplorer.look import fonts
from bpexplorer.look.colours import SignedScale, signed_lut
from bpexplorer.look.icons import ICONS, icon, set_icon
from bpexplorer.look.numbers import count, signed, significant
from bpexplorer.look.stylesheet import SPACING, Role, set_role
from bpexplorer.look.theme import DARK, LIGHT, Theme, apply_theme, theme_notifier
from bpexplorer.look.widgets import (
    Caption,
    Card,
    CardDock,
    ColourBar,
    Divider,
    EmptyState,
    FormulaLabel,
    LabelledRow,
    MessageAction,
    MessageBar,
    NumberLabel,
    PanelTitle,
    Section,
    SteadyLabel,
    ToolGroup,
    lay_out_cards,
    message_bar,
)
from bpexplorer.look.widgets.formula import typeset, typeset_now
from bpexplorer.look.widgets.labels import CaptionRoom, shortened
from bpexplorer.panels.origin.formulas import formula_of
from tests.walk import tooltip

both_themes = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


@pytest.fixture(autouse=True)
def light_again(qapp: QApplication) -> Iterator[None]:
    apply_theme(qapp, "light")
    yield
    apply_theme(qapp, "light")


def shown(qtbot: Any, widget: QWidget, width: int, height: int) -> QImage:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget.grab().toImage()


def colors_of(image: QImage) -> set[str]:
    pixels = np.frombuffer(image.convertToFormat(QImage.Format.Format_ARGB32).constBits(), dtype=np.uint32)
    return {QColor(int(each)).name() for each in np.unique(pixels)}


# Numbers and words


def test_a_number_that_changes_moves_nothing(qtbot: Any) -> None:
    label = NumberLabel("actual ΔC", name="demon_actual", size=fonts.NUMBER_LARGE, bold=True)
    label.set_text(signed(-0.0247))
    shown(qtbot, label, 120, 44)
    size, place = label.sizeHint(), label.number.geometry()
    for value in (0.0, 1e-9, -12345.678, 9.99e12, -1e-300, np.nan, -np.inf):
        label.set_text(signed(value))
        assert label.sizeHint() == size
        assert label.number.geometry() == place
        assert label.number.fontMetrics().horizontalAdvance(label.text()) <= label.number.width()


@pytest.mark.parametrize("size", [fonts.NUMBER + 6, fonts.NUMBER - 4], ids=["larger", "smaller"])
def test_a_text_that_stays_has_the_room_of_its_letters_when_these_change(size: float, qtbot: Any) -> None:
    label = SteadyLabel()
    shown(qtbot, label, 300, 60)
    label.show_text(significant(-1.25e-12))
    label.setFont(fonts.number_font(size))
    assert label.size() == label.sizeHint()


def test_a_text_that_is_longer_than_any_before_has_room_at_once(qtbot: Any) -> None:
    label = SteadyLabel()
    shown(qtbot, label, 300, 60)
    for text in ("÷ 2", "÷ 2,000", "÷ 2", "ππππππππ", "iiiiiiii"):
        label.show_text(text)
        assert label.sizeHint().width() <= label.width()
        assert label.height() == label.sizeHint().height()


def test_what_is_not_finite_is_never_cut(qtbot: Any) -> None:
    label = NumberLabel("actual ΔC", name="demon_actual", size=fonts.NUMBER_LARGE, bold=True)
    shown(qtbot, label, 120, 44)
    label.set_text(signed(np.inf))
    assert label.text() == "not finite"
    qtbot.waitUntil(
        lambda: label.number.fontMetrics().horizontalAdvance(label.text()) <= label.number.width()
    )


def test_every_digit_and_sign_of_the_number_font_is_equally_wide(qapp: QApplication) -> None:
    label = QLabel()
    label.setFont(fonts.number_font())
    assert len({label.fontMetrics().horizontalAdvance(each) for each in "+-0123456789.e "}) == 1


def test_a_number_is_found_by_its_object_name_and_read_out_with_its_caption(qtbot: Any) -> None:
    panel = QWidget()
    qtbot.addWidget(panel)
    number = NumberLabel("predicted δ·Δz", name="demon_predicted", ink="demon", parent=panel)
    number.set_text("-0.0194")
    found = panel.findChild(QLabel, "demon_predicted")
    assert found is not None
    assert (found.text(), found.accessibleName()) == ("-0.0194", "predicted δ·Δz")
    number.set_caption("predicted, mean over the batch")
    assert found.accessibleName() == "predicted, mean over the batch"


@both_themes
def test_a_number_has_the_colour_of_its_role(theme: Theme, qtbot: Any, qapp: QApplication) -> None:
    apply_theme(qapp, theme.name)
    label = NumberLabel("train", name="train_cost", ink="train", size=30.0, bold=True)
    label.set_text("0.1148")
    assert theme.train.name() in colors_of(shown(qtbot, label, 220, 70))


def test_a_caption_that_is_too_long_is_cut_and_told_whole_in_its_tooltip(qtbot: Any) -> None:
    caption = Caption("32 fixed samples · one scale, linear, locked")
    shown(qtbot, caption, 90, 20)
    assert caption.is_elided()
    caption.setToolTip("What the panel shows.")
    at = caption.rect().center()
    assert tooltip(caption, at).split() == f"{caption.text()} What the panel shows.".split()
    caption.resize(600, 20)
    caption.grab()
    assert not caption.is_elided()
    assert tooltip(caption, at) == "What the panel shows."


def test_an_empty_panel_offers_the_act_that_fills_it(qtbot: Any) -> None:
    asked: list[str] = []
    state = EmptyState(
        "No network yet",
        "Choose a data set, then add a layer.",
        button="Use the digits",
        on_click=lambda: asked.append("digits"),
    )
    shown(qtbot, state, 420, 240)
    assert state.button is not None
    assert abs(state.message.geometry().center().x() - state.rect().center().x()) <= 1
    assert state.title.geometry().bottom() < state.message.geometry().top()
    assert state.message.geometry().bottom() < state.button.geometry().top()
    QTest.mouseClick(state.button, Qt.MouseButton.LeftButton)
    assert asked == ["digits"]


def test_what_an_empty_panel_needs_doesnt_depend_on_how_much_room_it_had(qtbot: Any) -> None:
    card = QWidget()
    state = EmptyState("No network yet", "Choose a data set, then add a layer. " * 3, parent=card)
    shown(qtbot, card, 420, 400)
    needed = set()
    for height in (60, 400, 60):
        state.resize(420, height)
        needed.add(state.minimumSizeHint().height())
    assert len(needed) == 1
    assert needed.pop() >= state.title.height() + state.message.heightForWidth(420)


# The colour bar


@both_themes
def test_the_colour_bar_runs_from_blue_to_red_and_says_what_that_means(
    theme: Theme, qtbot: Any, qapp: QApplication
) -> None:
    apply_theme(qapp, theme.name)
    bar = ColourBar(SignedScale(2.0), low="z too low", high="z too high", note="δ, one scale")
    image = shown(qtbot, bar, 300, bar.sizeHint().height())
    assert bar.low_text() == f"{significant(-2.0)} z too low"
    assert bar.high_text() == "z too high +2"
    assert bar.note_text() == "δ, one scale · linear"
    assert "too low" in bar.accessibleName()
    lut = signed_lut(theme)
    for x, entry in ((2, 1), (75, 64), (225, 192), (297, 254)):
        drawn = np.array(image.pixelColor(x, 5).getRgb()[:3], dtype=int)
        assert np.abs(drawn - lut[entry][:3]).max() <= 12


def test_the_colour_bar_counts_what_lies_beyond_it_and_names_its_mode(qtbot: Any) -> None:
    bar = ColourBar(SignedScale(0.5), note="δ")
    qtbot.addWidget(bar)
    bar.set_scale(SignedScale(0.5, mode="log"), clipped=3)
    assert bar.note_text() == "δ · logarithmic · 3 off the scale"
    assert bar.low_text() == significant(-0.5)


def test_words_that_have_no_room_at_the_colour_bar_are_left_out_whole_the_last_first(qtbot: Any) -> None:
    bar = ColourBar(SignedScale(0.5), note="a over the inputs · scale of layer 2 (fixed) · x0 across")
    qtbot.addWidget(bar)
    parts, seen = bar.note_text().split(" · "), set()
    for width in range(bar.fontMetrics().horizontalAdvance(parts[0]) + 1, 900):
        bar.resize(width, bar.height())
        shown = bar.shown_note()
        assert bar.fontMetrics().horizontalAdvance(shown) <= width
        assert shown.split(" · ") == [part for part in parts if part in shown.split(" · ")]
        assert shown.startswith(parts[0])
        seen.add(len(shown.split(" · ")))
    assert seen == set(range(1, len(parts) + 1))
    assert bar.note_text() in bar.toolTip()


def test_the_colour_bar_marks_a_value_where_its_colour_is(qtbot: Any) -> None:
    bar = ColourBar(SignedScale(1.0))
    before = shown(qtbot, bar, 300, bar.sizeHint().height())
    bar.set_marker(0.5)
    after = bar.grab().toImage()
    changed = [x for x in range(300) if any(before.pixel(x, y) != after.pixel(x, y) for y in range(10))]
    assert changed
    assert abs(np.mean(changed) - 225.0) < 2.0
    bar.set_marker(np.nan)
    assert bar.grab().toImage() == before


# Messages


def click_action(bar: MessageBar, name: str) -> None:
    button = bar.findChild(QPushButton, name)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_message_is_shown_as_plain_text_until_it_is_closed(qtbot: Any) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    assert bar.isHidden()
    bar.show_message("<b>digits.bpx</b> can't be read.", kind="error")
    label = bar.findChild(QLabel, "message_text")
    assert label is not None
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert bar.text() == "<b>digits.bpx</b> can't be read."
    assert not bar.isHidden()
    with qtbot.waitSignal(bar.closed):
        QTest.mouseClick(bar.close_button, Qt.MouseButton.LeftButton)
    assert bar.isHidden()
    assert bar.text() == ""


def test_escape_closes_the_message_that_has_the_focus(qtbot: Any) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.show_message("Training stopped.", kind="warning")
    QTest.keyClick(bar.close_button, Qt.Key.Key_Escape)
    assert bar.isHidden()


def test_an_action_of_a_message_is_done_once_and_takes_the_message_away(qtbot: Any) -> None:
    done: list[str] = []
    bar = MessageBar()
    qtbot.addWidget(bar)
    back = MessageAction("Go back", "message_go_back", lambda: done.append("back"))
    bar.show_message("Training diverged.", kind="warning", actions=[back])
    click_action(bar, "message_go_back")
    assert done == ["back"]
    assert bar.isHidden()


def test_messages_stand_below_each_other_and_a_way_back_is_never_wiped(qtbot: Any) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    back = MessageAction("Go back", "message_go_back", lambda: None)
    bar.show_message("Training diverged.", kind="warning", actions=[back], about="divergence")
    for number in range(5):
        bar.show_message(f"File {number} can't be read.", kind="error")
    assert bar.texts == ("Training diverged.", "File 3 can't be read.", "File 4 can't be read.")
    bar.close_message()
    bar.show_message("Restored.")
    bar.show_message("File 5 can't be read.", kind="error")
    assert bar.texts == ("Training diverged.", "File 3 can't be read.", "File 5 can't be read.")
    bar.close_message()
    bar.close_message()
    assert bar.texts == ("Training diverged.",)
    click_action(bar, "message_go_back")
    assert bar.isHidden()


def test_a_newer_message_about_the_same_takes_its_place_and_leaves_with_its_cause_or_project(
    qtbot: Any,
) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    undo = MessageAction("Undo", "message_undo", lambda: None)
    bar.show_message("First.", actions=[undo], about="rate")
    bar.show_message("Other.", is_of_program=True)
    bar.show_message("Second.", about="rate")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert bar.texts == ("Second.", "Other.")
    assert bar.findChild(QPushButton, "message_undo") is None
    bar.close_about("rate")
    assert bar.texts == ("Other.",)
    bar.show_message("Third.")
    bar.forget_project()
    assert bar.texts == ("Other.",), "that isn't said of a project"


def test_the_same_words_are_said_once(qtbot: Any) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    for _ in range(3):
        bar.show_message("Select a neuron first.", kind="error")
    assert bar.texts == ("Select a neuron first.",)


@pytest.fixture
def quick_notices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a notice have been read at once."""
    monkeypatch.setattr(message_bar, "NOTICED", 1)
    monkeypatch.setattr(message_bar, "READ", 0)


@pytest.mark.usefixtures("quick_notices")
def test_a_notice_leaves_by_itself_and_what_is_wrong_or_offers_something_stays(qtbot: Any) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.show_message("Can't save", kind="error")
    bar.show_message("Trained", actions=[MessageAction("Go back", "go_back", lambda: None)])
    bar.show_message("Saved")
    qtbot.waitUntil(lambda: "Saved" not in bar.texts)
    assert bar.texts == ("Can't save", "Trained")


@pytest.mark.usefixtures("quick_notices")
def test_a_notice_leaves_though_it_came_under_a_mouse_that_rests_and_qt_looks_for_a_place_for_the_keyboard(
    qtbot: Any,
) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    bar, field = MessageBar(page), QPushButton("Apply", page)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    bar.show_message("The network has other data.")
    field.hide()
    assert not bar.close_button.hasFocus()
    qtbot.waitUntil(lambda: bar.texts == ())
    bar.show_message("Can't save", kind="error")
    assert bar.close_button.focusPolicy() & Qt.FocusPolicy.TabFocus, (
        "what stays can be closed by the keyboard"
    )


def test_an_action_may_show_the_next_message(qtbot: Any) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    action = MessageAction("Retry", "message_retry", lambda: bar.show_message("Still not readable."))
    bar.show_message("Not readable.", kind="error", actions=[action])
    click_action(bar, "message_retry")
    assert bar.text() == "Still not readable."
    assert not bar.isHidden()


@both_themes
@pytest.mark.parametrize("kind", ["info", "warning", "error"])
def test_a_message_has_the_ground_and_edge_of_its_kind(
    theme: Theme, kind: Any, qtbot: Any, qapp: QApplication
) -> None:
    apply_theme(qapp, theme.name)
    bar = MessageBar()
    bar.show_message("Something happened.", kind=kind)
    colors = colors_of(shown(qtbot, bar, 400, 40))
    edge, ground = {
        "info": (theme.accent, theme.accent_soft),
        "warning": (theme.warning, theme.warning_soft),
        "error": (theme.error, theme.error_soft),
    }[kind]
    assert {edge.name(), ground.name()} <= colors


# Icons and formulas


@both_themes
def test_every_icon_can_be_drawn_in_the_colours_of_the_theme(theme: Theme, qtbot: Any) -> None:
    for name in ICONS:
        image = icon(name, theme).pixmap(24, 24).toImage()
        inks = [image.pixelColor(x, y) for x in range(24) for y in range(24)]
        solid = np.array([ink.getRgb()[:3] for ink in inks if ink.alpha() > 120], dtype=int)
        assert len(solid) >= 8, name
        assert np.abs(solid - np.array(theme.text.getRgb()[:3])).max() <= 3, name


def test_an_icon_follows_the_theme_and_can_be_changed(qtbot: Any, qapp: QApplication) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    set_icon(button, "play", color_role="demon")
    play = button.icon().pixmap(24, 24).toImage()
    set_icon(button, "pause", color_role="demon")
    pause = button.icon().pixmap(24, 24).toImage()
    assert play != pause
    assert LIGHT.demon.name() in colors_of(pause)
    with qtbot.waitSignal(theme_notifier().theme_changed):
        apply_theme(qapp, "dark")
    assert DARK.demon.name() in colors_of(button.icon().pixmap(24, 24).toImage())


@both_themes
def test_a_formula_is_drawn_in_the_colour_of_text_and_can_be_read_out(
    theme: Theme, qtbot: Any, qapp: QApplication
) -> None:
    apply_theme(qapp, theme.name)
    label = FormulaLabel(r"\delta = \frac{\partial C}{\partial z}", "δ = ∂C/∂z", size=40.0)
    image = shown(qtbot, label, label.sizeHint().width(), label.sizeHint().height())
    assert theme.text.name() in colors_of(image)
    assert label.accessibleName() == "δ = ∂C/∂z"


def test_a_formula_is_sharp_on_a_screen_with_twice_the_pixels(qtbot: Any) -> None:
    label = FormulaLabel(r"\sigma'(z)", "σ′(z)", size=24.0)
    shown(qtbot, label, label.sizeHint().width(), label.sizeHint().height())
    fine = QImage(label.size() * 2, QImage.Format.Format_RGB32)
    fine.setDevicePixelRatio(2.0)
    fine.fill(QColor("white"))
    label.render(fine)
    coarse = label.grab().toImage().scaled(fine.size(), mode=Qt.TransformationMode.SmoothTransformation)

    # An enlarged drawing has many grey pixels where one at full resolution has few.
    def greys(image: QImage) -> int:
        pixels = ((x, y) for x in range(image.width()) for y in range(image.height()))
        return sum(60 < image.pixelColor(x, y).lightness() < 200 for x, y in pixels)

    assert 0 < greys(fine) < greys(coarse)


def test_a_formula_that_waits_for_the_typesetter_asks_for_less_room_than_its_plain_characters_take(
    qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bpexplorer.look.widgets.formula.can_typeset", lambda: False)
    label = FormulaLabel(r"\delta = \sigma'(z) \sum_k w_k \delta_k", "δ_j = σ'(z_j) Σ_k w_kj δ_k, layer 2")
    qtbot.addWidget(label)
    assert 0 < label.minimumSizeHint().width() < label.sizeHint().width() / 2
    monkeypatch.undo()
    label.typeset()
    assert label.minimumSizeHint() == label.sizeHint()


def test_a_formula_that_others_have_waited_for_takes_the_room_it_needs_as_it_is_first_painted(
    qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bpexplorer.look.widgets.formula.can_typeset", lambda: False)
    page = QWidget()
    qtbot.addWidget(page)
    label = FormulaLabel(
        r"\sum_k w_k \delta_k", "Σ_k w_kj δ_k, the neurons k of the layer behind", parent=page
    )
    QHBoxLayout(page).addWidget(label)
    page.resize(800, 100)
    page.layout().activate()
    plain = label.size()
    monkeypatch.undo()
    label.typeset()
    page.show()
    qtbot.waitUntil(lambda: label.size() == label.sizeHint() != plain)


@pytest.mark.parametrize("kind", [SumKind.OUTPUT, SumKind.NEXT])
def test_what_a_first_window_shows_has_its_room_and_is_drawn_before_the_typesetter_is_loaded(
    qtbot: Any, monkeypatch: pytest.MonkeyPatch, kind: SumKind
) -> None:
    latex, plain = (made := formula_of(kind, 2, mean=False)).latex, made.plain
    monkeypatch.setattr("bpexplorer.look.widgets.formula.can_typeset", lambda: False)
    label = FormulaLabel(latex, plain, size=13.5)
    before = shown(qtbot, label, label.sizeHint().width(), label.sizeHint().height())
    size = label.minimumSizeHint()
    monkeypatch.undo()
    assert size == label.sizeHint() == label.minimumSizeHint()
    assert before == label.grab().toImage()
    now, made_before = typeset_now(latex, 13.5), typeset(latex, 13.5)
    assert (made_before.width, made_before.height, made_before.descent) == pytest.approx(
        (now.width, now.height, now.descent),
        abs=2.0,  # the typesetter leaves a pixel on each side, at every size
    )


def test_a_formula_takes_the_room_it_needs_when_it_changes(qtbot: Any) -> None:
    label = FormulaLabel("z", "z")
    qtbot.addWidget(label)
    narrow = label.sizeHint().width()
    label.set_formula(r"\delta^{1} = (W^{2})^{T} \delta^{2} \odot \sigma'(z^{1})", "δ¹ = …")
    assert label.sizeHint().width() > 5 * narrow


# Forms


def test_a_row_of_a_form_names_its_control_for_people_and_tools(qtbot: Any) -> None:
    seed = QSpinBox()
    row = LabelledRow("&Seed", seed, name="seed", tooltip="Every random choice follows from it.")
    shown(qtbot, row, 240, 28)
    assert row.findChild(QSpinBox, "seed") is seed
    assert seed.accessibleName() == "Seed"
    assert row.label.buddy() is seed
    assert seed.toolTip()
    assert row.label.geometry().right() < seed.geometry().left()


CONTROLS: dict[str, Callable[[], QWidget]] = {
    "spin box": QSpinBox,
    "combo box": QComboBox,
    "button": lambda: QPushButton("Freeze"),
    "slider": lambda: QSlider(Qt.Orientation.Horizontal),
    "primary button": lambda: button_with("primary"),
    "demon button": lambda: button_with("demon"),
    "flat button": lambda: button_with("flat"),
}


def button_with(role: Role) -> QPushButton:
    button = QPushButton("Play")
    set_role(button, role)
    return button


@pytest.mark.parametrize("make", CONTROLS.values(), ids=CONTROLS)
def test_controls_of_a_row_are_about_equally_high(make: Callable[[], QWidget], qtbot: Any) -> None:
    control = make()
    shown(qtbot, control, 120, control.sizeHint().height())
    assert 22 <= control.sizeHint().height() <= 30


@pytest.mark.parametrize("make", CONTROLS.values(), ids=CONTROLS)
@both_themes
def test_the_focus_can_be_seen(
    theme: Theme, make: Callable[[], QWidget], qtbot: Any, qapp: QApplication
) -> None:
    apply_theme(qapp, theme.name)
    host, control, other = QWidget(), make(), QPushButton("other")
    layout = QVBoxLayout(host)
    layout.addWidget(other)
    layout.addWidget(control)
    shown(qtbot, host, 200, 100)
    other.setFocus()
    without = control.grab().toImage()
    control.setFocus(Qt.FocusReason.TabFocusReason)
    assert control.grab().toImage() != without


# Cards


def window_with_docks() -> tuple[QMainWindow, dict[str, CardDock]]:
    window = QMainWindow()
    lay_out_cards(window)
    window.setCentralWidget(Card(window))
    area = Qt.DockWidgetArea
    docks = {}
    for name, where in {
        "build": area.LeftDockWidgetArea,
        "cost": area.RightDockWidgetArea,
        "delta": area.RightDockWidgetArea,
        "equations": area.BottomDockWidgetArea,
        "jacobian": area.BottomDockWidgetArea,
    }.items():
        docks[name] = CardDock(name.capitalize(), name=f"dock_{name}", note="32 samples", parent=window)
        body = Section("Data")
        body.add(QPushButton("Press"))
        docks[name].set_body(body)
        window.addDockWidget(where, docks[name])
    window.tabifyDockWidget(docks["equations"], docks["jacobian"])
    docks["equations"].raise_()
    return window, docks


@both_themes
def test_cards_are_eight_pixels_apart_and_have_the_colour_of_panels(
    theme: Theme, qtbot: Any, qapp: QApplication
) -> None:
    apply_theme(qapp, theme.name)
    window, docks = window_with_docks()
    image = shown(qtbot, window, 1000, 700)
    build, cost, delta = (docks[name].geometry() for name in ("build", "cost", "delta"))
    central = window.centralWidget().geometry()
    assert build.left() == SPACING
    assert window.width() - 1 - cost.right() == SPACING
    assert central.left() - build.right() - 1 == SPACING
    assert cost.left() - central.right() - 1 == SPACING
    assert delta.top() - cost.bottom() - 1 == SPACING
    assert docks["equations"].geometry().top() > central.bottom() + SPACING
    for dock in (build, cost, delta):
        assert image.pixelColor(dock.center().x(), dock.bottom() - 6) == theme.panel
        assert image.pixelColor(dock.topLeft()) == theme.background  # a round corner
        assert image.pixelColor(dock.left(), dock.center().y()) == theme.line
    between = QPoint((build.right() + central.left()) // 2, central.center().y())
    assert image.pixelColor(between) == theme.background


def test_tabs_and_their_card_are_one(qtbot: Any) -> None:
    window, docks = window_with_docks()
    shown(qtbot, window, 1000, 700)
    qtbot.waitUntil(lambda: window.rect().contains(docks["equations"].geometry()))
    image = window.grab().toImage()
    bars = window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
    tabs = next(bar for bar in bars if bar.isVisible())
    card = docks["equations"].geometry()
    assert (tabs.geometry().left(), tabs.geometry().right()) == (card.left(), card.right())
    x = card.right() - 40
    for y in range(tabs.geometry().top() + 2, card.bottom() - 2):
        assert image.pixelColor(x, y) != LIGHT.background
    assert image.pixelColor(x, tabs.geometry().center().y()) == LIGHT.panel
    assert not docks["equations"].title_line.title.isVisible()
    assert docks["build"].title_line.title.isVisible()


def test_a_dock_that_leaves_its_tabs_gets_its_title_back(qtbot: Any) -> None:
    window, docks = window_with_docks()
    shown(qtbot, window, 1000, 700)
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, docks["jacobian"])
    qtbot.waitUntil(docks["equations"].title_line.title.isVisible)
    qtbot.waitUntil(docks["jacobian"].title_line.title.isVisible)


def test_a_floating_dock_is_still_a_card_with_its_title(qtbot: Any) -> None:
    window, docks = window_with_docks()
    shown(qtbot, window, 1000, 700)
    dock: QDockWidget = docks["cost"]
    dock.setFloating(True)
    assert docks["cost"].title_line.title.isVisible()
    image = dock.grab().toImage()
    assert image.pixelColor(dock.width() // 2, dock.height() - 6) == LIGHT.panel


def test_nothing_on_a_title_line_overlaps_however_narrow_the_dock(qtbot: Any) -> None:
    window, docks = window_with_docks()
    docks["cost"].set_note("train and test · every step · logarithmic · three earlier runs")
    refit = QPushButton("Refit")
    set_role(refit, "flat")
    docks["cost"].title_line.add_widget(refit)
    shown(qtbot, window, 700, 500)
    window.resizeDocks([docks["cost"]], [120], Qt.Orientation.Horizontal)
    line = docks["cost"].title_line
    qtbot.waitUntil(line.note.is_elided)
    note = QRect(line.note.mapTo(line, QPoint()), line.note.size())
    assert line.title.geometry().right() < note.left()
    assert note.right() < refit.geometry().left()


def overlapping(widget: QWidget) -> list[tuple[str, str]]:
    """Name the visible siblings anywhere below a widget that cover each other."""
    pairs = []
    children = [
        child
        for child in widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if child.isVisible() and not child.isWindow()
    ]
    for index, child in enumerate(children):
        pairs += [
            (child.objectName() or type(child).__name__, other.objectName() or type(other).__name__)
            for other in children[index + 1 :]
            if child.geometry().intersects(other.geometry())
        ]
        if not isinstance(child, QScrollArea | QSpinBox | QComboBox):
            pairs += overlapping(child)
    return pairs


def gallery() -> QMainWindow:
    """Build a window that holds one of everything."""
    window, docks = window_with_docks()
    toolbar = window.addToolBar("Train")
    toolbar.setMovable(False)
    toolbar.addWidget(button_with("primary"))
    rate = QDoubleSpinBox()
    rate.setValue(0.15)
    toolbar.addWidget(ToolGroup("Learning rate", rate, name="learning_rate", tooltip="Step size."))
    epoch = NumberLabel("Epoch", name="epoch", heading=True, bold=True)
    epoch.set_text("13.6")
    toolbar.addWidget(epoch)
    form = Section("Start")
    for name, control in {"seed": QSpinBox(), "weights": QComboBox(), "name": QLineEdit("text")}.items():
        form.add(LabelledRow(name.capitalize(), control, name=name, tooltip=f"The {name}."))
    form.add(Divider())
    form.add(QCheckBox("Momentum"))
    form.add(NumberLabel("δ, this sample", name="delta", beside=True))
    docks["build"].set_body(form)
    docks["cost"].set_body(EmptyState("No cost yet", "Press Play. The cost of each step appears here."))
    readings = QWidget()
    column = QVBoxLayout(readings)
    column.addWidget(FormulaLabel(r"\delta = \partial C / \partial z", "δ = ∂C/∂z"))
    column.addWidget(NumberLabel("actual ΔC", name="demon_actual", size=fonts.NUMBER_LARGE))
    docks["delta"].set_body(readings)
    column = QVBoxLayout(window.centralWidget())
    message = MessageBar()
    column.addWidget(message)
    message.show_message("Training diverged in step 12. " * 5, kind="warning")
    column.addStretch(1)
    column.addWidget(ColourBar(SignedScale(2.0), low="z too low", high="z too high", note="δ"))
    return window


@both_themes
@pytest.mark.parametrize("size", [(1440, 900), (900, 640)], ids=["large", "small"])
def test_in_a_window_with_one_of_everything_nothing_covers_anything(
    theme: Theme, size: tuple[int, int], qtbot: Any, qapp: QApplication
) -> None:
    apply_theme(qapp, theme.name)
    window = gallery()
    shown(qtbot, window, *size)
    qtbot.waitUntil(lambda: overlapping(window) == [])
    colors = colors_of(window.grab().toImage())
    assert {color.name() for color in (theme.panel, theme.background, theme.line, theme.accent)} <= colors
    other = DARK if theme is LIGHT else LIGHT
    assert other.background.name() not in colors


@pytest.mark.parametrize("size", [(0, 0), (0, 16), (16, 0), (-1, -1)])
def test_an_icon_without_room_is_empty_and_qt_has_nothing_to_warn_of(
    qapp: QApplication, size: tuple[int, int]
) -> None:
    assert icon("play").pixmap(QSize(*size)).isNull()


def test_a_caption_leaves_out_whole_parts_and_cuts_no_number(qtbot):
    caption = Caption("accuracy 95.5 % · step 1,440 · words")
    qtbot.addWidget(caption)
    metrics = caption.fontMetrics()
    whole = metrics.horizontalAdvance(caption.text())
    found = {shortened(caption.text(), metrics, width) for width in range(whole)}
    assert found == {"accuracy 95.5 % · step 1,440 …", "accuracy 95.5 % …", "accuracy 95.5 %", "…"}
    assert shortened("Words alone, which say no number at all", metrics, whole // 2).startswith("Words")


def test_a_caption_without_room_says_the_same_in_fewer_words_if_it_has_them(qtbot: Any) -> None:
    step = count(10_000)
    caption = Caption(f"step {step}")
    room = caption.fontMetrics().horizontalAdvance(step) + 4
    shown(qtbot, caption, room, 20)
    assert caption.text_shown() == "…"
    caption.set_shorter(step)
    assert caption.text_shown() == step
    assert tooltip(caption, caption.rect().center()) == f"step {step}"
    caption.set_shorter(f"neuron 2 · {step}")
    assert caption.text_shown() == step
    caption.resize(600, 20)
    assert caption.text_shown() == f"step {step}"


def test_a_note_that_changes_has_nothing_laid_out_anew_unless_it_is_longer_than_ever(qtbot: Any) -> None:
    line = PanelTitle("Cost", "two of these")
    shown(qtbot, line, 400, 40)
    laid_out = []
    line.installEventFilter(watcher := _Watcher(QEvent.Type.LayoutRequest, laid_out))
    line.set_note("one of these")
    QApplication.processEvents()
    assert line.note.text_shown() == "one of these"
    assert laid_out == []
    line.set_note("two of all these samples")
    qtbot.waitUntil(lambda: laid_out != [])
    assert line.note.text_shown() == "two of all these samples"
    line.removeEventFilter(watcher)


class _Watcher(QObject):
    """Notes events of a kind."""

    def __init__(self, kind: QEvent.Type, seen: list[QEvent.Type]) -> None:
        super().__init__()
        self._kind, self._seen = kind, seen

    @override
    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is self._kind:
            self._seen.append(event.type())
        return False


def test_the_room_of_a_caption_asks_for_more_only_for_a_longer_text_than_ever(qtbot: Any) -> None:
    room = CaptionRoom("step 1,000")
    qtbot.addWidget(room)
    widest = room.sizeHint().width()
    room.caption.setText("step 1")
    room.fit()
    assert room.sizeHint().width() == widest
    room.caption.setText("step 1,000,000")
    room.fit()
    assert room.sizeHint().width() > widest
