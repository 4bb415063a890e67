"""The JSON that people script against, as shapes: which keys it has, and each value's form.

A shape is a type, a pattern, a set of words, None, a tuple of alternatives, a list of one shape, or
a mapping of keys that must be there (more may be). `Each` and `Among` are objects whose keys are
not fixed. The vocabularies are written out: they are what was promised, not what the code has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

AMOUNT: Final = re.compile(r"-?\d+\.\d\d")
NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")
DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00")
CURRENCY: Final = re.compile(r"[A-Z]{3}")
SHA256: Final = re.compile(r"[0-9a-f]{64}")
RULE: Final = re.compile(r"[A-Z][A-Za-z0-9]*-[A-Za-z0-9-]+")
ORIGIN: Final = re.compile(r"https?://[^/]+")


@dataclass(frozen=True)
class Each:
    """An object with any keys, whose values all have one shape."""

    shape: Any


@dataclass(frozen=True)
class Among:
    """An object with some of these keys, and no others."""

    shapes: Mapping[str, Any]


def words(text: str) -> frozenset[str]:
    """A vocabulary."""
    return frozenset(text.split())


KINDS = words("invoice credit_note statement reminder receipt quote order delivery_note other")
CLASSES = words(
    "invoice_available invoice_attached credit_note statement reminder payment_receipt"
    " order_confirmation quote otp_magic password_account shipping other"
)
STATUSES = words(
    "matched matched_difference missing duplicate payment balance_forward disputed ambiguous"
    " not_on_statement timing"
)
OUTCOMES = words(
    "OK OK_EMPTY PARTIAL LOGIN_FAILED LOCKED PASSWORD_EXPIRED TERMS KYC ACTION_NEEDED MFA_REQUIRED"
    " APPROVAL_PENDING MFA_WRONG MFA_EXPIRED NEEDS_INTERACTIVE CAPTCHA BOT_BLOCKED SITE_DOWN"
    " MAINTENANCE WRONG_PORTAL NO_PERMISSION ACCOUNT_MISMATCH ACCOUNT_REMOVED ORIGIN_MISMATCH"
    " FILL_REFUSED RECIPE_BROKEN DOWNLOAD_FAILED NOT_A_DOCUMENT NOT_YET_AVAILABLE DUPLICATE_ID"
    " AMBIGUOUS SAVE_FAILED VAULT_LOCKED CANCELLED UNKNOWN NO_DOCUMENTS INTERRUPTED"
)
STANDINGS = words(
    "proposed doubted waiting under_way automatic needs_answer no_portal wrong_password unreachable"
)
SIGN_IN: Final[Mapping[str, Any]] = {
    "name": str,
    "supplier": (str, None),
    "host": str,
    "username": str,
    "standing": STANDINGS,
    "reason": str,
    "needs": (str, None),
    "outcome": (str, None),
    "documents": int,
    "recipe": bool,
    "can_be_chosen": bool,
    "ended": (INSTANT, None),
}
FIELDS: Final[Mapping[str, Any]] = {
    **dict.fromkeys(
        words(
            "net_total tax_total gross_total line_total allowance_total charge_total prepaid"
            " rounding payable amount"
        ),
        AMOUNT,
    ),
    **dict.fromkeys(words("issue_date due_date delivery_date service_start service_end"), DAY),
    "currency": CURRENCY,
    **dict.fromkeys(
        words(
            "invoice_number type_code seller_name seller_vat_id seller_tax_no buyer_name"
            " buyer_vat_id buyer_reference po_number contract preceding_invoice iban bic"
            " payment_reference customer_number account delivery_country exemption_code"
            " exemption_reason payment_terms"
        ),
        str,
    ),
    **dict.fromkeys(
        (
            f"{side}_{part}"
            for side in ("seller", "buyer")
            for part in words("street city postcode country registration endpoint endpoint_scheme")
        ),
        str,
    ),
}

SHAPES: Final[Mapping[str, Any]] = {
    "demo": {
        "expectations": {"fulfilled": int, "absent": int, "needs_person": int, "open": int},
        "documents": [
            {
                "supplier": str,
                "kind": KINDS,
                "number": str,
                "date": DAY,
                "due_date": (DAY, None),
                "gross": AMOUNT,
                "currency": CURRENCY,
                "source": words("mail portal upload"),
                "sha256": SHA256,
            }
        ],
        "statements": [
            {
                "supplier": str,
                "lines": int,
                "matched": int,
                "differences": [
                    {
                        "reference": str,
                        "status": STATUSES,
                        "difference": (AMOUNT, None),
                        "reason": str,
                    }
                ],
            }
        ],
        "deliveries": {"delivered": int, "failed": int},
        "seconds": float,
    },
    "triage": {
        "class": CLASSES,
        "trigger": bool,
        "confidence": float,
        "fields": {
            "number": (str, None),
            "amount": (AMOUNT, None),
            "currency": (CURRENCY, None),
            "due_date": (DAY, None),
            "link": (str, None),
            "customer_number": (str, None),
        },
        "authenticity": words("pass fail unknown"),
        "alerts": [str],
        "reasons": [str],
    },
    "parse": {
        "file": str,
        "kind": KINDS,
        "format": str,
        "state": words(
            "read no_text needs_password damaged too_large unsafe unknown_format timed_out"
        ),
        "fields": Among(FIELDS),
        "lines": [
            {
                "description": (str, None),
                "quantity": (NUMBER, None),
                "unit_price": (NUMBER, None),
                "total": (AMOUNT, None),
            }
        ],
        "tax_rows": [
            {"base": AMOUNT, "amount": AMOUNT, "rate": (NUMBER, None), "category": (str, None)}
        ],
        "evidence": Each(
            {
                "page": (int, None),
                "box": ([float], None),
                "source": str,
                "score": float,
                "why": str,
            }
        ),
        "checks": [{"name": str, "ok": (bool, None), "detail": str}],
        "accept": bool,
    },
    "validate": {
        "file": str,
        "syntax": str,
        "profile": str,
        "valid": bool,
        "errors": [RULE],
        "warnings": [str],
    },
    "reconcile": {
        "stmt_id": str,
        "ledger_ids": [str],
        "status": STATUSES,
        "difference": AMOUNT,
        "reason": str,
    },
    "duplicates": {"a": str, "b": str, "score": float, "reason": str},
    "portals visit": {
        "outcome": OUTCOMES,
        "detail": str,
        "documents": [
            {
                "kind": KINDS,
                "number": (str, None),
                "date": (DAY, None),
                "due_date": (DAY, None),
                "amount": (AMOUNT, None),
                "currency": (CURRENCY, None),
                "account": (str, None),
                "file": str,
                "sha256": SHA256,
            }
        ],
        "listed": int,
        "counter": (int, None),
        "pages": int,
        "recipe": (str, None),
        "blocked_hosts": [str],
        "seconds": float,
    },
    "portals import": {
        "recipe": str,
        "name": str,
        "origins": [ORIGIN],
        "warnings": [str],
        "secrets_removed": int,
    },
    "portals check": [{"name": str, "ok": bool, "outcome": OUTCOMES, "documents": int}],
    "portals proposals": [SIGN_IN],
    "portals report": {"counts": dict.fromkeys(STANDINGS, int), "sign_ins": [SIGN_IN]},
    "vault list": [
        {
            "name": str,
            "kind": str,
            "username": str,
            "origins": [ORIGIN],
            "version": int,
            "updated": INSTANT,
            "last_used": (INSTANT, None),
        }
    ],
    "doctor": [{"check": str, "ok": bool, "detail": str, "remedy": str}],
    "bench": {
        "name": str,
        "ours": float,
        "reference": float,
        "ratio": float,
        "unit": str,
        "details": Each((float, str)),
    },
}


def assert_fits(command: str, value: object) -> None:
    """Nothing, where a command's JSON is as it was promised; else each place that is not."""
    wrong = list(misfits(value, SHAPES[command]))
    assert not wrong, wrong


def misfits(value: object, shape: Any, at: str = "$") -> Iterator[str]:
    """What of a value has not its shape, each with its place."""
    if isinstance(shape, dict):
        yield from _of_object(value, shape, at)
    elif isinstance(shape, list):
        yield from _of_array(value, shape[0], at)
    elif isinstance(shape, tuple):
        if all(any(misfits(value, one, at)) for one in shape):
            yield f"{at} is {value!r}"
    elif isinstance(shape, Each | Among):
        yield from _of_open_object(value, shape, at)
    elif not _is(value, shape):
        yield f"{at} is {value!r}"


def _of_object(value: object, shape: Mapping[str, Any], at: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{at} is no object"
        return
    for key, inner in shape.items():
        if key not in value:
            yield f"{at}.{key} is missing"
        else:
            yield from misfits(value[key], inner, f"{at}.{key}")


def _of_array(value: object, shape: Any, at: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{at} is no array"
        return
    for number, inner in enumerate(value):
        yield from misfits(inner, shape, f"{at}[{number}]")


def _of_open_object(value: object, shape: Each | Among, at: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{at} is no object"
        return
    for key, inner in value.items():
        if isinstance(shape, Each):
            yield from misfits(inner, shape.shape, f"{at}.{key}")
        elif key in shape.shapes:
            yield from misfits(inner, shape.shapes[key], f"{at}.{key}")
        else:
            yield f"{at}.{key} is no name of a field"


def _is(value: object, shape: Any) -> bool:
    if isinstance(shape, re.Pattern):
        return isinstance(value, str) and bool(shape.fullmatch(value))
    if isinstance(shape, frozenset):
        return value in shape
    if shape is float:
        return type(value) in (int, float)
    return value is None if shape is None else type(value) is shape
