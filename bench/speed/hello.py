"""The least that FastAPI and Mangum can answer: what a cold start is held against."""

from fastapi import FastAPI
from mangum import Mangum

app = FastAPI()


@app.get("/healthz")
def hello() -> dict[str, str]:
    """One word."""
    return {"text": "hello"}


handler = Mangum(app, api_gateway_base_path="/prod")
