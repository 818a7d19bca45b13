"""What the learning-rate finder says of a sweep: what it has found, what it can't tell, and what is offered."""

from dataclasses import replace

import numpy as np

from bpexplorer.core.evaluation import without_pauses
from bpexplorer.core.training.rate_finder import RateFinding, find_rate
from bpexplorer.panels.forecast.words import finding_words
from tests.frames import Training

RATES = [0.01, 0.26, 0.57, 10.0]


def sweep(
    ratios: list[float], smoothed: list[float], *, has_diverged: bool = False, **config: object
) -> RateFinding:
    state = Training((2, 3, 1), ("tanh", "sigmoid"), data="xor", engine="numpy", **config).trainer.state()
    one = without_pauses(find_rate(state, steps=1))
    return replace(
        one,
        rates=np.array(RATES),
        ratios=np.array(ratios),
        costs=np.array(smoothed),
        smoothed=np.array(smoothed),
        has_diverged=has_diverged,
    )


def test_what_is_offered_is_said_with_what_it_is_half_of() -> None:
    said = finding_words(sweep([1.0, 0.9, 0.8, 0.1], [2.0, 1.0, 1.5, 9.0], has_diverged=True), 0.15)
    assert "The linear regime ends at η = 0.57" in said
    assert "Your η = 0.15 is within it." in said
    assert "C is lowest near η = 0.26." in said
    assert "Half of η = 0.26 is a safe start: 0.13." in said


def test_a_sweep_that_only_trained_says_that_it_cannot_tell_and_how_to_go_on() -> None:
    said = finding_words(sweep([1.0] * 4, [2.0, 0.9, 0.01, 0.002]), 0.15)
    assert "can't tell where the linear regime ends: C didn't go back up by η = 10, the last rate." in said
    assert "That C is lowest near η = 10 only says that the network trained on the way." in said
    assert "start there" in said
    assert "All rates" not in said
    said = finding_words(sweep([1.0, 1.0, 1.0, 0.2], [2.0, 0.9, 0.01, 0.02]), 0.15)
    assert "hardly any C was left when its rates became too large" in said


def test_a_sweep_without_a_step_that_can_be_seen_judges_nothing() -> None:
    said = finding_words(sweep([np.nan] * 4, [1.0] * 4), 0.15)
    assert said == "No step changed C by more than its rounding, so this sweep can't judge a rate."


def test_with_momentum_it_says_whose_rate_it_is() -> None:
    numbers = ([1.0, 0.9, 0.5, 0.1], [2.0, 1.5, 1.0, 9.0])
    assert "for Momentum only" in finding_words(sweep(*numbers, optimizer="momentum"), 0.15)
    assert "only" not in finding_words(sweep(*numbers), 0.15).replace("one step only", "")


def test_a_sweep_that_could_make_no_step_says_so() -> None:
    state = Training((2, 3, 1), ("tanh", "sigmoid"), data="xor", engine="numpy").trainer.state()
    state.planes.flat[:] = np.finfo(np.float64).max  # as after a run that has diverged
    finding = without_pauses(find_rate(state))
    assert len(finding.rates) == 0
    assert finding.proposal is None
    assert "Even with the smallest rate" in finding_words(finding, 0.15)
