"""Checks recorded messages of the server against the meta model of the protocol.

lsprotocol's types are generated from the meta model, with all its structures, members, enumerations and unions. lsprotocol's
converter is lenient, as a client should be; this check is not. It reports unknown members, missing required members, null for
a member that may only be omitted, values that match no type of their union, and numbers out of range.

A record is a file with one line of JSON per message, `{"from": "client" | "server", "message": {…}}`, in the order in
which they were sent. There is one file per server.
"""

import collections.abc
import enum
import functools
import json
import types as python_types
import typing

import attrs
from lsprotocol import types as lsp

METHODS = lsp.METHOD_TO_TYPES
OWN = "copydesk/"


@functools.cache
def members(cls):
    """The members of a structure by their names in JSON: their types, and whether they are required."""
    attrs.resolve_types(cls, vars(lsp))
    found = {}
    for field in attrs.fields(cls):
        first, *rest = field.name.rstrip("_").split("_")
        found[first + "".join(part.capitalize() for part in rest)] = field
    return found


def problems(kind, value, where):
    """What is wrong with a value that should be of this type."""
    kind = resolved(kind)
    origin = typing.get_origin(kind)
    if kind in (typing.Any, object):
        return []
    if origin in (typing.Union, python_types.UnionType):
        tried = [problems(choice, value, where) for choice in typing.get_args(kind)]
        # If nothing fits, the nearest alternative gives the most helpful message.
        return min(tried, key=lambda faults: (len(faults), -max((len(f) for f in faults), default=0)))
    if origin is typing.Literal:
        return [] if value in typing.get_args(kind) else [f"{where}: {value!r} is none of {typing.get_args(kind)}"]
    if origin is tuple:
        kinds = typing.get_args(kind)
        if not isinstance(value, list) or len(value) != len(kinds):
            return [f"{where}: {value!r} is no list of {len(kinds)}"]
        return [fault for at, each in enumerate(zip(kinds, value)) for fault in problems(*each, f"{where}[{at}]")]
    if origin in (list, collections.abc.Sequence):
        if not isinstance(value, list):
            return [f"{where}: {short(value)} is no list"]
        (item,) = typing.get_args(kind)
        return [fault for at, each in enumerate(value) for fault in problems(item, each, f"{where}[{at}]")]
    if origin in (dict, collections.abc.Mapping):
        if not isinstance(value, dict):
            return [f"{where}: {short(value)} is no map"]
        _, item = typing.get_args(kind)
        return [fault for key, each in value.items() for fault in problems(item, each, f"{where}[{key!r}]")]
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        known = [each.value for each in kind]
        fits = any(value == each and type(value) is type(each) for each in known)
        return [] if fits else [f"{where}: {value!r} is none of {kind.__name__}"]
    if attrs.has(kind):
        return structure(kind, value, where)
    if kind is float:
        kind = (int, float)
    # In Python, a bool is a number.
    fits = isinstance(value, kind) and (kind is bool or not isinstance(value, bool))
    return [] if fits else [f"{where}: {short(value)} is no {getattr(kind, '__name__', kind)}"]


def resolved(kind):
    if isinstance(kind, typing.ForwardRef):
        kind = kind.__forward_arg__
    if isinstance(kind, str):
        kind = eval(kind, vars(lsp))
    return type(None) if kind is None else kind


def structure(cls, value, where):
    if not isinstance(value, dict):
        return [f"{where}: {short(value)} is no {cls.__name__}"]
    known = members(cls)
    found = [f"{where}: {cls.__name__} has no member {name!r}" for name in value if name not in known]
    for name, field in known.items():
        required = field.default is attrs.NOTHING
        special = lsp.is_special_property(cls, field.name)
        if name not in value:
            if required and not lets_null(field.type) or special and not lets_null(field.type):
                found.append(f"{where}: {cls.__name__} lacks {name!r}")
            continue
        member = value[name]
        place = f"{where}.{name}"
        if member is None and not required and not special and field.type not in (lsp.LSPAny, typing.Any):
            found.append(f"{place}: null stands where the member should be left out")
            continue
        faults = problems(field.type, member, place)
        if not faults and field.validator is not None and member is not None:
            try:
                field.validator(cls, field, member)
            except (TypeError, ValueError) as error:
                faults = [f"{place}: {error}"]
        found += faults
    return found


def lets_null(kind):
    return type(None) in typing.get_args(resolved(kind))


def short(value):
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) < 80 else text[:77] + "…"


class Conversation:
    """The messages of one server, in order."""

    def __init__(self):
        self.asked = {}
        self.checked = 0

    def client(self, message):
        # Invalid messages are sent on purpose, too.
        if isinstance(message, dict) and "method" in message and isinstance(message.get("id"), (int, str)):
            self.asked[message["id"]] = message["method"]

    def server(self, message):
        """What is wrong with a message from the server."""
        if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
            return [f"{short(message)} is no message"]
        if "method" in message:
            return self.call(message)
        if ("result" in message) == ("error" in message):
            return [f"{short(message)}: an answer has either a result or an error"]
        method = self.asked.pop(message.get("id"), None)
        if "error" in message:
            self.checked += 1
            return problems(lsp.ResponseError, message["error"], f"the error of {method}")
        if method is None:
            return [f"{short(message)} answers nothing that was asked"]
        if method not in METHODS:
            return [] if method.startswith(OWN) else [f"{method} has a result, and is no request of the protocol"]
        self.checked += 1
        response = METHODS[method][1]
        return problems(members(response)["result"].type, message["result"], f"the result of {method}")

    def call(self, message):
        method = message["method"]
        if method not in METHODS:
            return [] if method.startswith(OWN) else [f"{method} is no method of the protocol"]
        self.checked += 1
        if lsp.message_direction(method) == "clientToServer":
            return [f"{method} is the client's to send"]
        kind, answer, *_ = METHODS[method]
        found = structure(kind, message, method)
        if (answer is not None) != ("id" in message):
            found.append(f"{method}: a request has an id, and a notification has none")
        if method == "$/progress" and not found:
            found += progress(message["params"]["value"])
        if method == "client/registerCapability" and not found:
            for each in message["params"]["registrations"]:
                options = METHODS[each["method"]][3]
                if options is not None and "registerOptions" in each:
                    found += problems(options, each["registerOptions"], f"the options of {each['method']}")
        return found


def progress(value):
    kinds = {"begin": lsp.WorkDoneProgressBegin, "report": lsp.WorkDoneProgressReport, "end": lsp.WorkDoneProgressEnd}
    kind = kinds.get(value.get("kind"))
    return problems(kind, value, "$/progress") if kind else [f"$/progress: {short(value)}"]


def check(folder):
    """What is wrong in the records in a folder, each fault once, and how many messages were checked against the model."""
    found, checked = {}, 0
    for path in sorted(folder.glob("*.jsonl")):
        conversation = Conversation()
        for line in path.read_text(encoding="utf8").splitlines():
            try:
                record = json.loads(line)
            except ValueError:
                # The process was killed while it was writing.
                continue
            if record["from"] == "client":
                conversation.client(record["message"])
            else:
                for fault in conversation.server(record["message"]):
                    found.setdefault(fault, path.name)
        checked += conversation.checked
    return [f"{fault} ({name})" for fault, name in found.items()], checked
