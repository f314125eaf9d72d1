"""`make openapi`: writes docs/openapi.json, the API as programs read it."""

import json
from pathlib import Path

from handler.app.factory import create_app

OPENAPI = Path(__file__).parent.parent / "docs" / "openapi.json"


def openapi_json() -> str:
    """The document: the same on every machine, since no engine and no setting has a part in it."""
    document = create_app(None).openapi()
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    OPENAPI.write_text(openapi_json(), encoding="utf-8")
