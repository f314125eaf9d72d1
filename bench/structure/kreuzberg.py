"""kreuzberg as it comes: ``python -m bench.structure.kreuzberg``, in the environment of the peers.

A line of standard input is a JSON list of a path and the languages; a line of standard output is
its text and its Markdown, or two empty texts where it fails.
"""

import json
import sys

from kreuzberg import ExtractionConfig, OcrConfig, extract_file_sync


def _read(path: str, languages: str, output_format: str) -> str:
    config = ExtractionConfig(
        use_cache=False,
        force_ocr=True,
        output_format=output_format,
        ocr=OcrConfig(backend="tesseract", language=languages),
    )
    return str(extract_file_sync(path, config=config).content)


def _answer(path: str, languages: str) -> list[str]:
    try:
        return [_read(path, languages, name) for name in ("plain", "markdown")]
    except Exception as error:  # noqa: BLE001 - whatever a peer raises is its failure
        print(f"{path}: {type(error).__name__}", file=sys.stderr)
        return ["", ""]


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(_answer(*json.loads(line))), flush=True)
