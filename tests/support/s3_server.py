"""A store that speaks the S3 protocol, in a process of its own, as long as the tests need it."""

import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import boto3

from penpal import processes
from tests.support.network import free_port

START_SECONDS = 60
KEY, SECRET, BUCKET = "key", "secret", "files"


@contextmanager
def throwaway_server(host: str = "127.0.0.1") -> Iterator[str]:
    """A running store's MEDIA_URL_S3, with its bucket made. Nothing is kept."""
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", host, "-p", str(port)]
    server = processes.start(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        make_bucket(server, f"http://{host}:{port}")
        yield f"s3+http://{KEY}:{SECRET}@{host}:{port}/{BUCKET}"
    finally:
        processes.stop(server)


def make_bucket(server: subprocess.Popen[bytes], address: str) -> None:
    """Wait until the store answers, and make the bucket."""
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            keys = {"aws_access_key_id": KEY, "aws_secret_access_key": SECRET, "region_name": "us-east-1"}
            boto3.client("s3", endpoint_url=address, **keys).create_bucket(Bucket=BUCKET)
            return
    raise RuntimeError("The store did not start.")
