"""What is said of a run, in words."""

from collections.abc import Iterator

from ocr_core.cli.outcome import Failure, Outcome, Run
from ocr_core.cli.source import printable


def progress_line(outcome: Outcome) -> str:
    """That one file is done, or that it failed."""
    if outcome.failure:
        return f"{outcome.task.source.label}: failed [{printable(outcome.failure.code)}]"
    pages = "" if outcome.pages is None else f"{counted(outcome.pages, 'page')}, "
    return f"{outcome.task.source.label}: {pages}{outcome.seconds:.1f} s"


def heading_line(outcome: Outcome) -> str:
    """Whose text follows, where several go to one place; as head(1) writes it."""
    return f"==> {outcome.task.source.label} <==\n"


def failure_line(source: str, failure: Failure) -> str:
    """Why something failed."""
    return f"{source}: {printable(failure.reason)} [{printable(failure.code)}]"


def lines_of(run: Run, *, done_before: int) -> Iterator[str]:
    """What became of a whole run: the numbers, every failure with its reason, what is left."""
    read = len(run.outcomes) - len(run.failures)
    pages = sum(outcome.pages or 0 for outcome in run.outcomes)
    parts = [f"{counted(read, 'file')} read" + (f" ({counted(pages, 'page')})" if pages else "")]
    if done_before:
        parts.append(f"{done_before} done before")
    parts.append(f"{len(run.failures)} failed")
    if run.left:
        parts.append(f"{run.left} not read")
    yield f"{', '.join(parts)}, in {run.seconds:.1f} s"
    for source, failure in run.failures:
        yield f"  {failure_line(source.label, failure)}"
    if done_before:
        yield "What was done before is not read again, unless --force is given."
    if run.interrupted:
        yield "Interrupted. Give the same command again to go on."
    elif run.left:
        yield "Stopped: the others would fail for the same reason. Give the same command to go on."


def counted(count: int, noun: str) -> str:
    """``1 page``, ``2 pages``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
