"""The compiled engine: a whole stretch of steps as one function, made by numba (extra ``fast``).

``stepper`` and the kernels need numba; ``cache`` says without it whether they are there and compiled already.
"""
