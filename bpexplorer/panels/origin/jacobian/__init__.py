"""A mode of “Where δ comes from”: the whole Jacobian of a layer, and δ without the sum over k."""
