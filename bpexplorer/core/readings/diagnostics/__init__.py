"""What can be read off a trace, or off two states of a network, about how training goes. One idea a module."""
