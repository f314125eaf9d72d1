"""Prints, as JSON, what is in the image that it runs in: bill_of_materials.py sends it there."""

import json
import platform
import subprocess
from importlib.metadata import Distribution, distributions
from pathlib import Path


def _libraries(package: Distribution) -> list[str]:
    """The C libraries that a wheel brings along: auditwheel puts them into `<package>.libs`."""
    files = package.files or []
    return sorted(
        file.name for file in files if file.parts[0].endswith(".libs") and ".so" in file.name
    )


def main() -> None:
    """Look around."""
    system = platform.freedesktop_os_release()
    tesseract = subprocess.run(
        ["/opt/bin/tesseract", "--version"], capture_output=True, text=True, check=True
    )
    models = Path("/opt/share/tessdata").rglob("*.traineddata")
    contents = {
        "python": [
            {"metadata": package.read_text("METADATA"), "libraries": _libraries(package)}
            for package in distributions()
        ],
        "dpkg": Path("/var/lib/dpkg/status").read_text(encoding="utf-8"),
        "distribution": f"{system['ID']}-{system['VERSION_CODENAME']}",
        # Versions before 5 wrote to the error output.
        "tesseract": tesseract.stdout + tesseract.stderr,
        "languages": sorted(model.stem for model in models),
    }
    print(json.dumps(contents))


if __name__ == "__main__":
    main()
