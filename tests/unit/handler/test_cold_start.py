"""What a new container does not load before its first answer."""

import json
import os
import subprocess
import sys
from typing import Any, cast

import pytest

from tests.conftest import ROOT

# In rows: jobs; PDF and HEIC; photographs; drawing on images, which has a font renderer; other
# formats than JSON and text; the OpenAPI document, and what only those need.
LATER = {
    "boto3",
    *("pypdfium2", "pikepdf", "pi_heif"),
    *("numpy", "cv2", "onnxruntime", "rapidocr"),
    *("PIL.ImageDraw", "PIL.ImageFont"),
    *(f"ocr_core.render.{name}" for name in ("alto", "hocr", "pdf", "tsv", "xml_writer")),
    *("handler.app.examples", "xml", "urllib.request"),
}
ENVIRONMENT = {
    "RESULTS_BUCKET": "results",
    "TASK_QUEUE_URL": "http://127.0.0.1:9/tasks",
    "AWS_DEFAULT_REGION": "eu-central-1",
}


def printed(code: str) -> list[Any]:
    """What a new process prints last, as JSON."""
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | ENVIRONMENT,
        capture_output=True,
        text=True,
        check=True,
    )
    return cast("list[Any]", json.loads(run.stdout.splitlines()[-1]))


def test_what_only_some_ask_for_is_loaded_later() -> None:
    """Whoever adds an import finds here what each start of a container would pay for it."""
    loaded = printed("import json, sys, handler.api; print(json.dumps(sorted(sys.modules)))")
    assert {*loaded} & LATER == set()


@pytest.mark.parametrize(
    ("entry", "last_import"),
    [("handler.api", "handler.gateway_path"), ("handler.worker", "handler.jobs.task_batch")],
)
def test_garbage_is_collected_from_the_last_import_on(entry: str, last_import: str) -> None:
    """Not before it, and what was imported is spared."""
    code = f"""
import gc, json, sys
import handler.garbage
runs = []
gc.callbacks.append(lambda *_: runs.append({last_import!r} in sys.modules))
import {entry}
gc.collect()
print(json.dumps([all(runs), gc.isenabled(), gc.get_freeze_count() > 10_000]))
"""
    assert printed(code) == [True, True, True]
