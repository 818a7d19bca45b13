"""Bugs in training: batches, orders, optimizers, history, the state that a run goes on from."""

from typing import Final

from tests.planted.planting import Bug

TRAINER = ("core/test_trainer.py", "core/test_training_properties.py")
PENALTIES = ("core/test_penalties.py", "core/test_training_properties.py")
OPTIMIZERS = ("core/test_optimizers.py", "core/test_trainer.py")

BUGS: Final = (
    Bug(
        name="the last partial batch is dropped",
        file="core/trainer.py",
        old="elif self._position == len(self._order):",
        new="elif self._position + self.config.batch_size > len(self._order):",
        tests=TRAINER,
    ),
    Bug(
        name="the last partial batch is divided by the full size",
        file="core/engine/numpy_stepper.py",
        old="np.multiply(error, 1 / len(error), out=deltas[-1])",
        new="np.multiply(error, 1 / self._task.largest_batch, out=deltas[-1])",
        tests=TRAINER,
    ),
    Bug(
        name="the shuffle isn't drawn anew each epoch",
        file="core/trainer.py",
        old="stream(self.config.seed, Purpose.SHUFFLE, self.epoch)",
        new="stream(self.config.seed, Purpose.SHUFFLE, 0)",
        tests=TRAINER,
    ),
    Bug(
        name="the order isn't a permutation",
        file="core/trainer.py",
        old=".permutation(len(self.data.x_train))",
        new=".integers(0, len(self.data.x_train), len(self.data.x_train))",
        tests=TRAINER,
    ),
    Bug(
        name="the samples are taken in the order of the data",
        file="core/trainer.py",
        old="stream(self.config.seed, Purpose.SHUFFLE, self.epoch).permutation(len(self.data.x_train))",
        new="np.arange(len(self.data.x_train))",
        tests=TRAINER,
    ),
    Bug(
        name="the start is overwritten by training",
        file="core/trainer.py",
        old="START, self._start, axis=0)",
        new="START, Parameters.of_network(self.network).flat, axis=0)",
        tests=(*TRAINER, "core/test_edits.py"),
    ),
    Bug(
        name="a diverging update is taken",
        file="core/engine/numpy_stepper.py",
        old="return Steps(costs[:index], clipped, failed=True)",
        new="self._now, self._next = self._next, self._now\n"
        "                return Steps(costs[:index], clipped, failed=True)",
        tests=TRAINER,
    ),
    Bug(
        name="a cost that overflows at an epoch's end goes unnoticed",
        file="core/trainer.py",
        old="if not math.isfinite(record.train_cost):",
        new="if math.isnan(record.train_cost):",
        tests=TRAINER,
    ),
    Bug(
        name="a resumed run repeats a batch",
        file="core/trainer.py",
        old="self._position, self._moment_steps = state.position, state.moment_steps",
        new="self._position = max(0, state.position - self.config.batch_size)\n"
        "        self._moment_steps = state.moment_steps",
        tests=TRAINER,
    ),
    Bug(
        name="a resumed run begins its epoch anew",
        file="core/trainer.py",
        old="self._position, self._moment_steps = state.position, state.moment_steps",
        new="self._position, self._moment_steps = 0, state.moment_steps",
        tests=TRAINER,
    ),
    Bug(
        name="a resumed run corrects the bias of old moments again",
        file="core/trainer.py",
        old="self._position, self._moment_steps = state.position, state.moment_steps",
        new="self._position, self._moment_steps = state.position, 0",
        tests=TRAINER,
    ),
    Bug(
        name="the test cost is that of the training part",
        file="core/trainer.py",
        old="train[0], test[0], train[1], test[1], *validation",
        new="train[0], train[0], train[1], train[1], *validation",
        tests=TRAINER,
    ),
    Bug(
        name="the refuge is the latest epoch, not the best",
        file="core/trainer.py",
        old="if record.train_cost < self._refuge.train_cost:",
        new="if True:",
        tests=TRAINER,
    ),
    Bug(
        name="points of a thinned-out history are averages",
        file="core/history.py",
        old="kept = self._buffer[self._buffer[:, 0] % self.stride == 0]",
        new="kept = self._buffer[self._buffer[:, 0] % self.stride == 0]\n"
        "        kept[:-1, 1:] = (kept[:-1, 1:] + kept[1:, 1:]) / 2",
        tests=("core/test_history.py",),
    ),
    Bug(
        name="a long history loses its newest record",
        file="core/history.py",
        old="values = np.append(values, self.latest[index])",
        new="pass",
        tests=("core/test_history.py",),
    ),
    Bug(
        name="purposes share one stream of random numbers",
        file="core/streams.py",
        old="spawn_key=(int(purpose), counter)",
        new="spawn_key=(counter,)",
        tests=("core/test_streams.py", *TRAINER),
    ),
    Bug(
        name="SGD climbs",
        file="core/optimizers/descent.py",
        old="np.multiply(gradient, -learning_rate, out=after[0])",
        new="np.multiply(gradient, learning_rate, out=after[0])",
        tests=OPTIMIZERS,
    ),
    Bug(
        name="momentum: the old velocity is subtracted",
        file="core/optimizers/descent.py",
        old="velocity += gradient\n        np.multiply(velocity, -learning_rate, out=w)",
        new="np.subtract(gradient, velocity, out=velocity)\n        np.multiply(velocity, -learning_rate, out=w)",
        tests=OPTIMIZERS,
    ),
    Bug(
        name="momentum: the velocity isn't carried on",
        file="core/optimizers/descent.py",
        old="np.multiply(velocity, -learning_rate, out=w)",
        new="np.multiply(velocity, -learning_rate, out=w)\n        velocity[...] = 0",
        tests=OPTIMIZERS,
    ),
    Bug(
        name="Nesterov looks no velocity ahead",
        file="core/optimizers/descent.py",
        old='np.multiply(velocity, settings["momentum"], out=w)\n        w += gradient',
        new="w[...] = velocity",
        tests=OPTIMIZERS,
    ),
    Bug(
        name="Adagrad forgets the squares",
        file="core/optimizers/adaptive.py",
        old="squares += before[1]",
        new="squares += 0.99 * before[1]",
        tests=OPTIMIZERS,
    ),
    Bug(
        name="RMSprop: ε inside the root",
        file="core/optimizers/adaptive.py",
        old="np.sqrt(values, out=out)\n    out += epsilon",
        new="np.sqrt(values + epsilon, out=out)",
        tests=OPTIMIZERS,
    ),
    Bug(
        name="Adam: the mean isn't corrected for its start at 0",
        file="core/optimizers/adam.py",
        old="w *= -learning_rate / (1 - beta1**count)",
        new="w *= -learning_rate",
        tests=OPTIMIZERS,
    ),
    Bug(
        name="Adam: the steps are counted from 0",
        file="core/optimizers/adam.py",
        old="np.divide(squares, 1 - beta2**count, out=w)",
        new="np.divide(squares, 1 - beta2 ** max(1, count - 1), out=w)",
        tests=OPTIMIZERS,
    ),
    Bug(
        name="AdamW: the decay ignores the learning rate",
        file="core/optimizers/adam.py",
        old='keep = 1 - learning_rate * settings["weight_decay"]',
        new='keep = 1 - settings["weight_decay"]',
        tests=OPTIMIZERS,
    ),
    Bug(
        name="L1: the sign is the wrong way round",
        file="core/penalties.py",
        old="gradient += self.l1 * np.sign(w)",
        new="gradient -= self.l1 * np.sign(w)",
        tests=PENALTIES,
    ),
    Bug(
        name="L1: a weight at 0 is pushed",
        file="core/penalties.py",
        old="gradient += self.l1 * np.sign(w)",
        new="gradient += self.l1 * np.where(w < 0, -1.0, 1.0)",
        tests=PENALTIES,
    ),
    Bug(
        name="L2: the derivative of λw² without its ½",
        file="core/penalties.py",
        old="gradient += self.l2 * w",
        new="gradient += 2 * self.l2 * w",
        tests=PENALTIES,
    ),
    Bug(
        name="the penalty reaches the biases",
        file="core/engine/numpy_stepper.py",
        old="penalty.add_gradient(self._now.weights, self._next.weights)",
        new="penalty.add_gradient(self._now.weights + self._now.biases, self._next.weights + self._next.biases)",
        tests=(*TRAINER, *PENALTIES),
    ),
    Bug(
        name="the learning rate is that of the epoch's end",
        file="core/trainer.py",
        old="(self.epoch + batch / self.batches_per_epoch for",
        new="(self.epoch + (batch + 1) / self.batches_per_epoch for",
        tests=TRAINER,
    ),
    Bug(
        name="a cosine rises again after its end",
        file="core/schedules.py",
        old='math.cos(math.pi * min(epochs / settings["length"], 1.0))',
        new='math.cos(math.pi * epochs / settings["length"])',
        tests=("core/test_schedules.py",),
    ),
)
