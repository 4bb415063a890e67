"""Answers as XML: UBL ApplicationResponse (Peppol Invoice Response 3) and cXML StatusUpdateRequest.

Read without DTD, entities or network, whatever the file says.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from feeds.facts import single_line
from feeds.replies.plain import moment
from feeds.replies.words import action_of, status_of
from model.deliveries import Reply, ResponseAction
from model.errors import DocumentRefused, WrongInput
from model.ids import derived_id
from parsers import gate

_ACTION_LIST: Final = "OPStatusAction"


def of_xml(content: bytes, mark: str) -> tuple[Reply, ...]:
    """The answers in an XML message. Raises WrongInput."""
    try:
        root = gate.xml(content)
    except DocumentRefused as refusal:
        raise WrongInput(refusal.message) from None
    name = etree.QName(root).localname
    if name == "ApplicationResponse":
        return tuple(_responses(root, mark))
    if name == "cXML":
        return tuple(_updates(root, mark))
    raise WrongInput(f"An answer in XML is an ApplicationResponse or cXML, and this is {name}.")


def _responses(root: etree._Element, mark: str) -> Iterator[Reply]:
    """One for each DocumentResponse."""
    decided = moment("T".join(filter(None, (_text(root, "IssueDate"), _text(root, "IssueTime")))))
    for at, found in enumerate(_all(root, "DocumentResponse")):
        said, number = _text(found, "ResponseCode"), _under(found, "DocumentReference", "ID")
        yield Reply(
            id=derived_id("reply", f"{mark}:{at}"),
            said=said,
            status=status_of(said),
            number=number,
            reason=_reasons(found),
            action=_action(found),
            decided=decided,
        )


def _updates(root: etree._Element, mark: str) -> Iterator[Reply]:
    """One for each StatusUpdateRequest; its DocumentReference names our message by payloadID."""
    decided = moment(root.get("timestamp", ""))
    for at, found in enumerate(_all(root, "StatusUpdateRequest")):
        statuses = _all(found, "InvoiceStatus")
        said = single_line(statuses[0].get("type", "")) if statuses else ""
        ours = _all(found, "DocumentReference")
        named = _all(found, "InvoiceIDInfo")
        yield Reply(
            id=derived_id("reply", f"{mark}:{at}"),
            said=said,
            status=status_of(said),
            key=single_line(ours[0].get("payloadID", "")).partition("@")[0] if ours else "",
            number=single_line(named[0].get("invoiceID", "")) if named else "",
            reason=_text(found, "Comments"),
            decided=decided,
        )


def _reasons(found: etree._Element) -> str:
    """The words of all statuses, or their codes."""
    words = [_said(one) for one in _all(found, "StatusReason")]
    codes = [
        _said(one) for one in _all(found, "StatusReasonCode") if one.get("listID") != _ACTION_LIST
    ]
    return single_line("; ".join(filter(None, words or codes)))


def _action(found: etree._Element) -> ResponseAction | None:
    codes = (one for one in _all(found, "StatusReasonCode") if one.get("listID") == _ACTION_LIST)
    return next((action_of(_said(one)) for one in codes), None)


def _under(found: etree._Element, outer: str, inner: str) -> str:
    return next((_text(one, inner) for one in _all(found, outer)), "")


def _text(found: etree._Element, name: str) -> str:
    return next((_said(one) for one in _all(found, name)), "")


def _said(found: etree._Element) -> str:
    return single_line("".join(str(part) for part in found.itertext()))


def _all(found: etree._Element, name: str) -> list[etree._Element]:
    return list(found.iter(f"{{*}}{name}"))
