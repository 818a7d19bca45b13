"""Numbers for the names that compiled code tells apart: it knows no strings. Order is meaning; append only."""

from typing import Final

ACTIVATIONS: Final = (
    "identity",
    "sigmoid",
    "tanh",
    "relu",
    "leaky_relu",
    "elu",
    "gelu",
    "silu",
    "softplus",
    "softmax",
)
IDENTITY, SIGMOID, TANH, RELU, LEAKY_RELU, ELU, GELU, SILU, SOFTPLUS, SOFTMAX = range(len(ACTIVATIONS))

COSTS: Final = ("quadratic", "cross_entropy", "log_likelihood", "absolute", "huber")
QUADRATIC, CROSS_ENTROPY, LOG_LIKELIHOOD, ABSOLUTE, HUBER = range(len(COSTS))

OPTIMIZERS: Final = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw")
SGD, MOMENTUM, NESTEROV, ADAGRAD, RMSPROP, ADAM, ADAMW = range(len(OPTIMIZERS))
