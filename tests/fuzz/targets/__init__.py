"""What the coverage-guided fuzzer calls: one function a file, over bytes of any kind.

A target lets through what the code declares to raise. Everything else that comes out of it is a
finding, and so is a hang, a crash, or more memory than the limits allow.
"""
