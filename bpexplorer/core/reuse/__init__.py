"""What backpropagation saves: one gradient of one sample, in four ways that give the same numbers.

- *backpropagation* makes each δ^l once, from δ^{l+1}, and every weight into the layer uses it.
- *own chains*: each parameter goes back from the outputs to its own neuron alone, as the chain rule says, and
  makes every δ on the way again.
- *all paths*: the chain rule written out as a sum of products, one for each path from the parameter's neuron to
  the outputs (Nielsen, chapter 2, "Backpropagation: the big picture").
- *differences*: each parameter is moved a little, and the network runs forward again (Nielsen, chapter 2, "In what
  sense is backpropagation a fast algorithm?"). This one is right to about six digits only.

The first three share one forward pass. ``counts`` counts the multiply-adds of each, ``ways`` runs them as they are
described, on whole arrays like backpropagation, and ``comparison`` measures those that end within a given time.
"""
