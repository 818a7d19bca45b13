"""The exit codes of the command line, and what each of them says."""

from bpexplorer.translation import tr

#: 0: all that was asked for is done.
OK = 0
#: Something to put right, said in a sentence on stderr.
FAULT = 1
#: A command line that can't be understood.
WRONG_USAGE = 2
#: Training diverged; what was asked for is written, with the last finite parameters.
DIVERGED = 3
#: The answer couldn't be written to stdout; the files that were asked for are.
UNANSWERED = 4
#: Added to the number of the signal that ended the command.
SIGNALLED = 128
#: Whoever read the answer closed the pipe before its end, as ``head`` does: 128 and the number of SIGPIPE.
CLOSED_PIPE = SIGNALLED + 13

IN_WORDS = tr(
    "Exit codes: 0 done; 1 something to put right, said on stderr; 2 wrong usage; "
    "3 training diverged; 4 done, but the answer can't be written to stdout; 128 "
    "and the number of the signal that ended the command: 130 for Ctrl-C, 143 for "
    "SIGTERM, 129 for SIGHUP, 141 where the reader of a pipe has closed it. After "
    "3 and 4 and after a signal during training, the files that were asked for are "
    "written."
)
