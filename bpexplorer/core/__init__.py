"""The mathematics: numpy and the standard library; no Qt, no files, no threads.

Conventions, stated once
------------------------
- Layers are l = 0…L; layer 0 is the input. W^l has shape (n_l, n_{l-1}) and b^l has shape (n_l,); they are
  ``weights[l-1]`` and ``biases[l-1]``.
- Samples are rows: x has shape (samples, n_0); z^l, a^l and δ^l have shape (samples, n_l), and
  z^l = a^{l-1} (W^l)ᵀ + b^l.
- δ^l holds ∂C_x/∂z^l for each sample's own cost C_x and is not divided by the number of samples. The cost C
  is the mean of C_x over the samples, so ∂C/∂W^l = (δ^l)ᵀ a^{l-1} / samples. A positive δ means that raising
  z raises the cost.
- Every activation has a Jacobian J_kj = ∂a_k/∂z_j; for elementwise activations it is diagonal, and the
  product Jᵀu is u ⊙ σ'(z). Softmax may stand in any layer.
- BP1 is defined as δ^L = Jᵀ ∇_a C. Named pairs of cost and activation have a stable form of it.
- Layers, neurons, samples and classes are counted from 0.
- Randomness comes in as ``rng: numpy.random.Generator``; every purpose draws from a stream of its own, so
  that nothing shifts anything else.

- Numbers may overflow: where a run diverges, that is what there is to show. What isn't finite is carried on and looked
  for, never made finite; undefined ratios are NaN. numpy is told to be silent (``errstate``) at the edges
  and nowhere between: where a thread of the program begins (``app.run``, ``Worker.run``, the lanes of ``asker``) or a
  command (``cli.commands.run``), as numpy's error state is a thread's own; and, for callers outside of the program, in
  what trains or reads a whole run (``Trainer``, ``make_next_step``, ``find_divergence``, ``read_flow``,
  ``read_maps``, ``read_phases``, ``read_plane``; in slices, ``evaluation.in_silence``), and in the
  demon's ``perturb``. Arithmetic on floats of Python that raises instead (``**``, ``math.exp``) isn't for such numbers.

The equations BP1–BP4 are those of M. Nielsen, *Neural Networks and Deep Learning*, chapter 2.
"""
