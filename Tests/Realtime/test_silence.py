"""Heads come by themselves, and who gives no sign of life for a minute is let go; all in one minute's test."""

import threading

from websockets.frames import Frame, Opcode

from client import Customer, Realtime
from server import Server


def test_a_live_connection_hears_heads_and_a_silent_one_is_closed_with_4010(server: Server) -> None:
    customer = Customer.guest(server)
    conversation = customer.open_waiting_chat("hello")
    with customer.connect() as live, customer.connect(ping_interval=None) as silent:
        _never_answer_pings(silent)
        live.subscribe(conversation)
        silent.subscribe(conversation)
        codes: list[int] = []
        waiting = threading.Thread(target=lambda: codes.append(silent.closing_code(within=110)))
        waiting.start()
        while waiting.is_alive():
            # DESIGN §5: at least every 20 s on a live subscription.
            head = live.hear_until("head", within=28)
            assert (head["conversation"], head["seq"]) == (conversation, 4)
        waiting.join()
        assert codes == [4010]
        assert live.hear_all() is not None, "who answers pings stays"


def _never_answer_pings(realtime: Realtime) -> None:
    """Makes a client drop its pongs, as one does whose line is dead in one direction."""
    protocol = realtime.socket.protocol
    send_frame = protocol.send_frame

    def send_all_but_pongs(frame: Frame) -> None:
        if frame.opcode is not Opcode.PONG:
            send_frame(frame)

    protocol.send_frame = send_all_but_pongs
