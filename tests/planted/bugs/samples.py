"""Bugs in what is shown of single samples."""

from typing import Final

from tests.planted.planting import Bug

TABLE = ("unit/core/test_sample_table.py",)
OWN_UNITS = ("unit/data/test_own_units.py",)
TILES = ("gui/panels/test_samples.py",)

WINDOW = ("gui/window/test_samples_table.py", "gui/window/test_one_sample.py")

BUGS: Final = (
    Bug(
        name="biases have no part in the gradient of a sample",
        where="gradients.square_norms",
        old="(np.square(a).sum(axis=1) + 1.0)",
        new="np.square(a).sum(axis=1)",
        tests=TABLE,
    ),
    Bug(
        name="frozen weights drive learning",
        where="gradients.square_norms",
        old="((squares @ free.weights[l]) * np.square(a)).sum(axis=1)",
        new="squares.sum(axis=1) * np.square(a).sum(axis=1)",
        tests=TABLE,
    ),
    Bug(
        name="a batch of samples counts as much as a larger one in ∇C",
        where="MeanOfSlices.add",
        old="share = len(trace.sample_costs) / self._samples",
        new="share = 1.0 / max(1, round(self._samples / len(trace.sample_costs)))",
        tests=TABLE,
    ),
    Bug(
        name="samples of the test set drive learning",
        where="read_samples",
        old="shares=np.where(parts == 0,",
        new="shares=np.where(parts >= 0,",
        tests=TABLE,
    ),
    Bug(
        name="a C that is no number is the largest",
        where="readings.table.rows.ordered",
        old="np.isnan(values)))",
        new="~np.isnan(values)))",
        tests=TABLE,
    ),
    Bug(
        name="a sample is looked up in the table as if no row had been left out",
        where="own_rows",
        old="return places if prepared.taken is None else prepared.taken.rows[places]",
        new="return places",
        tests=OWN_UNITS,
    ),
    Bug(
        name="tiles of a regression have scaled targets",
        where="panels.samples.words._answers",
        old="return data.in_target_units(reading.given.y[index]), data.in_target_units(reading.outputs[index])",
        new="return reading.given.y[index], reading.outputs[index]",
        tests=TILES,
    ),
    Bug(
        name="rows run away under the mouse",
        where="ArrayView.show_table",
        old="is_still = self._has_mouse and",
        new="is_still = not self._has_mouse and",
        tests=WINDOW,
    ),
    Bug(
        name="a click on a sorted table looks at the sample that stood there before",
        where="ArrayView._place_of",
        old="int(self.table.order[index.row()])",
        new="int(index.row())",
        tests=WINDOW,
    ),
    Bug(
        name="what is typed isn't scaled",
        where="own_units.with_values",
        old="np.where(changed, prepared.scaling.apply(raw), x)",
        new="np.where(changed, raw, x)",
        tests=WINDOW,
    ),
)
