"""Specks and screens under the text, smoothed away."""

from PIL import ImageFilter

from ocr_core.prepare.prepared_image import PreparedImage

# Standard deviation in pixels: less leaves the dots of a printed screen, more eats thin strokes.
_RADIUS_PX = 1.0


def smoothed(prepared: PreparedImage) -> PreparedImage:
    """Blur it by a pixel, which Tesseract's threshold then takes for plain paper or plain ink."""
    image = prepared.image.filter(ImageFilter.GaussianBlur(_RADIUS_PX))
    return prepared.changed(image, is_smoothed=True)
