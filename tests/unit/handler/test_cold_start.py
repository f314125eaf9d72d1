"""What a new container does not load before its first answer."""

import json
import subprocess
import sys

from tests.conftest import ROOT

# In rows: jobs; PDF and HEIC; photographs; drawing on images, which has a font renderer; other
# formats than JSON and text; the OpenAPI document, and what only those need.
LATER = (
    "boto3",
    *("pypdfium2", "pikepdf", "pillow_heif"),
    *("numpy", "cv2", "onnxruntime", "rapidocr"),
    *("PIL.ImageDraw", "PIL.ImageFont"),
    *(f"ocr_core.render.{name}" for name in ("alto", "hocr", "pdf", "tsv", "xml_writer")),
    *("handler.app.examples", "xml", "urllib.request"),
)
PRINT = f"print(json.dumps(sorted({{*{LATER}}} & {{*sys.modules}})))"


def test_what_only_some_ask_for_is_loaded_later() -> None:
    """Whoever adds an import finds here what each start of a container would pay for it."""
    command = [sys.executable, "-c", f"import json, sys, handler.api; {PRINT}"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(run.stdout.splitlines()[-1]) == []
