"""Bugs in edits and their undo."""

from typing import Final

from tests.planted.planting import Bug

EDITS = ("unit/core/test_edits.py",)

BUGS: Final = (
    Bug(
        name="training that an undo brings back counts as saved until a frame comes",
        where="NetworkDocument.expect_place",
        old="self._now_at = place",
        new="pass",
        tests=("gui/document/test_marks.py",),
    ),
    Bug(
        name="undo puts neurons back at the wrong places",
        where="PutNeurons.on_parameters",
        old="places = [index - earlier for earlier, index in enumerate(self.indices)]",
        new="places = [max(0, index - 2 * earlier) for earlier, index in enumerate(self.indices)]",
        tests=EDITS,
    ),
    Bug(
        name="undo loses the moments of a neuron",
        where="PutNeurons.on_parameters",
        old="np.insert(weights[into], places, self.rows, axis=1)",
        new="np.insert(weights[into], places, self.rows * (np.arange(len(self.rows)) < 2)[:, None, None], axis=1)",
        tests=EDITS,
    ),
    Bug(
        name="undo loses the weights out of a neuron",
        where="PutNeurons.on_parameters",
        old="np.insert(weights[out_of], places, self.columns, axis=2)",
        new="np.insert(weights[out_of], places, 0 * self.columns, axis=2)",
        tests=EDITS,
    ),
    Bug(
        name="new neurons have no start",
        where="_drawn_planes",
        old="weights[[VALUE, START]] = drawn_weights",
        new="weights[VALUE] = drawn_weights",
        tests=EDITS,
    ),
    Bug(
        name="new neurons have moments",
        where="_drawn_planes",
        old="weights[[VALUE, START]] = drawn_weights",
        new="weights[:] = drawn_weights",
        tests=EDITS,
    ),
    Bug(
        name="a neuron behind a removed one keeps its number",
        where="RemoveNeurons.map_neuron",
        old="sum(index < neuron.index for index in self.indices)",
        new="sum(index + 1 < neuron.index for index in self.indices)",
        tests=EDITS,
    ),
    Bug(
        name="a layer behind an inserted one keeps its number",
        where="InsertLayer",
        old="*behind))\n\n    def map_layer(self, layer: int) -> int | None:\n"
        "        return layer + (layer >= self.layer)",
        new="*behind))\n\n    def map_layer(self, layer: int) -> int | None:\n"
        "        return layer + (layer > self.layer)",
        tests=EDITS,
    ),
    Bug(
        name="biases set by hand change the state that was given",
        where="PutBiases.on_parameters",
        old="Parameters(planes.spec, planes.flat.copy())",
        new="Parameters(planes.spec, planes.flat)",
        tests=EDITS,
    ),
    Bug(
        name="biases set by hand survive a reset",
        where="PutBiases.on_parameters",
        old="biases[places] = self.values",
        new="changed.biases[self.layer - 1][:2, places] = self.values",
        tests=EDITS,
    ),
    Bug(
        name="a reset returns to where training is",
        where="ResetToStart.on_state",
        old="start = state.planes.plane(START)",
        new="start = state.planes.plane(0)",
        tests=EDITS,
    ),
    Bug(
        name="the first optimizer doesn't get its moments back",
        where="ConfigureWithMoments.on_state",
        old="planes = Parameters(state.spec, np.concatenate([flat[:MOMENTS], self.moments]))",
        new="planes = Parameters(state.spec, np.concatenate([flat[:MOMENTS], 0 * self.moments]))",
        tests=EDITS,
    ),
    Bug(
        name="another optimizer goes on counting the old one's steps",
        where="Configure.on_state",
        old="moment_steps=0,",
        new="moment_steps=state.moment_steps,",
        tests=EDITS,
    ),
    Bug(
        name="history tells steps twice after going back",
        where="_at_refuge",
        old="history=_history_until(state.history, refuge.step, refuge.epoch)",
        new="history=state.history",
        tests=EDITS,
    ),
    Bug(
        name="an edit draws what another draws",
        where="Context.rng",
        old="return stream(config.seed, Purpose.EDIT, self.number)",
        new="return stream(config.seed, Purpose.EDIT)",
        tests=EDITS,
    ),
    Bug(
        name="freezing forgets what is removed",
        where="_Freezing.put",
        old="        changed = places[is_frozen(codes[places]) != frozen]",
        new="        changed = places\n        codes[changed] = 0.0",
        tests=("unit/core/test_masks.py",),
    ),
    Bug(
        name="frozen and removed connections are those the other way round",
        where="places_of_connections",
        old="    targets, sources = np.array(connections, dtype=np.intp).reshape(-1, 2).T",
        new="    sources, targets = np.array(connections, dtype=np.intp).reshape(-1, 2).T",
        tests=("unit/core/test_masks.py",),
    ),
    Bug(
        name="an undo before the next step loses the best state",
        where="TakeBack.on_state",
        old="refuge = after.refuge if self.refuge is None else self.refuge",
        new="refuge = after.refuge",
        tests=EDITS,
    ),
    Bug(
        name="an undo brings the best state of before back after steps, too",
        where="TakeBack.on_state",
        old="if (state.run, state.step) != self.made_at:",
        new="if state.run != self.made_at[0]:",
        tests=EDITS,
    ),
    Bug(
        name="a sample that is drawn takes part in the epoch that is under way",
        where="ChangeSamples._way",
        old="        order = frozen_indices(rows[rows != NEW])\n",
        new="        order = frozen_indices(np.append(rows[rows != NEW], np.flatnonzero(self.places == NEW)))\n",
        tests=("unit/core/test_samples_edit.py",),
    ),
    Bug(
        name="an undo of what was drawn begins the epoch in another order",
        where="ChangeSamples._way",
        old="if back is not None and (back.run, back.step) == (state.run, state.step):",
        new="if back is not None and state.step < 0:",
        tests=(*EDITS, "unit/core/test_samples_edit.py"),
    ),
)
