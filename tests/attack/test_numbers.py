"""Any text typed into any number field, with any locale: read as arithmetic in decimals reads it, or nothing changes.

What a text means is said here once more, in another way than the program does it: every choice of a sign for decimals
and one for thousands is tried, and what fits is a reading.
"""

import itertools
import random
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from bpexplorer.core.edits.values import MAX_BIAS
from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.guard import set_reporter
from bpexplorer.look.numbers import signed
from bpexplorer.look.typing.number_field import NumberField, percent, short
from bpexplorer.look.typing.stops import linear
from bpexplorer.look.typing.typed_numbers import Kind, NotTakenError, Written, read_number
from bpexplorer.panels.demon.controls import DzField
from bpexplorer.panels.demon.dz_scale import written as written_dz
from bpexplorer.panels.shared.forms.editors import BatchSizeBox, LearningRateBox, ParameterBox
from tests.typing import type_letters

LOCALES = ("C", "de_DE", "ar_EG")
FEW, ALL = 60, 2000


def interpretations(text: str) -> Iterator[tuple[str, Decimal]]:
    """(sign for thousands or none, value) of all that a text without sign, exponent, % and / may mean."""
    for point, comma in itertools.product((None, ".", ","), (None, ".", ",", " ", "'")):
        whole, found, part = text.partition(point) if point else (text, "", "")
        groups = whole.split(comma) if comma else [whole]
        if (point and point == comma) or (point and not found) or (comma and len(groups) == 1):
            continue
        are_groups = (
            len(groups[0]) <= 3 and groups[0][:1] != "0" and all(len(each) == 3 for each in groups[1:])
        )
        digits = "".join(groups)
        if (len(groups) > 1 and not (are_groups and groups[0])) or not digits + part:
            continue
        if all(letter in "0123456789" for letter in digits + part):
            yield comma if len(groups) > 1 and not found else "", Decimal(f"{digits or 0}.{part or 0}")


def terms(text: str) -> Iterator[tuple[str, Fraction, bool]]:
    """(sign for thousands or none, value, whether it is digits alone) of what one side of a fraction may mean."""
    text = text.strip()
    sign = -1 if text[:1] in ("-", "−") else 1
    body = text[1:] if text[:1] in ("+", "-", "−") else text
    mantissa, e, exponent = body.replace("E", "e").partition("e")
    power = exponent.removeprefix("-") if exponent.startswith("-") else exponent.removeprefix("+")
    if (e and not (power.isascii() and power.isdigit())) or body != body.lstrip() or body[-1:] == " ":
        return
    if mantissa[-1:] in (" ", "'") or mantissa[:1] in (" ", "'"):
        return
    if len(exponent) > 4:  # no number of 64 bits, unless it is 0
        return
    scale = Fraction(10) ** int(exponent or 0)
    for separator, value in interpretations(mantissa):
        is_digits = "." not in mantissa.replace(separator, "") if separator else mantissa.isdigit()
        yield separator, sign * Fraction(value) * scale, is_digits and not exponent.startswith("-")


def meaning(text: str, kind: Kind) -> float | None:
    """The number that a text means in a field of this kind, or None."""
    text = text.strip().replace("\N{NARROW NO-BREAK SPACE}", " ").replace("’", "'")
    share = text.endswith("%")
    sides = [list(terms(side)) for side in text.removesuffix("%").split("/")]
    if not all(sides) or len(sides) > 2 or (kind is Kind.WHOLE and (share or len(sides) > 1)):
        return None
    if kind is Kind.WHOLE:
        values = {value for _, value, is_digits in sides[0] if is_digits}
        if any(separator == "." for separator, _, _ in sides[0]) and len(sides[0]) > 1:
            return None
    else:
        allowed = [
            [value for separator, value, _ in side if separator != "." or len(side) == 1] for side in sides
        ]
        if len(allowed) == 2 and 0 in allowed[1]:
            return None
        values = {upper / (lower[0] if lower else 1) for upper, *lower in itertools.product(*allowed)}
    values = {value / 100 if share and kind is not Kind.PER_CENT else value for value in values}
    try:
        numbers = {float(value) for value in values}
    except OverflowError:
        return None
    return numbers.pop() if len(numbers) == 1 and any(values) == any(numbers) else None


def some_texts(count: int, seed: int) -> list[str]:
    """Numbers in many notations, some of them spoilt, and heaps of the letters that numbers are made of."""
    chance = random.Random(seed)
    texts = [
        "1,000",
        "1.000",
        "0,25",
        "1,000.5",
        "1.000,5",
        "1/3",
        "10/2",
        "15 %",
        "15%",
        "1e-3",
        "0x10",
        "abc",
        "",
    ]
    while len(texts) < count:
        value = chance.choice((chance.randint(0, 2000), chance.uniform(0, 3000), 10 ** chance.uniform(-6, 7)))
        text = chance.choice(("{:,.0f}", "{:,.3f}", "{:.4g}", "{:.2f}", "{:.3e}", "{:,}", "{}")).format(value)
        if chance.random() < 0.5:
            text = text.translate(
                str.maketrans(",.", chance.choice(("., ", " ,", "' ", "’.", " .", ".,"))[:2])
            )
        kind = chance.random()
        if kind < 0.15:
            text = "".join(chance.choice("0123456789.,'-+ %/eE×x_") for _ in range(chance.randint(1, 9)))
        elif kind < 0.3:
            text += chance.choice((" %", "%", "/3", "/1,500", "/0", "e2", "e-2", " x", "0", ",5"))
        elif kind < 0.4:
            place = chance.randrange(len(text) + 1)
            text = text[:place] + chance.choice("0123456789.,' -+e%/\N{NARROW NO-BREAK SPACE}") + text[place:]
        texts.append(chance.choice(("", "", "-", "−", "+")) + text)
    return texts


@pytest.fixture(params=LOCALES)
def locale(request: pytest.FixtureRequest) -> Iterator[QLocale]:
    """What the desktop is set to."""
    before = QLocale()
    QLocale.setDefault(QLocale(request.param))
    yield QLocale(request.param)
    QLocale.setDefault(before)


@pytest.mark.parametrize("kind", Kind)
def test_any_text_is_read_as_decimals_read_it_or_refused(
    locale: QLocale, kind: Kind, trials: Callable[[int, int], int]
) -> None:
    taken = 0
    texts = some_texts(trials(5 * FEW, ALL), seed=1)
    for text in texts:
        try:
            number: float | None = read_number(text, kind)
        except NotTakenError:
            number = None
        assert number == meaning(text, kind), text
        taken += number is not None
    assert len(texts) // 10 < taken < len(texts)


def test_what_a_field_writes_is_read_as_the_very_number(trials: Callable[[int, int], int]) -> None:
    chance = random.Random(2)
    for _ in range(trials(FEW, ALL)):
        value = chance.choice((1, -1)) * 10 ** chance.uniform(-300, 300)
        for kind, write in (
            (Kind.REAL, short),
            (Kind.PER_CENT, percent),
            (Kind.REAL, written_dz),
            (Kind.REAL, lambda value: signed(value).strip()),
            (Kind.WHOLE, "{:.0f}".format),
            (Kind.REAL, "{:,.0f}".format),
        ):
            assert read_number(write(value), kind, Written(write(value), value)) == value
            try:
                again = read_number(write(value), kind)
            except NotTakenError:
                continue
            assert write(again).lstrip("-−") == write(value).lstrip("-−")


def seven_fields(parent: QWidget) -> dict[str, tuple[NumberField, Kind, float]]:
    """By name: the field, its kind, and a number that it takes."""
    return {
        "Rate": (LearningRateBox(parent), Kind.REAL, 0.15),
        "Batch": (BatchSizeBox(parent), Kind.WHOLE, 10),
        "Momentum": (ParameterBox(OPTIMIZERS["momentum"].settings[0], parent), Kind.REAL, 0.9),
        "Bias": (NumberField(-MAX_BIAS, MAX_BIAS, stepped=linear(0.1), parent=parent), Kind.REAL, 1 / 3),
        "Dropout": (NumberField(0, 95, written=percent, parent=parent), Kind.PER_CENT, 100 / 3),
        "Δz": (DzField(parent), Kind.REAL, 0.25),
        "Epochs": (NumberField(1, 1_000_000, is_whole=True, zero="off", parent=parent), Kind.WHOLE, 10),
    }


def test_a_text_typed_into_any_field_is_taken_or_changes_nothing(
    qtbot: QtBot, locale: QLocale, trials: Callable[[int, int], int]
) -> None:
    told: list[str] = []
    set_reporter(lambda fault: told.append(fault.text))
    form = QWidget()
    layout = QVBoxLayout(form)
    fields = seven_fields(form)
    for name, (field, _, number) in fields.items():
        field.setAccessibleName(name)
        field.setLocale(locale)
        field.show_value(number)
        layout.addWidget(field)
    qtbot.addWidget(form)
    with qtbot.waitExposed(form):
        form.show()
    for name, (field, kind, _) in fields.items():
        asked: list[float] = []
        field.valueChanged.connect(asked.append)
        field.setFocus()
        for text in some_texts(trials(FEW // 3, ALL), seed=3):
            before, written = field.value(), field.text()
            number = before if text.strip() == written else meaning(text, kind)
            is_taken = number is not None and field.takes(number)
            told.clear()
            asked.clear()
            QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            QTest.keyClick(field, Qt.Key.Key_Backspace)
            type_letters(field, text)
            QTest.keyClick(field, Qt.Key.Key_Return)
            if is_taken:
                assert number is not None
                assert (field.value(), told) == (number, []), (name, text)
                assert asked == ([] if number == before else [number]), (name, text)
                assert field.text() == field.textFromValue(number)
            else:
                assert (field.value(), field.text(), asked) == (before, written, []), (name, text)
                assert [each.startswith(f"{name} can't be ") for each in told] == [True], (name, text)
