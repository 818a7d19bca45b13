"""What is painted. Items hold no state of the document, speak in layer and neuron numbers, and take no events."""
