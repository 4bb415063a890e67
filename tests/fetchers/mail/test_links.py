"""The link that leads to a mail's document, among those that every mail has."""

import pytest

from fetchers.mail.links import document_link
from fetchers.mail.page import plain_anchors

BILL = "https://my.sender.example/bills/8841?lang=en"


@pytest.mark.parametrize(
    "text",
    [
        f"View invoice: {BILL}",
        f"View invoice <{BILL}>",
        f"View invoice [{BILL}]",
        f"[View invoice]({BILL})",
        f"View invoice ({BILL}).",
        f"Help https://help.sender.example/\nSign in: {BILL}\nhttps://sender.example/unsubscribe?u=1",
        f"https://sender.example\nMore: {BILL}",
        f"Questions about this invoice? Help and details: {BILL}",
    ],
)
def test_the_documents_link_is_taken_without_what_stands_around_it(text: str) -> None:
    assert document_link(plain_anchors(text), ("en",), None) == BILL


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Unsubscribe: https://sender.example/unsubscribe?u=1",
        "Help https://help.sender.example/\nPrivacy https://sender.example/privacy",
    ],
)
def test_where_only_the_usual_links_stand_none_is_taken(text: str) -> None:
    assert document_link(plain_anchors(text), ("en",), None) is None
