"""Settings of gunicorn (``gunicorn -c python:klantkaart.cli.serving.web``). No request body or query is ever logged."""

import os

from klantkaart.cli.serving.orphans import end_with_parent

end_with_parent()

bind = os.environ.get("KLANTKAART_BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("KLANTKAART_WEB_PROCESSES") or 1)
threads = int(os.environ.get("KLANTKAART_WEB_THREADS") or 8)
timeout = 60
graceful_timeout = 20
keepalive = 5
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108, PTH112  (heartbeats, no data)
proc_name = "klantkaart"
loglevel = "warning"
accesslog = "-" if os.environ.get("KLANTKAART_REQUEST_LOG") else None
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(B)s %(L)s"  # no query string, address or browser of anybody
control_socket_disable = True
