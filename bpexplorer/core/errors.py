"""The errors that a user can cause. Their text says what is wrong, where, and what to do about it."""


class BpExplorerError(Exception):
    """Something the user can put right; its text is shown as it stands."""


class InvalidNetworkError(BpExplorerError):
    """A network that cannot exist: a layer without neurons, shapes that don't fit, an unknown activation."""


class InvalidConfigError(BpExplorerError):
    """A training configuration with a value out of range, or of an unknown name."""


class DataError(BpExplorerError):
    """A data set that cannot be made, read or split as asked."""
