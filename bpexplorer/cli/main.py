"""Where both commands begin: ``bpexplorer``, and ``bpexplorer-gui``, which differs in how it opens the window.

Everything is imported where it is used. What only helps or refuses needs neither numpy nor Qt; and until `main` runs,
Python answers Ctrl-C with a traceback, so nothing at all is imported before.
"""

import sys

TYPE_CHECKING = False  # as in typing, which would have to be imported
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    #: Opens the window with what is named, if anything is, and returns the exit code.
    OpenWindow = Callable[[str | None], int]


def main(
    argv: "Sequence[str] | None" = None, *, open_window: "OpenWindow | None" = None, prog: str = "bpexplorer"
) -> int:
    """Run the command line and return the exit code.

    Without ``argv`` the arguments are those of the process, and what is left for it to do is to end: signals that come
    later are ignored.
    """
    if argv is None:
        _end_silently_by_ctrl_c()
    from bpexplorer.cli.console import signals

    with signals.handled(for_good=argv is None):
        from bpexplorer.cli.console import output

        output.open_what_is_closed()
        arguments = sys.argv[1:] if argv is None else list(argv)
        return _run(arguments, open_window or _open_window, prog)


def _end_silently_by_ctrl_c() -> None:
    """Until signals are handled, let the system answer Ctrl-C instead of Python."""
    # The part of the module signal that is built in: its other part takes longer to import than all that is before.
    import _signal  # type: ignore[import-not-found]

    if _signal.getsignal(_signal.SIGINT) is _signal.default_int_handler:
        _signal.signal(_signal.SIGINT, _signal.SIG_DFL)


def _run(arguments: list[str], open_window: "OpenWindow", prog: str) -> int:
    if not arguments:
        return open_window(None)
    from bpexplorer.cli.parser import COMMANDS, make_parser

    if arguments[0] not in COMMANDS:
        return _open(arguments, open_window, prog)
    options = make_parser(prog).parse_args(arguments)
    from bpexplorer.cli.commands import run

    return run(options)


def _open(arguments: list[str], open_window: "OpenWindow", prog: str) -> int:
    """Open the window with the one thing that is named, or answer the option."""
    from bpexplorer.cli.names import check_name
    from bpexplorer.cli.parser import make_parser

    parser = make_parser(prog)
    at = arguments.index("--") if "--" in arguments else len(arguments)
    names = []
    for each in arguments[:at]:
        if each.startswith("-"):
            parser.parse_args([each])  # ends: with what was asked for, or because there is no such option
        names.append(each)
    names += arguments[at + 1 :]
    if names:
        check_name(names[0], parser)
    if len(names) > 1:
        parser.error(
            f"the window opens one project, weights file or example. Leave out {' '.join(names[1:])}"
        )
    return open_window(names[0] if names else None)


def _open_window(name: str | None) -> int:
    from bpexplorer.cli.window import open_window

    return open_window(name)
