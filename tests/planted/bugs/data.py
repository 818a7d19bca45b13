"""Bugs in data and files: scaling, split, targets, export, the project file."""

from typing import Final

from tests.planted.planting import Bug

PREPARE = ("unit/data/test_prepare.py", "unit/data/test_split.py", "unit/data/test_scaling.py")
WEIGHTS = ("unit/project/weights/test_weights.py",)
FILES = ("unit/project/test_files.py",)

BUGS: Final = (
    Bug(
        name="the scaling is fitted on all data",
        file="data/prepare.py",
        old=".fit(dataset.x[split.train],",
        new=".fit(dataset.x,",
        tests=PREPARE,
    ),
    Bug(
        name="the test part isn't scaled",
        file="data/prepare.py",
        old="x_test=x[split.test]",
        new="x_test=dataset.x[split.test]",
        tests=PREPARE,
    ),
    Bug(
        name="the test part is a piece of the training part",
        file="data/prepare.py",
        old="x_test=x[split.test]",
        new="x_test=x[split.train[: len(split.test)]]",
        tests=PREPARE,
    ),
    Bug(
        name="numbers to predict are scaled to the range of the output",
        file="data/prepare.py",
        old="return _Targets(dataset.targets, None)",
        new="return _Targets((dataset.targets - dataset.targets.min()) / np.ptp(dataset.targets), None)",
        tests=PREPARE,
    ),
    Bug(
        name="the noise of a function moves its inputs",
        file="data/generators.py",
        old="return x, np.exp(-x / 2) * np.cos(4 * x) + noise * rng.standard_normal((samples, 1))",
        new="return x + noise * rng.standard_normal((samples, 1)), np.exp(-x / 2) * np.cos(4 * x)",
        tests=("unit/data/test_generators.py",),
    ),
    Bug(
        name="the split isn't stratified",
        file="data/split.py",
        old="is_taken[rng.permutation(members)[:count]] = True",
        new="is_taken[rng.permutation(np.flatnonzero(is_free))[:count]] = True",
        tests=("unit/data/test_split.py",),
    ),
    Bug(
        name="a small class isn't in the test part",
        file="data/split.py",
        old="count = max(1, int(share * len(members) + 0.5))",
        new="count = int(share * len(members) + 0.5)",
        tests=("unit/data/test_split.py",),
    ),
    Bug(
        name="the validation part has samples of the test part",
        file="data/split.py",
        old="is_free[test] = False",
        new="pass",
        tests=("unit/data/test_split.py",),
    ),
    Bug(
        name="the network trains on the validation part too",
        file="data/split.py",
        old="is_free[validation] = False",
        new="pass",
        tests=("unit/data/test_split.py",),
    ),
    Bug(
        name="the pixels of a picture are scaled apart",
        file="data/scaling.py",
        old="values = x_train.reshape(-1, 1) if shared else x_train",
        new="values = x_train",
        tests=PREPARE,
    ),
    Bug(
        name="the targets of tanh are 0 and 1",
        file="data/encoding.py",
        old="low, high = activation(output_activation).range",
        new="low, high = max(0.0, activation(output_activation).range[0]), activation(output_activation).range[1]",
        tests=("unit/data/test_encoding.py",),
    ),
    Bug(
        name="the threshold is the low target",
        file="data/encoding.py",
        old="return (self.low + self.high) / 2 if",
        new="return self.low if",
        tests=("unit/data/test_encoding.py",),
    ),
    Bug(
        name="accuracy by a threshold of ½ whatever the targets are",
        file="core/training_data.py",
        old="(outputs[:, 0] > self.threshold)",
        new="(outputs[:, 0] > 0.5)",
        tests=("unit/core/test_training_data.py", "unit/data/test_encoding.py"),
    ),
    Bug(
        name="the probe favours low classes",
        file="core/training_data.py",
        old='return shuffled[np.argsort(turn[shuffled], kind="stable")][:size]',
        new="return np.lexsort((labels, turn))[:size]",
        tests=("unit/core/test_training_data.py",),
    ),
    Bug(
        name="npz: the weights are transposed where that fits",
        file="project/weights/npz.py",
        old="npy.dump(array) for key, array in weights.arrays()",
        new="npy.dump(array.T if len(set(array.shape)) == 1 else array) for key, array in weights.arrays()",
        tests=(*WEIGHTS, "unit/project/weights/test_weights_properties.py"),
    ),
    Bug(
        name="network2: the weights are transposed where that fits",
        file="project/weights/network2.py",
        old="weights=[w.tolist() for w in network.weights]",
        new="weights=[(w.T if len(w) == w.shape[1] else w).tolist() for w in network.weights]",
        tests=(*WEIGHTS, "unit/project/weights/test_weights_properties.py"),
    ),
    Bug(
        name="JSON: weights lose their last digits",
        file="project/weights/own_json.py",
        old="_Layer(w.tolist(), b.tolist())",
        new="_Layer(w.round(15).tolist(), b.tolist())",
        tests=WEIGHTS,
    ),
    Bug(
        name="the metadata name another cost",
        file="project/weights/content.py",
        old="cost=self.cost,",
        new='cost="quadratic",',
        tests=WEIGHTS,
    ),
    Bug(
        name="two networks count as the same if their bytes are as many",
        file="project/weights/content.py",
        old="all(array.tobytes() == theirs[key].tobytes() for key, array in mine.items())",
        new="all(len(array.tobytes()) == len(theirs[key].tobytes()) for key, array in mine.items())",
        tests=(*WEIGHTS, "unit/project/weights/test_weights_properties.py"),
    ),
    Bug(
        name="the project file forgets where in the epoch the run is",
        file="project/record.py",
        old="at=_Moment(state.step, state.epoch, state.position, state.moment_steps)",
        new="at=_Moment(state.step, state.epoch, 0, state.moment_steps)",
        tests=(*FILES, "unit/project/test_files_properties.py"),
    ),
    Bug(
        name="the project file forgets how thinned out the history is",
        file="project/record.py",
        old="batch_stride=history.batch_stride",
        new="batch_stride=1",
        tests=(*FILES, "unit/project/test_files_properties.py"),
    ),
    Bug(
        name="a project is compared without its counters",
        file="project/project.py",
        old="(self.plan, self.view, self.counters()) == (other.plan, other.view, other.counters())",
        new="(self.plan, self.view) == (other.plan, other.view)",
        tests=(*FILES, "unit/project/test_files_properties.py"),
    ),
    Bug(
        name="a damaged part isn't noticed",
        file="project/files.py",
        old="if (len(data), hashlib.sha256(data).hexdigest()) != (entries[name].size, entries[name].sha256):",
        new="if len(data) != entries[name].size:",
        tests=FILES,
    ),
    Bug(
        name="the curves' file has step and epoch exchanged",
        file="project/history_csv.py",
        old='["epoch", int(numbers["epoch"]), int(numbers["step"]),',
        new='["epoch", int(numbers["step"]), int(numbers["epoch"]),',
        tests=("unit/project/test_history_csv.py",),
    ),
)
