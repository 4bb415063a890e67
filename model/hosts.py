"""Host names as a person reads them."""

from __future__ import annotations


def unicode_host(host: str) -> str:
    """A host as a reader sees it: punycode labels decoded (RFC 3492)."""
    return ".".join(_label(label) for label in host.split("."))


def shown_host(host: str) -> str:
    """A host for a person to confirm: as it reads and, where that differs, as it is written."""
    read = "".join(c if c.isprintable() else "�" for c in unicode_host(host))
    return host if read == host else f"{read} ({host})"


def _label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError):
        return label
