"""One call of the command, from what it asks for to its exit status."""

import sys
from collections.abc import Sequence

import click
from pydantic import SecretStr

from ocr_core.cli.errors import CliError, ReaderGone
from ocr_core.cli.ledger import Ledger, ManifestLedger, NoLedger
from ocr_core.cli.local_recogniser import LocalRecogniser
from ocr_core.cli.outcome import Failure, Run
from ocr_core.cli.parameters import is_open_to_all
from ocr_core.cli.planning import tasks_of
from ocr_core.cli.progress import FileBar, Lines, NoProgress, PageBar, Progress
from ocr_core.cli.recogniser import Recogniser
from ocr_core.cli.request import Request, options_of
from ocr_core.cli.run import read_all
from ocr_core.cli.standard_streams import write_standard_output
from ocr_core.cli.summary import failure_line, heading_line, lines_of
from ocr_core.cli.task import Task
from ocr_core.engines import create_engine
from ocr_core.errors import OcrError


def run(request: Request) -> int:
    """Do what is asked for; the exit status.

    Raises:
        click.UsageError: the parts of the command line do not fit each other.
    """
    options_of(request.options)
    try:
        return _run(request, tasks_of(request))
    except ReaderGone as error:
        return error.exit_code
    except (OcrError, CliError) as error:
        failure = Failure.of(error)
        _say(failure_line("ocr", failure))
        return failure.exit_code


def _run(request: Request, tasks: Sequence[Task]) -> int:
    ledger = (
        ManifestLedger(request.reading, force=request.force) if request.is_for_many else NoLedger()
    )
    pending = [task for task in tasks if not ledger.is_done(task)]
    done = _read(request, pending, ledger) if pending else Run((), left=0, seconds=0.0)
    for outcome in done.outcomes:
        for body in outcome.bodies:
            heading = heading_line(outcome) if len(tasks) > 1 else ""
            write_standard_output(heading.encode() + body)
    _conclude(request, done, done_before=len(tasks) - len(pending))
    return done.exit_code


def _read(request: Request, tasks: Sequence[Task], ledger: Ledger) -> Run:
    progress = _progress(request, tasks)
    files_at_once = min(request.jobs, len(tasks))
    recogniser = (
        _service(request, request.url) if request.url else _local(request, files_at_once, progress)
    )
    done = read_all(
        tasks, recogniser, files_at_once=files_at_once, ledger=ledger, progress=progress
    )
    if not done.interrupted:
        recogniser.close()
    return done


def _local(request: Request, files_at_once: int, progress: Progress) -> Recogniser:
    """Raises what the engine has to say against the options, before any file is opened."""
    engine = create_engine(
        request.tesseract,
        concurrency=request.jobs,
        tessdata_directory=request.tessdata,
    )
    options = options_of(request.options)
    engine.check(options)
    return LocalRecogniser(
        engine,
        options,
        jobs=request.jobs,
        files_at_once=files_at_once,
        timeout_s=request.timeout_s,
        password=_plain(request.password),
        progress=progress,
    )


def _service(request: Request, url: str) -> Recogniser:
    from ocr_core.cli.service_recogniser import ServiceRecogniser

    password = _plain(request.password)
    if password and not password.isprintable():
        raise click.BadParameter(
            "Control characters cannot be sent to a service.", param_hint="'--password'"
        )
    if request.token and is_open_to_all(url):
        _say("ocr: the token goes out unencrypted; use https")
    return ServiceRecogniser(
        url,
        token=_plain(request.token),
        query={name: str(value) for name, value in request.options.items()},
        timeout_s=request.timeout_s,
        password=password,
    )


def _plain(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None


def _progress(request: Request, tasks: Sequence[Task]) -> Progress:
    if request.quiet:
        return NoProgress()
    if sys.stderr is not None and sys.stderr.isatty():
        return FileBar(len(tasks)) if len(tasks) > 1 else PageBar()
    return Lines() if request.is_for_many else NoProgress()


def _conclude(request: Request, done: Run, *, done_before: int) -> None:
    """What is said at the end: all of it for many files, only what went wrong otherwise."""
    if request.is_for_many and not request.quiet:
        for line in lines_of(done, done_before=done_before):
            _say(line)
        return
    for source, failure in done.failures:
        _say(f"ocr: {failure_line(source.label, failure)}")
    if done.interrupted:
        _say("ocr: interrupted")


def _say(line: str) -> None:
    click.echo(line, err=True)
