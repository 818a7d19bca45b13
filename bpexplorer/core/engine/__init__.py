"""Engines: what makes the steps of a run.

A ``Stepper`` (``base``) makes steps within an epoch; the trainer does everything else. ``choice`` says which engine and
how many BLAS threads a run gets where it begins.
"""
