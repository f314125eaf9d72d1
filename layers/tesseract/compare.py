#!/usr/bin/env python3
"""Compares two tesseract binaries on the same pages: seconds, their ratio, and the text.

    compare.py --candidate layer/bin/tesseract --tessdata layer/share/tessdata PAGE...

The two take turns, so that whatever else the machine does hits both alike, and
both run on one thread (OMP_THREAD_LIMIT=1), which is the fast way for a binary
with OpenMP. Seconds of wall clock and of processor time are medians of the runs
after one that warms the caches. Needs the standard library only.
"""

import argparse
import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median


@dataclass
class Binary:
    """One tesseract program, and what its runs over one page took."""

    path: str
    text: bytes = b""
    wall_s: list[float] = field(default_factory=list)
    cpu_s: list[float] = field(default_factory=list)

    def read(self, page: Path, *, tessdata: Path, languages: str) -> None:
        """Read the page once, and remember the text and the seconds."""
        environment = {**os.environ, "OMP_THREAD_LIMIT": "1", "TESSDATA_PREFIX": str(tessdata)}
        cpu_s, wall_s = _children_cpu_s(), time.perf_counter()
        done = subprocess.run(  # noqa: S603 - the programs that the caller named
            [self.path, str(page), "-", "-l", languages],
            env=environment,
            capture_output=True,
            check=False,
        )
        self.wall_s.append(time.perf_counter() - wall_s)
        self.cpu_s.append(_children_cpu_s() - cpu_s)
        if done.returncode:
            sys.exit(f"{self.path} failed on {page}: {done.stderr.decode(errors='replace')}")
        self.text = done.stdout

    def forget(self) -> None:
        """Drop the seconds so far: they warmed the caches."""
        self.wall_s.clear()
        self.cpu_s.clear()


def _children_cpu_s() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=(__doc__ or "").splitlines()[0],
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument("pages", nargs="+", type=Path, metavar="PAGE", help="an image to read")
    parser.add_argument("--baseline", default="tesseract", help="the binary to beat")
    parser.add_argument("--candidate", default="/opt/bin/tesseract", help="the binary to measure")
    parser.add_argument(
        "--tessdata",
        type=Path,
        default="/opt/share/tessdata",
        help="the models that both use",
    )
    parser.add_argument("--languages", default="eng", help="as tesseract -l takes them")
    parser.add_argument("--runs", type=int, default=7, help="measured runs of each binary")
    return parser.parse_args()


def _compare(page: Path, binaries: tuple[Binary, Binary], options: argparse.Namespace) -> None:
    for run in range(options.runs + 1):
        for binary in binaries:
            binary.read(page, tessdata=options.tessdata, languages=options.languages)
            if run == 0:
                binary.forget()
    baseline, candidate = binaries
    print(page.name)
    for name in ("wall_s", "cpu_s"):
        before, after = median(getattr(baseline, name)), median(getattr(candidate, name))
        print(f"  {name:7} {before:7.3f} -> {after:7.3f}   {before / after:.2f} times as fast")
    print(f"  text    {'the same' if baseline.text == candidate.text else 'differs'}")


def main() -> None:
    """Compare the two binaries page by page."""
    options = _arguments()
    for page in options.pages:
        _compare(page, (Binary(options.baseline), Binary(options.candidate)), options)


if __name__ == "__main__":
    main()
