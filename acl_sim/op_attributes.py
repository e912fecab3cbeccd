"""aclopAttr ("operation APIs"): the attributes of a single-operator call, by name."""

from __future__ import annotations

from acl_sim.entry import entry
from acl_sim.machine import machine
from acl_sim.messages import invalid_acl
from acl_sim.outputs import read_array, read_text

Value = bool | int | float | str | tuple["Value", ...]


class OpAttributes:
    """Attributes as Python values; lists are tuples."""

    def __init__(self) -> None:
        self.values: dict[str, Value] = {}
        self.handle = machine().handles.add(self)


@entry(failed=0)
def aclopCreateAttr() -> int:
    return OpAttributes().handle


@entry(failed=0)
def aclopDestroyAttr(attr: int) -> None:
    known = machine().handles.find(attr, OpAttributes)
    if known is not None:  # null and a second destroy do nothing
        machine().handles.remove(known)


def _set(attr: int, name: int, value: Value) -> None:
    known = machine().handles.find(attr, OpAttributes)
    if known is None:
        raise invalid_acl("attr", machine().handles.describe(attr), "a live aclopAttr")
    known.values[read_text("attrName", name)] = value


def _list(values: int, count: int, code: str) -> tuple[int | float, ...]:
    if count < 0:
        raise invalid_acl("numValues", count, "0 or more")
    if count and not values:
        raise invalid_acl("values", "a null pointer", f"the address of {count} values")
    return read_array("values", values, count, code) if count else ()


@entry(nonnull=("attr", "attrName"))
def aclopSetAttrBool(attr: int, attrName: int, attrValue: int) -> None:
    _set(attr, attrName, bool(attrValue))


@entry(nonnull=("attr", "attrName"))
def aclopSetAttrInt(attr: int, attrName: int, attrValue: int) -> None:
    _set(attr, attrName, attrValue)


@entry(nonnull=("attr", "attrName"))
def aclopSetAttrFloat(attr: int, attrName: int, attrValue: float) -> None:
    _set(attr, attrName, attrValue)


@entry(nonnull=("attr", "attrName", "attrValue"))
def aclopSetAttrString(attr: int, attrName: int, attrValue: int) -> None:
    _set(attr, attrName, read_text("attrValue", attrValue))


@entry(nonnull=("attr", "attrName"))
def aclopSetAttrDataType(attr: int, attrName: int, attrValue: int) -> None:
    _set(attr, attrName, attrValue)


@entry(nonnull=("attr", "attrName"))
def aclopSetAttrListBool(attr: int, attrName: int, numValues: int, values: int) -> None:
    _set(attr, attrName, tuple(map(bool, _list(values, numValues, "B"))))


@entry(nonnull=("attr", "attrName"))
def aclopSetAttrListInt(attr: int, attrName: int, numValues: int, values: int) -> None:
    _set(attr, attrName, _list(values, numValues, "q"))


@entry(nonnull=("attr", "attrName"))
def aclopSetAttrListFloat(attr: int, attrName: int, numValues: int, values: int) -> None:
    _set(attr, attrName, _list(values, numValues, "f"))


@entry(nonnull=("attr", "attrName"))
def aclopSetAttrListDataType(attr: int, attrName: int, numValues: int, values: int) -> None:
    _set(attr, attrName, _list(values, numValues, "i"))


@entry(nonnull=("attr", "attrName"))
def aclopSetAttrListString(attr: int, attrName: int, numValues: int, values: int) -> None:
    addresses = _list(values, numValues, "Q")
    _set(attr, attrName, tuple(read_text("values", int(address)) for address in addresses))


@entry(nonnull=("attr", "attrName"))
def aclopSetAttrListListInt(attr: int, attrName: int, numLists: int, numValues: int, values: int) -> None:
    counts, addresses = _list(numValues, numLists, "i"), _list(values, numLists, "Q")
    _set(attr, attrName, tuple(_list(int(at), int(count), "q") for count, at in zip(counts, addresses)))
