"""Heads of the tables that people read on a command line."""


def head(*columns: tuple[str, int]) -> str:
    """The names of columns, each in its width: at the right of it, or at the left where that is negative.

    A name that is longer, as it may be in another language, keeps a space before the next.
    """
    return "".join(f"{name:<{-width}}" if width < 0 else f" {name:>{width - 1}}" for name, width in columns)
