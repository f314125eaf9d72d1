"""How fast we are, beside the floor and what people use instead: ``python -m bench.speed``.

All contestants of a file take turns, so that what else the machine does meets them alike. What
counts is the ratio of two medians of one run.
"""
