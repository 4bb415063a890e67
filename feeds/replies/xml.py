"""Answers as XML: Peppol's responses (UBL ApplicationResponse), cXML StatusUpdateRequest, PIDX.

Read without DTD, entities or network, whatever the file says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from lxml import etree

from feeds.facts import single_line
from feeds.replies.plain import moment
from feeds.replies.words import action_of, status_of
from model.deliveries import Reply, ResponseAction, ResponseStatus
from model.errors import DocumentRefused, WrongInput
from model.ids import derived_id
from model.secret import Secret
from parsers.safety import gate

_ACTION_LIST: Final = "OPStatusAction"
_PIDX_REASONS: Final = ("LineStatusReason", "Comment")
_HEAVY: Final = (
    ResponseStatus.REJECTED,
    ResponseStatus.UNDER_QUERY,
    ResponseStatus.IN_PROCESS,
    ResponseStatus.ACKNOWLEDGED,
    ResponseStatus.CONDITIONALLY_ACCEPTED,
    ResponseStatus.ACCEPTED,
    ResponseStatus.PAID,
)
_MESSAGE_LEVEL: Final = ":mlr:"


def of_xml(content: bytes, mark: str) -> tuple[Reply, ...]:
    """The answers in an XML message. Raises WrongInput."""
    try:
        root = gate.xml(content)
    except DocumentRefused as refusal:
        raise WrongInput(refusal.message) from None
    name = etree.QName(root).localname
    if name == "ApplicationResponse":
        return tuple(_responses(root, mark))
    if _is(root):
        return tuple(_updates(root, mark))
    if name == "InvoiceResponse":
        return (_of_pidx(root, mark),)
    raise WrongInput(f"An answer in XML is an ApplicationResponse or cXML, and this is {name}.")


class Sender(NamedTuple):
    """Who sends a cXML message by its header: the message's id, and the shared secret."""

    payload_id: str
    secret: Secret


def sender_of(content: bytes) -> Sender:
    """Who sends a cXML message. Raises WrongInput where it is none, or names no shared secret."""
    try:
        root = gate.xml(content)
    except DocumentRefused as refusal:
        raise WrongInput(refusal.message) from None
    senders = _all(root, "Sender") if _is(root) else []
    secrets = [secret for sender in senders for secret in _all(sender, "SharedSecret")]
    payload_id = single_line(root.get("payloadID", ""))
    if not (secrets and payload_id):
        raise WrongInput("It is no cXML message with a shared secret.")
    return Sender(payload_id, Secret("".join(map(str, secrets[0].itertext())).strip()))


def _is(root: etree._Element) -> bool:
    return etree.QName(root).localname == "cXML"


def _responses(root: etree._Element, mark: str) -> Iterator[Reply]:
    """One for each DocumentResponse.

    A Message Level Response knows the message alone, and says only whether it could be read.
    """
    message_level = _MESSAGE_LEVEL in _text(root, "CustomizationID")
    decided = moment("T".join(filter(None, (_text(root, "IssueDate"), _text(root, "IssueTime")))))
    for at, found in enumerate(_all(root, "DocumentResponse")):
        said, number = _text(found, "ResponseCode"), _under(found, "DocumentReference", "ID")
        yield Reply(
            id=derived_id("reply", f"{mark}:{at}"),
            said=said,
            status=_readable(said) if message_level else status_of(said),
            reference=number if message_level else "",
            number="" if message_level else number,
            reason=_reasons(found),
            action=_action(found),
            decided=decided,
        )


def _readable(said: str) -> ResponseStatus | None:
    """What a Message Level Response means for the invoice: taken to be read, or rejected."""
    status = status_of(said)
    taken = status in (ResponseStatus.ACCEPTED, ResponseStatus.ACKNOWLEDGED)
    return ResponseStatus.ACKNOWLEDGED if taken else status


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


def _of_pidx(root: etree._Element, mark: str) -> Reply:
    """The status of the whole invoice, else the one of its lines that weighs most (PIDX 1.61)."""
    said = _text(root, "StatusCode") or _weightiest(
        [_said(one) for one in _all(root, "LineStatusCode")]
    )
    reasons = (_said(one) for name in _PIDX_REASONS for one in _all(root, name))
    return Reply(
        id=derived_id("reply", f"{mark}:0"),
        said=said,
        status=status_of(said),
        number=_text(root, "InvoiceNumber"),
        reason=single_line("; ".join(dict.fromkeys(filter(None, reasons)))),
        decided=moment(_text(root, "InvoiceResponseDate")),
    )


def _weightiest(said: list[str]) -> str:
    """What counts for an invoice of these lines: one that is rejected, queried, still open."""
    weights = [*_HEAVY, None]
    return min(said, key=lambda one: _weight(status_of(one), weights), default="")


def _weight(status: ResponseStatus | None, weights: Sequence[ResponseStatus | None]) -> int:
    return weights.index(status) if status in weights else len(weights)


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
