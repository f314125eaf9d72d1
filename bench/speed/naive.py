"""What people write first: FastAPI, and pytesseract as it comes. Served by uvicorn."""

import io

import pytesseract
from fastapi import FastAPI, UploadFile
from PIL import Image

app = FastAPI()


@app.post("/")
async def read(file: UploadFile) -> dict[str, str]:
    """The text of an image."""
    image = Image.open(io.BytesIO(await file.read()))
    return {"text": pytesseract.image_to_string(image)}
