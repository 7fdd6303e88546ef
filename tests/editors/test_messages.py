"""Checks the server's messages in the tests of the repository itself against the protocol.

    COPYDESK_LSP_RECORD=target/lsp-messages cargo test --test it lsp::
    COPYDESK_LSP_RECORD=target/lsp-messages pytest tests/editors/test_messages.py
"""

import os
import pathlib

import protocol
import pytest

RECORDS = os.environ.get("COPYDESK_LSP_RECORD")


@pytest.mark.skipif(RECORDS is None, reason="COPYDESK_LSP_RECORD names no folder of records")
def test_all_recorded_messages_are_those_of_the_protocol():
    faults, checked = protocol.check(pathlib.Path(RECORDS))
    assert not faults, "\n".join(faults)
    assert checked > 1000, "the records are missing"


def said(*messages):
    conversation = protocol.Conversation()
    conversation.client({"id": 1, "method": "textDocument/hover"})
    conversation.client({"id": 2, "method": "textDocument/codeAction"})
    return [fault for message in messages for fault in conversation.server({"jsonrpc": "2.0", **message})]


PLACE = {"line": 0, "character": 1}


@pytest.mark.parametrize(
    "message",
    [
        {"id": 1, "result": None},
        {"id": 1, "result": {"contents": {"kind": "markdown", "value": "x"}, "range": {"start": PLACE, "end": PLACE}}},
        {"id": 1, "error": {"code": -32603, "message": "no"}},
        {"id": 2, "result": [{"title": "x", "kind": "quickfix", "data": {"any": 1}}]},
        {"method": "window/logMessage", "params": {"type": 3, "message": "x"}},
        {"method": "$/progress", "params": {"token": "t", "value": {"kind": "end"}}},
    ],
)
def test_what_the_protocol_knows_is_let_pass(message):
    assert said(message) == []


@pytest.mark.parametrize(
    "message",
    [
        {"id": 1, "result": {"contents": {"kind": "html", "value": "x"}}},
        {"id": 1, "result": {"contents": "x", "range": None}},
        {"id": 1, "result": {"contents": "x", "colour": "red"}},
        {"id": 1, "result": {"contents": "x", "range": {"start": PLACE}}},
        {"id": 1, "result": {"contents": "x", "range": {"start": PLACE, "end": {"line": -1, "character": 0}}}},
        {"id": 1, "result": {"contents": "x", "range": {"start": PLACE, "end": {"line": 0, "character": True}}}},
        {"id": 1},
        {"id": 9, "result": None},
        {"id": 2, "result": [{"title": "x", "isPreferred": "yes"}]},
        {"method": "window/logMessage", "params": {"type": 9, "message": "x"}},
        {"method": "window/logMessage", "id": 1, "params": {"type": 3, "message": "x"}},
        {"method": "textDocument/hover", "id": 1, "params": {"textDocument": {"uri": "a"}, "position": PLACE}},
        {"method": "window/nothing", "params": {}},
        {"method": "$/progress", "params": {"token": "t", "value": {"kind": "over"}}},
    ],
)
def test_what_it_does_not_know_is_found(message):
    assert said(message)
