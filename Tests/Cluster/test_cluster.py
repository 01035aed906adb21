"""Three nodes under everything that can happen to them (in the manner of Jepsen, https://jepsen.io).

People write, read and go from node to node while a nemesis kills and pauses nodes, restarts PostgreSQL and Redis, cuts a
node off, and a slow reader fills its buffers. Afterwards every promise is held against what everybody was told.

`SWITCHBOARD_SOAK_SECONDS` says for how long (`make soak`: half an hour), `SWITCHBOARD_SOAK_SEED` repeats a run's choices.
"""

import os
import random
from pathlib import Path

import ledger

from client import Agent, Customer
from cluster import Cluster, Nemesis
from patience import eventually
from roaming import Crowd, DeskRobot, RoamingWriter, SlowReader
from server import Server
from writers import Load, Writer

SECONDS = float(os.environ.get("SWITCHBOARD_SOAK_SECONDS", "75"))
SEED = int(os.environ.get("SWITCHBOARD_SOAK_SEED") or random.randrange(2**32))
CONVERSATIONS = 4


def test_nothing_is_lost_twice_or_out_of_order_whatever_happens_to_the_nodes(tmp_path: Path) -> None:
    print(f"SWITCHBOARD_SOAK_SEED={SEED}")
    with Cluster(tmp_path) as cluster:
        first = cluster.nodes[0]
        cluster.settle()
        admin = Agent.made(first, role="admin")
        writers = _writers(cluster, admin)
        desk = [DeskRobot(Agent.made(first, name=f"Agent {n}"), cluster.nodes, SEED + n) for n in range(3)]
        crowd = Crowd(cluster.nodes, pause=0.3)
        slow = SlowReader(admin, writers[0].conversation, cluster.nodes)
        nemesis = Nemesis(cluster, random.Random(SEED))
        with Load(writers) as load:
            for thread in [*desk, crowd, slow]:
                thread.start()
            nemesis.rage(SECONDS)
            load.wait_for_each(3)
        slow.end()
        crowd.end()
        eventually(lambda: _nobody_waits(admin, desk), "everybody who waited was taken", within=90)
        for robot in desk:
            robot.end()
        resolved = sum(robot.resolved for robot in desk)
        print(
            f"{len(nemesis.done)} deeds, {load.count} messages acknowledged, {len(crowd.waiting)} customers waited, "
            f"{resolved} were helped, the slow reader came {slow.turns} times and heard {slow.most_heard} at most"
        )
        ledger.check(writers)
        for conversation in crowd.waiting:
            ledger.check_owners(ledger.agent_messages(admin, conversation))
        assert resolved > 0 and slow.most_heard > 0
        ledger.check_doctor(first)
        _check_logs(cluster.nodes)


def _writers(cluster: Cluster, admin: Agent) -> list[Writer]:
    """Each conversation has its customer with two devices, and an agent."""
    writers: list[Writer] = []
    for number in range(CONVERSATIONS):
        customer = Customer.verified(cluster.nodes[0], f"customer-{number}")
        conversation = customer.open_waiting_chat("Where is my deposit?")
        admin.assign(conversation)
        for person, device in ((customer, "phone"), (customer, "laptop"), (admin, "agent")):
            writers.append(RoamingWriter(person, conversation, f"{device} {number}", cluster.nodes))
    return writers


def _nobody_waits(admin: Agent, desk: list[DeskRobot]) -> bool:
    for robot in desk:
        # Who met something that nobody should meet takes nobody any more: it tells what it was.
        if not robot.is_alive():
            robot.end()
    return admin.get("/agent/conversations", params={"view": "unassigned"})["counts"]["unassigned"] == 0


def _check_logs(nodes: list[Server]) -> None:
    """A node may complain of what was done to it, and of nothing else."""
    for node in nodes:
        for line in node.log_text().splitlines():
            assert "Fatal error" not in line, line
