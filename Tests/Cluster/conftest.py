"""What the tests of a cluster share: a store for files, of which there is one in a process."""

from collections.abc import Iterator

import pytest
from object_store import ObjectStore


@pytest.fixture(scope="session")
def store() -> Iterator[ObjectStore]:
    store = ObjectStore()
    yield store
    store.stop()
