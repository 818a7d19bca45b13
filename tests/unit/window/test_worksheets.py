"""Worksheets: what is given is enough to work the answers out, and the answers aren't on a pupil's sheet."""

import re
from html import unescape

import numpy as np
import pytest

from bpexplorer.core.errors import InvalidConfigError
from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.core.readings.phases.phase import PhaseKind
from bpexplorer.core.readings.phases.reading import read_phases
from bpexplorer.core.readings.phases.worksheet import draw_worksheet
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.window.worksheets.exercises import Exercise, exercises
from bpexplorer.window.worksheets.page import html
from tests.frames import Training
from tests.overflows import OVERFLOWS
from tests.runs import advance, regression_data, start
from tests.shown import number
from tests.ways import WAYS, edited


def sheet(state, seed=0):
    reading = read_phases(state)
    drawn = draw_worksheet(reading, seed)
    return list(zip(drawn.tasks, exercises(reading, drawn), strict=True))


def given(exercise: Exercise, beginning: str) -> float:
    """A number that is given, by how its name begins."""
    return number(next(line.text for line in exercise.given if line.name.startswith(beginning)))


def product_sum(exercise: Exercise) -> float:
    """What a pupil makes of the table: the products of its rows, and what is given of the others."""
    rows = [[number(text) for text in row[1:]] for row in exercise.rows]
    total = sum(np.prod(row[:-1]) if len(row) > 1 else row[0] for row in rows)
    return total + (number(exercise.left.text) if exercise.left else 0.0)


def asked(exercise: Exercise) -> list[float]:
    return [number(line.text) for line in exercise.answers]


@pytest.mark.parametrize("way", WAYS)
def test_each_answer_follows_from_what_is_given_by_hand(way):
    # Its z are of the order of 1 and what is written has four decimals, so that a pupil's last digit can't be far off.
    trainer = edited(Trainer(start((4, 3), seed=5, **WAYS[way][1])), way)
    for seed in range(4):
        for task, exercise in sheet(trainer.state(), seed):
            match task.phase.kind:
                case PhaseKind.FORWARD:
                    z = product_sum(exercise) + given(exercise, "bias")
                    z += sum(number(line.text) for line in exercise.given if "Δz" in line.name)
                    others = [line.text for line in exercise.given if "other z" in line.name]
                    a = np.tanh(z)
                    if others:
                        rest = sum(np.exp(number(text)) for text in others[0].split(", "))
                        a = np.exp(z) / (np.exp(z) + rest)
                    worked = [z, a]
                case PhaseKind.OUTPUT_ERROR:
                    worked = [product_sum(exercise)]
                case PhaseKind.HIDDEN_ERROR:
                    factors = [number(line.text) for line in exercise.given]
                    worked = [product_sum(exercise) * np.prod(factors)]
                case PhaseKind.GRADIENT:
                    worked = [product_sum(exercise) / given(exercise, "samples")]
                case _:
                    gradient = number(exercise.given[0].text)
                    for line in exercise.given:
                        gradient += number(line.text) if line.name.startswith("penalty") else 0.0
                    for line in exercise.given:
                        gradient *= number(line.text) if line.name == "× clipping" else 1.0
                    rate = (
                        0.0
                        if any("leaves it" in line.name for line in exercise.given)
                        else given(exercise, "learning")
                    )
                    worked = [-rate * gradient]
            for mine, right in zip(worked, asked(exercise), strict=True):
                assert mine == pytest.approx(right, rel=0.02, abs=4e-4), (task.phase, task.place)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_an_optimizer_gives_its_formula_its_settings_and_what_it_keeps(optimizer):
    trainer = advance(Trainer(start((4, 3), optimizer=optimizer)), 3)
    task, exercise = sheet(trainer.state())[-1]
    chosen = OPTIMIZERS[optimizer]
    assert exercise.ways[0].name == chosen.formula
    names = [line.name for line in exercise.given]
    assert all(setting.label in names for setting in chosen.settings)
    assert sum(name.endswith("before") for name in names) == len(chosen.moment_names)
    assert task.blanks[0].is_right(asked(exercise)[0])


def adam(
    g: float, rate: float, kept: list[float], beta1: float, beta2: float, epsilon: float, t: float
) -> float:
    m, s = beta1 * kept[0] + (1 - beta1) * g, beta2 * kept[1] + (1 - beta2) * g**2
    return -rate * (m / (1 - beta1**t)) / (np.sqrt(s / (1 - beta2**t)) + epsilon)


#: Δw by what a sheet gives: the gradient, η, the old value, the settings, what was kept, and t.
BY_HAND = {
    "sgd": lambda g, rate, old, settings, kept, t: -rate * g,
    "momentum": lambda g, rate, old, settings, kept, t: -rate * (settings[0] * kept[0] + g),
    "nesterov": lambda g, rate, old, settings, kept, t: (
        -rate * (g + settings[0] * (settings[0] * kept[0] + g))
    ),
    "adagrad": lambda g, rate, old, settings, kept, t: -rate * g / (np.sqrt(kept[0] + g**2) + settings[0]),
    "rmsprop": lambda g, rate, old, settings, kept, t: (
        -rate * g / (np.sqrt(settings[0] * kept[0] + (1 - settings[0]) * g**2) + settings[1])
    ),
    "adam": lambda g, rate, old, settings, kept, t: adam(g, rate, kept, *settings, t),
    "adamw": lambda g, rate, old, settings, kept, t: (
        adam(g, rate, kept, *settings[:3], t) - rate * settings[3] * old
    ),
}


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_what_an_optimizer_makes_of_the_gradient_can_be_worked_out_from_what_is_given(optimizer):
    assert BY_HAND.keys() == OPTIMIZERS.keys()
    chosen = OPTIMIZERS[optimizer]
    trainer = advance(Trainer(start((4, 3), seed=5, optimizer=optimizer, learning_rate=0.05)), 3)
    answers = []
    for seed in range(4):
        for task, exercise in sheet(trainer.state(), seed):
            if task.phase.kind is not PhaseKind.UPDATE:
                continue
            worked = BY_HAND[optimizer](
                number(exercise.given[0].text),
                given(exercise, "learning"),
                given(exercise, "old"),
                [given(exercise, setting.label) for setting in chosen.settings],
                [number(line.text) for line in exercise.given if line.name.endswith("before")],
                given(exercise, "step of the optimizer") if chosen.moment_names else 0.0,
            )
            answers += asked(exercise)
            assert worked == pytest.approx(answers[-1], rel=0.03), (seed, task.place)
            assert task.blanks[0].is_right(answers[-1])
    assert len(set(answers)) > 4


def text_of(page: str) -> str:
    return unescape(re.sub(r"<style>.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL))


def test_a_pupils_sheet_has_room_where_the_answer_sheet_has_the_answers():
    reading = read_phases(Training().trainer.state())
    pupils, answers = (html(reading, range(3, 6), answers=each) for each in (False, True))
    assert pupils.count("<section>") == answers.count("<section>") == 3
    for seed in (3, 4, 5):
        drawn = exercises(reading, draw_worksheet(reading, seed))
        lines = [f"{line.name} = {line.text}" for each in drawn for line in each.answers]
        plain = re.sub(r"\s+", " ", text_of(answers))
        assert all(line in plain for line in lines)
        assert not any(line in re.sub(r"\s+", " ", text_of(pupils)) for line in lines)
    drawn = exercises(reading, draw_worksheet(reading, 3))
    products = sum(len(each.rows) for each in drawn if len(each.columns) > 2)
    assert pupils.split("</section>")[0].count('class="work"') == products > 0
    assert 'class="work"' not in answers
    blanks = sum(len(each.answers) for each in exercises(reading, draw_worksheet(reading, 3)))
    assert pupils.split("</section>")[0].count('class="rule"') == blanks + 1  # and the name


def test_large_layers_show_ten_terms_and_the_rest_together():
    for _, exercise in sheet(Training().trainer.state(), 2):
        assert len(exercise.rows) <= 11
        if len(exercise.rows) == 10 and exercise.left:
            assert re.search(r"\d", exercise.left.name)


def test_names_from_the_data_are_text_on_a_page():
    data = regression_data(np.eye(2), np.eye(2)[:, :1])
    page = html(read_phases(start((2,), data=data, output="identity", cost="quadratic")), [1], answers=True)
    assert "<script" not in page
    assert page.startswith("<!DOCTYPE html>")


def test_a_cost_that_cannot_be_evaluated_is_the_reason_why_there_is_no_sheet():
    data = regression_data(np.eye(2), 5.0 * np.eye(2)[:, :1])
    reading = read_phases(start((2,), data=data, output="identity", cost="quadratic"))
    assert html(reading, [1], answers=False)
    refused = read_phases(start((2,), data=data, output="identity", cost="cross_entropy"))
    with pytest.raises(InvalidConfigError):
        html(refused, [1], answers=False)


def test_the_sheet_of_a_step_that_diverges_says_so():
    reading = read_phases(OVERFLOWS["cost"]("float64")[0])
    assert str(reading.divergence) in text_of(html(reading, [1], answers=False))
