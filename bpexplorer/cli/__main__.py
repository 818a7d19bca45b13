"""``python -m bpexplorer.cli`` is the command ``bpexplorer``."""

import sys

from bpexplorer.cli import main

if __name__ == "__main__":
    sys.exit(main())
