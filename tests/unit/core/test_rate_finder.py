"""The learning-rate finder: growing rates, the ratio of each step, and where the linear regime ends."""

from collections.abc import Generator
from dataclasses import replace

import numpy as np
import pytest

from bpexplorer.core.training.rate_finder import LINEAR, RateFinding, find_rate
from bpexplorer.core.training.trainer import Trainer
from tests.frames import Training
from tests.laboratory import opening_run


def found(finder: Generator[float, None, RateFinding]) -> RateFinding:
    while True:
        try:
            next(finder)
        except StopIteration as end:
            result: RateFinding = end.value
            return result


def test_its_first_step_is_the_one_that_the_run_would_make_with_that_rate() -> None:
    finding = found(find_rate(opening_run(), low=0.5, high=0.5, steps=1))
    assert finding.ratios[0] == pytest.approx(0.614, abs=0.001)
    assert finding.costs[0] == pytest.approx(2.319, abs=0.001)


def test_it_says_where_the_linear_regime_ends_and_stops_where_c_goes_up() -> None:
    finding = found(find_rate(opening_run()))
    assert finding.linear_until is not None
    assert 0.15 < finding.linear_until < 0.5, "the preset's 0.15 is within it, and 0.5 isn't"
    place = int(np.flatnonzero(finding.rates == finding.linear_until)[0])
    assert (finding.ratios[: place + 1] >= LINEAR).all()
    assert finding.ratios[place + 1] < LINEAR
    assert finding.linear_until < finding.lowest_at < 2.0
    assert finding.has_diverged
    assert (np.diff(finding.rates) > 0.0).all()


def sweep(
    rates: list[float],
    ratios: list[float],
    smoothed: list[float],
    *,
    has_diverged: bool = False,
    left: float = 1.0,
) -> RateFinding:
    """A finding with these numbers, whatever network they are of."""
    one = found(find_rate(opening_run(), steps=1))
    costs = np.array(smoothed)
    return replace(
        one,
        rates=np.array(rates),
        ratios=np.array(ratios),
        costs=costs,
        smoothed=costs,
        has_diverged=has_diverged,
        left=left,
    )


def test_what_it_proposes_has_two_digits_and_is_half_of_where_the_linear_regime_ends() -> None:
    finding = found(find_rate(opening_run()))
    until, proposed = finding.linear_until, finding.proposal
    assert until is not None
    assert proposed == pytest.approx(until / 2, rel=0.05)
    assert proposed == float(f"{proposed:.1e}")
    assert not finding.says_little


def test_where_c_rises_within_the_linear_regime_half_of_the_lowest_is_proposed() -> None:
    rates, ratios = [0.01, 0.26, 0.57, 1.0], [1.0, 0.9, 0.8, 0.1]
    assert sweep(rates, ratios, [2.0, 1.0, 1.5, 9.0], has_diverged=True).proposal == 0.13
    assert sweep(rates, [1.0] * 4, [2.0, 1.0, 1.5, 9.0], has_diverged=True).proposal == 0.13


def test_a_sweep_that_only_trained_proposes_where_c_had_fallen_halfway() -> None:
    rates = [0.001, 0.02, 0.5, 10.0]
    for ratios, has_diverged in (([1.0] * 4, False), ([1.0, 1.0, 1.0, 0.2], False), ([1.0] * 4, True)):
        finding = sweep(rates, ratios, [2.0, 0.9, 0.01, 0.002], has_diverged=has_diverged)
        assert finding.trouble_at is None, "what is left of C there is nothing to judge a rate by"
        assert finding.proposal == 0.02


def test_nothing_is_proposed_where_nothing_can_be_told() -> None:
    rates, falling = [0.01, 0.1, 1.0], [2.0, 1.5, 1.0]
    assert sweep(rates, [1.0, 0.9, 0.5], falling, left=0.1).proposal is None, "trained already"
    assert sweep(rates, [0.5, 0.9, 0.5], falling).proposal is None, "beyond at once"
    assert sweep(rates, [np.nan] * 3, falling).proposal is None
    assert sweep(rates, [1.0] * 3, [1.0, 1.0, 1.0]).proposal is None, "C never fell"


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_a_run_with_what_is_proposed_trains_and_does_not_explode(optimizer: str) -> None:
    def start(**changes: float) -> Training:
        return Training(
            (2, 12, 8, 1),
            ("tanh", "tanh", "sigmoid"),
            data="xor",
            cost="cross_entropy",
            optimizer=optimizer,
            engine="numpy",
            **changes,
        )

    proposed = found(find_rate(start().trainer.state())).proposal
    assert proposed is not None
    training = start(learning_rate=proposed).advance(200)
    costs = training.trainer.recorder.history().batch_column("cost")
    assert costs.max() < 2 * costs[0]
    assert costs[-1] < costs[0] / 2


def test_a_step_that_is_to_lead_uphill_and_rises_further_is_beyond_the_linear_regime() -> None:
    """With momentum: full speed from before, so that at a large rate C rises far more than the tangent says."""
    training = Training(
        (64, 8, 10), ("tanh", "softmax"), optimizer="momentum", cost="cross_entropy", engine="numpy"
    ).advance(1)
    state = training.trainer.state()
    state.planes.flat[-1] *= -5.0  # the velocity leads uphill, and fast
    finding = found(find_rate(state, low=0.1, high=0.1, steps=1))
    assert finding.ratios[0] < LINEAR


def test_it_is_of_the_run_structure_and_past_that_it_began_from() -> None:
    finding = found(find_rate(opening_run(), steps=1))
    here = {"run": finding.run, "spec": finding.spec, "step": finding.step}
    assert finding.is_of(**here)
    assert replace(finding, step=5).is_of(**{**here, "step": 9})
    assert not replace(finding, step=5).is_of(**here), "the run has gone back"
    assert not finding.is_of(**{**here, "run": finding.run + 1}), "reset"
    assert not finding.is_of(**{**here, "spec": Training((2, 3, 1), ("tanh", "sigmoid"), data="xor").spec})


def test_of_a_trained_network_it_says_that_the_curve_says_little() -> None:
    trainer = Trainer(opening_run())
    while trainer.epoch < 4:
        trainer.advance(72)
    assert found(find_rate(trainer.state())).says_little


def test_the_run_goes_on_as_if_nobody_had_tried() -> None:
    state = opening_run()
    before = state.planes.flat.copy()
    finder = find_rate(state)
    assert 0.0 < next(finder) < next(finder) < 1.0
    finder.close()
    np.testing.assert_array_equal(state.planes.flat, before)


def test_it_goes_on_over_the_ends_of_epochs() -> None:
    trainer = Trainer(opening_run())
    trainer.advance(70)
    finding = found(find_rate(trainer.state(), low=0.15, high=0.15, steps=4))
    trainer.advance(2)
    trainer.advance(2)
    costs = trainer.recorder.history().batch_column("cost")
    np.testing.assert_allclose(finding.costs, costs[70:74], rtol=1e-9)
