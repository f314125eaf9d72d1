"""Ruling lines, taken out of a page so that they are not read as letters."""

import cv2
import numpy as np
from cv2.typing import MatLike

# A line is longer than that, in heights of the text, and not thicker than that, in pixels of it.
_LONG = 1.5
_LEAST_PX = 24
_THICKEST = 0.15
# Steps of brightness that make a line.
_LEAST_STEP = 24


def without_rules(page: MatLike, text_height: float) -> MatLike:
    """The page with straight dark lines, across and along, in the brightness around them.

    Args:
        page: 8-bit grey, shape (height, width).
        text_height: of its usual line, in pixels.
    """
    length = max(_LEAST_PX, round(_LONG * text_height))
    thickness = max(3, round(_THICKEST * text_height))
    ground = page
    for long, thick in (((length, 1), (1, thickness + 2)), ((1, length), (thickness + 2, 1))):
        lines = cv2.morphologyEx(page, cv2.MORPH_CLOSE, np.ones((long[1], long[0]), np.uint8))
        around = cv2.morphologyEx(lines, cv2.MORPH_CLOSE, np.ones((thick[1], thick[0]), np.uint8))
        rules = (cv2.subtract(around, lines) > _LEAST_STEP).astype(np.uint8)
        grown = cv2.dilate(rules, np.ones((3, 3), np.uint8)) > 0
        ground = np.where(grown, np.maximum(ground, around), ground)
    return ground
