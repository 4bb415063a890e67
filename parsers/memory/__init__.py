"""Layout memory: a value that a clerk corrected once is found at its place from then on.

`fingerprint` recognises a layout, `places` searches the candidates of a field, `recall` applies
what is remembered, `lesson` learns from a correction. What is remembered is `model.memory`.
"""
