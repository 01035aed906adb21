"""Generated requests, good and bad, for everything the server describes: the answers must be as it describes them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from client import Agent, Customer

SEED = "20261121"
# Signing out would end the session that the other requests are made with; the requests without one try it.
# Second factors for all roles would keep everybody from everything.
NOT_SIGNED_OUT = [
    part for name in ("signOut", "endSession", "setSignInPolicy") for part in ("--exclude-operation-id", name)
]
# A description cannot say everything: a ticket needs words, a file must be a picture, and `GET /realtime` an upgrade.
CONFIGURATION = """
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "401", "403", "404", "409", "415", "422", "426"]

[parameters]
"path.id" = "{conversation}"
"path.slug" = "{slug}"

[[operations]]
include-path = "/attachments/{{id}}"
parameters = {{ "path.id" = "{attachment}" }}
"""


@pytest.fixture(scope="module")
def things(server):
    """Things that exist, so that generated requests reach more than 404."""
    customer = Customer.verified(server, "conformance")
    file = customer.http.post("/attachments", params={"name": "a.txt"}, content=b"a receipt")
    shelves = customer.get("/help/categories")["data"]
    return {
        "customer": customer,
        "conversation": customer.open_waiting_chat("Where is my deposit?"),
        "attachment": file.json()["id"],
        "slug": next(shelf["articles"][0]["slug"] for shelf in shelves if shelf["articles"]),
    }


def run_schemathesis(server, folder: Path, things: dict, token: str | None, examples: int, *options: str) -> dict:
    """Runs all phases against the server; returns the report. The output is shown when a test fails."""
    configuration = folder / "schemathesis.toml"
    configuration.write_text(CONFIGURATION.format(**things))
    report = folder / "report.json"
    program = Path(sys.executable).with_name("schemathesis")
    command = [
        str(program), "--config-file", str(configuration), "run", f"{server.url}/api/v1/openapi.json",
        "--checks", "all", "--phases", "examples,coverage,fuzzing,stateful", "--max-examples", str(examples),
        "--seed", SEED, "--generation-database", "none", "--continue-on-failure", "--request-timeout", "60",
        "--no-color", "--report", "json", "--report-json-path", str(report), *options,
    ]  # fmt: skip
    if token:
        command += ["--header", f"Authorization: Bearer {token}"]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=1800,
        env={**os.environ, "NO_PROXY": "127.0.0.1", "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    print(done.stdout, done.stderr)
    return json.loads(report.read_text())


def complaints(report: dict) -> list[str]:
    return [f"{failure['title']}: {', '.join(failure['operations'])}" for failure in report["failures"]]


@pytest.mark.parametrize("who", ["customer", "agent", "nobody"])
def test_every_answer_is_as_described(who, server, things, tmp_path):
    match who:
        case "customer":
            token, examples, options = things["customer"].token, 20, NOT_SIGNED_OUT
        case "agent":
            token, examples, options = Agent.made(server, role="admin").token, 20, NOT_SIGNED_OUT
        case _:
            token, examples, options = None, 8, []

    report = run_schemathesis(server, tmp_path, things, token, examples, *options)

    assert complaints(report) == []
    assert report["errors"] == []
    assert report["stop_reason"] == "completed"
    # It must have tried: a filter that matches nothing finds nothing either.
    assert report["operations"]["tested"] == report["operations"]["selected"] >= 29
    assert report["test_cases"]["generated"] > 10 * report["operations"]["tested"]
    assert server.is_running
    assert '"level":"critical"' not in server.log_text()
