"""What is done to the pixels of a page before it is read, and back to where its words stand.

Each step takes a ``PreparedImage`` and gives another. None needs more than Pillow.
"""
