"""An S3-compatible object store for tests: moto's server, which checks every signature with Amazon's own library.

    object_store.py COMMAND [ARGUMENT…]     runs a command beside a store, see scripts/with-object-store
"""

import json
import logging
import os
import signal
import socket
import subprocess
import sys

import boto3
import moto.settings
from botocore.config import Config
from moto.server import ThreadedMotoServer

_REGION = "eu-central-1"
# Any key will do until the store is set up.
_BEFORE = {"aws_access_key_id": "any", "aws_secret_access_key": "any", "region_name": _REGION}
_ALLOWED = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]


class ObjectStore:
    """A store with a key that may use buckets whose names begin with `files`; it keeps its objects while it is stopped.

    There is one in a process: moto's state is global.
    """

    def __init__(self) -> None:
        logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self._server: ThreadedMotoServer | None = None
        self.start()
        self.bucket = "files"
        moto.settings.INITIAL_NO_AUTH_ACTION_COUNT = float("inf")
        for bucket in (self.bucket, "others"):
            self._client("s3", **_BEFORE).create_bucket(
                Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": _REGION}
            )
        people = self._client("iam", **_BEFORE)
        people.create_user(UserName="switchboard")
        key = people.create_access_key(UserName="switchboard")["AccessKey"]
        self.access_key, self.secret = key["AccessKeyId"], key["SecretAccessKey"]
        statements = [
            {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::files*"},
            {"Effect": "Allow", "Action": _ALLOWED, "Resource": "arn:aws:s3:::files*/*"},
        ]
        policy = json.dumps({"Version": "2012-10-17", "Statement": statements})
        people.put_user_policy(UserName="switchboard", PolicyName="files", PolicyDocument=policy)
        # From here on nothing is done without a right signature and a right.
        moto.settings.INITIAL_NO_AUTH_ACTION_COUNT = 0

    def start(self) -> None:
        self._server = ThreadedMotoServer(ip_address="127.0.0.1", port=self.port, verbose=False)
        self._server.start()

    def stop(self) -> None:
        """Nobody answers at its port until `start`."""
        assert self._server and self._server._server
        self._server.stop()
        self._server._server.server_close()

    def address(self, bucket: str | None = None, prefix: str = "") -> str:
        """As `--blobs` takes it."""
        return f"s3://{bucket or self.bucket}/{prefix}?endpoint={self._url}&region={_REGION}"

    @property
    def settings(self) -> dict[str, object]:
        """A server's settings to keep its files here."""
        return {"blobs": self.address(), "s3.access.key.id": self.access_key, "s3.secret.access.key": self.secret}

    def objects(self, prefix: str = "") -> dict[str, bytes]:
        """Everything that is stored, by its key, read by Amazon's library."""
        client = self._own
        listed = client.list_objects_v2(Bucket=self.bucket, Prefix=prefix).get("Contents", [])
        return {
            each["Key"]: client.get_object(Bucket=self.bucket, Key=each["Key"])["Body"].read() for each in listed
        }

    def write(self, key: str, content: bytes) -> None:
        self._own.put_object(Bucket=self.bucket, Key=key, Body=content)

    def remove(self, key: str) -> None:
        self._own.delete_object(Bucket=self.bucket, Key=key)

    @property
    def _own(self):
        keys = {"aws_access_key_id": self.access_key, "aws_secret_access_key": self.secret}
        return self._client("s3", region_name=_REGION, **keys)

    @property
    def _url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _client(self, service: str, **options: str):
        config = Config(retries={"max_attempts": 1}, s3={"addressing_style": "path"})
        return boto3.client(service, endpoint_url=self._url, config=config, **options)


def main(command: list[str]) -> int:
    if not command:
        print("usage: scripts/with-object-store COMMAND [ARGUMENT…]", file=sys.stderr)
        return 64
    store = ObjectStore()
    environment = {
        **os.environ,
        "SWITCHBOARD_TEST_S3": store.address(),
        "SWITCHBOARD_TEST_S3_ACCESS_KEY_ID": store.access_key,
        "SWITCHBOARD_TEST_S3_SECRET_ACCESS_KEY": store.secret,
    }
    child = subprocess.Popen(command, env=environment)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: child.send_signal(number))
    return child.wait() if child.returncode is None else child.returncode


if __name__ == "__main__":
    status = main(sys.argv[1:])
    sys.exit(status if status >= 0 else 128 - status)
