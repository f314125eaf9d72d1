"""S3, SQS and SNS on this machine: moto's server, in a process that ends with its parent.

``local.embedded_aws`` starts it, with the file descriptor of a socket that listens, and with
a pipe as standard input that the parent holds open for as long as it lives.
"""

import logging
import os
import signal
import sys
import threading

from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import make_server

from local.one_at_a_time import OneAtATime


def main() -> None:
    """Serve until standard input ends."""
    # Ctrl-C goes to the whole group: the parent finishes its requests, and needs us for that.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # no line a request
    make_server(
        "127.0.0.1",
        0,  # not used: the socket is there
        OneAtATime(DomainDispatcherApplication(create_backend_app)),
        threaded=True,
        request_handler=MotoRequestHandler,
        fd=int(sys.argv[1]),
    ).serve_forever()


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    main()
