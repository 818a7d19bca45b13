"""Bugs in one step that is walked through phase by phase, and in what a pupil works out in it."""

from typing import Final

from tests.planted.planting import Bug

BUGS: Final = (
    Bug(
        name="what a walk brings back names what an edit has removed meanwhile",
        where="Session.follow",
        old="            self.aside = there.at_sample(places).within(spec, samples)\n",
        new="            del there\n",
        tests=("gui/window/test_stepping.py",),
    ),
    Bug(
        name="a phase shows δ of every layer as soon as BP1 has been made",
        where="Phase.back_to",
        old="return self.layers[0]",
        new="return 1",
        tests=("unit/core/test_phases.py",),
    ),
    Bug(
        name="the last step of an epoch is foreseen though the cost of the training set isn't finite after it",
        where="next_step._divergence",
        old='if math.isfinite(found["train"][0]):',
        new='if math.isfinite(found["train"][0]) or ends_epoch:',
        tests=("unit/core/test_phases_commit.py",),
    ),
    Bug(
        name="z is worked out from activations that dropout has silenced",
        where="read_weighted_sum",
        old="passed_on(given, samples.factors(layer - 1)),",
        new="given,",
        tests=("unit/core/test_phases.py",),
    ),
    Bug(
        name="a typed number is right whatever its sign",
        where="my_turn.agrees",
        old="abs(typed - value) <=",
        new="abs(abs(typed) - abs(value)) <=",
        tests=("unit/core/test_my_turn.py",),
    ),
    Bug(
        name="the outputs after a step are those before it",
        where="StepPhases.activations_after",
        old="after = self.shown.network_after()",
        new="after = self.shown.network_before()",
        tests=("unit/core/test_phases.py",),
    ),
    Bug(
        name="after a step neurons show what they had before it",
        where="quantities.neuron_values",
        old="values if after is None else (values[0], *after)",
        new="values",
        tests=("gui/window/test_stepping.py",),
    ),
    Bug(
        name="in the update edges show the gradient",
        where="walking._EDGES",
        old="PhaseKind.UPDATE: EdgeQuantity.CHANGE",
        new="PhaseKind.UPDATE: EdgeQuantity.GRADIENT",
        tests=("gui/window/test_stepping.py",),
    ),
    Bug(
        name="in My turn the products are told",
        where="OriginTable.is_hidden",
        old="return self.hides_terms and",
        new="return not self.hides_terms and",
        tests=("gui/window/test_my_turn.py",),
    ),
    Bug(
        name="a pupil's worksheet has the products that are to be worked out",
        where="worksheets.page._cells",
        old="if hides_last else",
        new="if not hides_last else",
        tests=("unit/window/test_worksheets.py",),
    ),
    Bug(
        name="every pupil gets the same worksheet",
        where="draw_worksheet",
        old="stream(seed, Purpose.WORKSHEET, reading.step)",
        new="stream(0, Purpose.WORKSHEET, reading.step)",
        tests=("unit/core/test_my_turn.py",),
    ),
)
