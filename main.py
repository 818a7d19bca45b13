"""Opens the program from a checkout: ``python main.py``. The installed command is ``bpexplorer-gui``."""

import sys

from bpexplorer.launcher import main

if __name__ == "__main__":
    sys.exit(main())
