"""Reads error answers."""

import httpx

PROBLEM = "application/problem+json"


def problem(answer: httpx.Response) -> tuple[int, str]:
    """Status and `code` of an error answer, after looking whether it is a whole RFC 9457 document."""
    assert answer.headers["content-type"].split(";")[0] == PROBLEM, (answer.status_code, answer.text)
    document = answer.json()
    assert document["status"] == answer.status_code
    assert document["type"] and document["title"] and document["code"]
    assert document["instance"], "nobody finds the request in the log"
    assert document["code"] == document["code"].lower() and " " not in document["code"]
    return answer.status_code, document["code"]
