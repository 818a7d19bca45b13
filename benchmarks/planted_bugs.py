"""Plant bugs in the mathematics, one at a time, and see whether the tests of core/ catch each.

    python benchmarks/planted_bugs.py            # all of them; exit code 1 if one survives
    python benchmarks/planted_bugs.py softmax    # those whose description has this word

Each bug is a change of one place in a copy of the program; the tests run against the copy until the first fails.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
#: What is copied, and the tests that shall catch the bugs: quick and telling ones first.
PARTS = ("bpexplorer", "tests", "resources", "pyproject.toml")
FIRST = ("test_reference_gradients.py", "test_optimizers.py", "test_penalties.py", "test_trainer.py")


class Bug(NamedTuple):
    what: str
    module: str
    right: str
    wrong: str


BUGS = (
    # BP1
    Bug(
        "missing σ'(z) at the output",
        "output",
        "return activation.vjp(z, a, cost.gradient(a, y))",
        "return cost.gradient(a, y)",
    ),
    Bug("a + y in the stable form of cross-entropy", "output", "    return a - y\n", "    return a + y\n"),
    Bug("softmax with log-likelihood forgets Σy", "output", "a * y.sum(axis=-1, keepdims=True) - y", "a - y"),
    Bug(
        "∇C of the quadratic cost twice as long",
        "costs",
        "        return a - y\n",
        "        return 2 * (a - y)\n",
    ),
    Bug(
        "∇C of cross-entropy with the sign turned",
        "costs",
        "_over(1 - y, 1 - a) - _over(y, a)",
        "_over(y, a) - _over(1 - y, 1 - a)",
    ),
    Bug("Huber never held", "costs", "abs(residual.real) <= 1", "abs(residual.real) <= 10"),
    # Activations
    Bug(
        "softmax with the diagonal of its Jacobian only",
        "activations",
        "a * (u - (a * u).sum(axis=-1, keepdims=True))",
        "a * (1 - a) * u",
    ),
    Bug(
        "softmax summed over the samples",
        "activations",
        "powers /= powers.sum(axis=-1, keepdims=True)",
        "powers /= powers.sum(axis=0, keepdims=True)",
    ),
    Bug("tanh' = 1 − a", "activations", "return 1 - a * a", "return 1 - a"),
    Bug(
        "σ' = a",
        "activations",
        "        return a * (1 - a)\n\n\nclass Tanh",
        "        return a\n\n\nclass Tanh",
    ),
    Bug(
        "ReLU open at z < 0",
        "activations",
        "return (z.real > 0).astype(z.dtype)",
        "return (z.real < 0).astype(z.dtype)",
    ),
    Bug("GELU' without its cubic part", "activations", "(1 + 3 * self.cubic * near * near)", "1"),
    Bug("SiLU' without its second term", "activations", "return gate + a * (1 - gate)", "return gate"),
    # BP2
    Bug(
        "missing σ'(z) in a hidden layer",
        "backprop",
        "return activation.vjp(z, a, delta_next @ weights_next)",
        "return delta_next @ weights_next",
    ),
    Bug(
        "δ of the layer before the right one",
        "backprop",
        "hidden_error(net.weights[l], deltas[0],",
        "hidden_error(net.weights[l], deltas[-1],",
    ),
    Bug(
        "σ' taken of the layer above",
        "backprop",
        "functions[l - 1], zs[l - 1], activations[l - 1]",
        "functions[l], zs[l - 1], activations[l - 1]",
    ),
    # BP3 and BP4
    Bug(
        "∂C/∂b summed over the samples",
        "backprop",
        "    gradient: FloatArray = delta.sum(axis=0)\n    gradient /= len(delta)\n",
        "    gradient: FloatArray = delta.sum(axis=0)\n",
    ),
    Bug(
        "∂C/∂W divided by the samples twice",
        "backprop",
        "    gradient: FloatArray = delta.T @ a_before\n    gradient /= len(delta)\n",
        "    gradient: FloatArray = delta.T @ a_before\n    gradient /= len(delta) ** 2\n",
    ),
    Bug(
        "∂C/∂W with the activations of its own layer",
        "backprop",
        "befores = (x, *activations[:-1])",
        "befores = (x, *(a[:, : b.shape[1]] for a, b in zip(activations[1:], activations[:-1])))",
    ),
    Bug(
        "wrong transpose: W read in the other order",
        "backprop",
        "a_before @ weights.T",
        "a_before @ weights.reshape(weights.shape[::-1])",
    ),
    Bug("forward without biases", "backprop", "    z += biases\n", ""),
    # Training
    Bug(
        "the last batch of an epoch left out",
        "trainer",
        "if end == len(self._order):",
        "if end + self.config.batch_size > len(self._order):",
    ),
    Bug(
        "every epoch in the same order",
        "trainer",
        "stream(self.config.seed, Purpose.SHUFFLE, self.epoch)",
        "stream(self.config.seed, Purpose.SHUFFLE, 0)",
    ),
    Bug(
        "a step that diverges is taken",
        "trainer",
        "            if self.divergence is not None:\n                return False\n",
        "",
    ),
    Bug(
        "L1 with the sign turned",
        "penalties",
        "gradient += self.l1 * np.sign(w)",
        "gradient -= self.l1 * np.sign(w)",
    ),
    Bug("L2 without its ½", "penalties", "total += 0.5 * self.l2", "total += self.l2"),
    Bug(
        "penalty on the biases",
        "trainer",
        "penalty.add_gradient(self._network.weights, self._gradient.weights)",
        "penalty.add_gradient([self._now[0]], [self._gradient.flat])",
    ),
    Bug(
        "Nesterov without looking ahead",
        "optimizers/descent",
        '        np.multiply(velocity, settings["momentum"], out=w)\n        w += gradient\n',
        "        w[...] = velocity\n",
    ),
    Bug(
        "Adam without its correction at the start",
        "optimizers/adam",
        "np.divide(squares, 1 - beta2**count, out=w)",
        "np.divide(squares, 1, out=w)",
    ),
    Bug(
        "AdamW decays through its gradient",
        "optimizers/adam",
        "w += before[0] if keep == 1.0 else keep * before[0]",
        "w += before[0]",
    ),
)


def caught(bug: Bug, copy: Path) -> str:
    """The test that fails, or an empty string if none does."""
    path = copy / "bpexplorer" / "core" / f"{bug.module}.py"
    text = path.read_text(encoding="utf-8")
    if text.count(bug.right) != 1:
        raise SystemExit(
            f"{bug.what}: {bug.module}.py has this place {text.count(bug.right)} times; correct the list."
        )
    path.write_text(text.replace(bug.right, bug.wrong), encoding="utf-8")
    try:
        return _first_failure(copy)
    finally:
        path.write_text(text, encoding="utf-8")


def _first_failure(copy: Path) -> str:
    folder = Path("tests/unit/core")
    others = sorted(path.name for path in (copy / folder).glob("test_*.py") if path.name not in FIRST)
    tests = [str(folder / name) for name in (*FIRST, *others)]
    # Cached bytecode is told apart by time and size, which a bug may share with what it replaces.
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    ended = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
    if ended.returncode == 0:
        return ""
    failures = [line for line in ended.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return failures[0].split(" - ")[0].split("::", 1)[-1] if failures else "the test run itself"


def main() -> int:
    wanted = [bug for bug in BUGS if all(word in f"{bug.what} {bug.module}" for word in sys.argv[1:])]
    survivors = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for part in PARTS:
            source = ROOT / part
            if source.is_dir():
                shutil.copytree(source, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, copy / part)
        if failed := _first_failure(copy):
            raise SystemExit(f"The tests fail without any bug planted: {failed}.")
        for bug in wanted:
            begin = time.perf_counter()
            failed = caught(bug, copy)
            survivors += [] if failed else [bug.what]
            verdict = f"caught by {failed}" if failed else "NOT CAUGHT"
            print(f"{bug.what:<52} {time.perf_counter() - begin:5.1f} s  {verdict}", flush=True)
    print(f"{len(wanted) - len(survivors)} of {len(wanted)} caught.")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
