"""Bugs in the command line: what is torn, overwritten or lost on the way to whoever asked."""

from typing import Final

from tests.planted.planting import Bug

SIGNALS = ("unit/cli/test_signals.py",)
OUTPUT = ("unit/cli/test_output.py",)
TARGETS = ("unit/cli/test_targets.py",)
COMMAND_LINE = ("unit/cli/test_command_line.py",)

BUGS: Final = (
    Bug(
        name="a second signal ends the process in the middle of a write",
        where="console.signals._on_signal",
        old="if _now.noticed is not None:",
        new="if _now.noticed is not None and not _now.noticed:",
        tests=SIGNALS,
    ),
    Bug(
        name="what nohup ignores is taken after all",
        where="console.signals.handled",
        old="not in (signal.SIG_IGN, None)",
        new="is not None",
        tests=SIGNALS,
    ),
    Bug(
        name="a run that a signal kept from beginning takes the place of an older result",
        where="cli.training.train",
        old="is_trained = steps > 0 or not interrupted",
        new="is_trained = steps >= 0",
        tests=SIGNALS,
    ),
    Bug(
        name="JSON is in whatever encoding stdout has",
        where="console.output.write_json",
        old='_encoding(sys.stdout) != "utf-8"',
        new='_encoding(sys.stdout) == "ascii"',
        tests=OUTPUT,
    ),
    Bug(
        name="what stdout didn't take is no fault",
        where="console.output.write",
        old="return UNANSWERED",
        new="return OK",
        tests=OUTPUT,
    ),
    Bug(
        name="a hard link is another file",
        where="console.targets._same",
        old="return os.path.samestat(statuses[0], statuses[1])",
        new="return _place(one) == _place(other)",
        tests=TARGETS,
    ),
    Bug(
        name="any result may replace the project that is continued",
        where="console.targets.check_targets",
        old="if option != replaceable and",
        new="if replaceable is None and",
        tests=TARGETS,
    ),
    Bug(
        name="a name behind -- is still looked at as an option",
        where="cli.main._open",
        old="for each in arguments[:at]:",
        new="for each in arguments:",
        tests=COMMAND_LINE,
    ),
)
