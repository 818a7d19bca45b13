"""The script that a child process begins with: runs a module as ``python -m`` does, its first argument.

Modules of ours are those of the package that this file lies in, installed or not. So a child is always of the same
version as who started it, also where that was ``python main.py`` in a checkout.
"""

import runpy
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path


def main() -> None:
    """Take the package from here, without a look at ``sys.path``, and run the module."""
    folder = Path(__file__).parents[2]
    spec = spec_from_file_location(
        folder.name, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    assert spec is not None
    assert spec.loader is not None
    package = sys.modules[folder.name] = module_from_spec(spec)
    spec.loader.exec_module(package)
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
