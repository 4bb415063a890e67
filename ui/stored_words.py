"""What the rooms below name by a fixed English text, worded by `say`; other texts stay as they are.

Labels of answers, verbs of the story, stages, kinds of lines and names of checks come as text that
the pipeline or a reader has fixed. Sentences with numbers were written when something happened,
and are told as they were written.
"""

from __future__ import annotations

from typing import Final

from model.adoption import AdoptionStage
from model.people import Right
from model.takeovers import Standing
from ui.languages import Phrase, phrase, say


def _known(*phrases: Phrase) -> dict[str, Phrase]:
    return {str(one): one for one in phrases}


ANSWERS: Final = _known(
    phrase("Accept"),
    phrase("Accept the freight"),
    phrase("Accept the line"),
    phrase("Accept the price"),
    phrase("Accept the quantity"),
    phrase("Allow, for resources only"),
    phrase("Confirm"),
    phrase("Confirmed by phone"),
    phrase("Corrected, try again"),
    phrase("Don't send it there"),
    phrase("Duplicate, reject"),
    phrase("Go on"),
    phrase("It announces one"),
    phrase("It is not"),
    phrase("It is not there, close it"),
    phrase("It is our supplier"),
    phrase("It is right, try once more"),
    phrase("It is the same"),
    phrase("It is, expect it"),
    phrase("It is, file it"),
    phrase("Keep them"),
    phrase("Keep what went out"),
    phrase("Leave it"),
    phrase("Leave it blocked"),
    phrase("Look again"),
    phrase("Neither"),
    phrase("No order"),
    phrase("No supplier of ours"),
    phrase("Not a duplicate"),
    phrase("Pay before it arrives"),
    phrase("Pay before the rest arrives"),
    phrase("Refuse"),
    phrase("Reject"),
    phrase("Seen"),
    phrase("Send again"),
    phrase("Take the document"),
    phrase("Take them out"),
    phrase("Take the new values"),
    phrase("Try again"),
    phrase("Try again now"),
    phrase("Values are right"),
    phrase("Visit again"),
    phrase("Yes, it bills us"),
)

VERBS: Final = {
    "answered": phrase("Answered"),
    "asked": phrase("Asked"),
    "came": phrase("Came"),
    "came again": phrase("Came again"),
    "came changed": phrase("Came changed"),
    "checked": phrase("Checked"),
    "corrected": phrase("Corrected"),
    "delivered": phrase("Delivered"),
    "expectation fulfilled": phrase("Expectation fulfilled"),
    "expected": phrase("Expected"),
    "filed": phrase("Filed"),
    "forgot": phrase("Forgot"),
    "mail came": phrase("Mail came"),
    "queued": phrase("Queued"),
    "read": phrase("Read", "what happened"),
    "read again": phrase("Read again"),
    "released": phrase("Released"),
    "sent again": phrase("Sent again"),
    "taught": phrase("Taught"),
    "undid": phrase("Undid"),
    "visited": phrase("Visited"),
}

LINES: Final = {
    "credit": phrase("credit"),
    "credit_note": phrase("credit note"),
    "invoice": phrase("invoice"),
    "other": phrase("other"),
    "payment": phrase("payment"),
}

FIELDS: Final = {
    "allowance_total": phrase("Allowances"),
    "charge_total": phrase("Charges"),
    "delivery_date": phrase("Delivery date"),
    "line_total": phrase("Sum of lines"),
    "payment_terms": phrase("Terms of payment"),
    "preceding_invoice": phrase("Preceding invoice"),
    "prepaid": phrase("Prepaid"),
    "rounding": phrase("Rounding"),
    "service_end": phrase("Service until"),
    "service_start": phrase("Service from"),
}
"""Fields that are rarer than those of `ui.facts.FIELDS`."""

STAGES: Final = {
    AdoptionStage.KNOWN: phrase("known"),
    AdoptionStage.REGISTERED: phrase("registered"),
    AdoptionStage.CONNECTED: phrase("connected"),
    AdoptionStage.AUTOMATIC: phrase("automatic"),
    AdoptionStage.HANDS_FREE: phrase("hands-free"),
}

STANDINGS: Final = {
    Standing.PROPOSED: phrase("proposed"),
    Standing.DOUBTED: phrase("probably no portal"),
    Standing.WAITING: phrase("waiting"),
    Standing.UNDER_WAY: phrase("visited now"),
    Standing.AUTOMATIC: phrase("automatic"),
    Standing.NEEDS_ANSWER: phrase("needing one answer"),
    Standing.NO_PORTAL: phrase("no portal for documents"),
    Standing.WRONG_PASSWORD: phrase("wrong password"),
    Standing.UNREACHABLE: phrase("not reachable"),
}

MAILS: Final = {
    "invoice_available": phrase("Invoice available"),
    "invoice_attached": phrase("Invoice attached"),
    "credit_note": phrase("Credit note"),
    "statement": phrase("Statement"),
    "reminder": phrase("Reminder"),
    "payment_receipt": phrase("Payment receipt"),
    "order_confirmation": phrase("Order confirmation"),
    "quote": phrase("Quote"),
    "otp_magic": phrase("Sign-in code"),
    "password_account": phrase("Password or account"),
    "shipping": phrase("Shipping"),
    "other": phrase("Other"),
}

RIGHTS: Final = {
    Right.LOOK: phrase("look at everything but secrets"),
    Right.OWN_ACCOUNT: phrase("change their own password and end their own sessions"),
    Right.WORK: phrase("work on documents, statements, questions, deliveries and visits"),
    Right.FILL_VAULT: phrase("put a sign-in into the vault"),
    Right.APPROVE: phrase("confirm a change of bank details"),
    Right.TAKE_OVER: phrase("control a live page that somebody else opened"),
    Right.ALLOW_HOSTS: phrase("say what a portal's pages may reach"),
    Right.OPEN_SECRETS: phrase("be shown a secret, say where it goes, or remove it"),
    Right.UNLOCK_VAULT: phrase("lock or unlock the vault"),
    Right.SET_RULES: phrase("change a rule"),
    Right.CONNECT: phrase("connect, change or remove a mailbox, a portal or a destination"),
    Right.BACK_UP: phrase("make a backup"),
    Right.MANAGE_PEOPLE: phrase("say who may sign in, and what they may do"),
}

CHECKS: Final = _known(
    phrase("One invoice a file"),
    phrase("Agrees with its template"),
    phrase("Agrees with what was announced"),
    phrase("Formulas have results"),
    phrase("Lines add up to net"),
    phrase("Net + tax = total"),
    phrase("Numbers and kinds are proved"),
    phrase("One document in the file"),
    phrase("Page agrees with XML"),
    phrase("Page agrees with payment code"),
    phrase("Statement adds up"),
)


def answer_word(label: str) -> str:
    """The label of an answer; one that names an order or an account stays as it is."""
    return say(ANSWERS.get(label, label))


def verb_word(verb: str) -> str:
    """What happened, as a line of the story begins: "Came again"."""
    return say(VERBS[verb]) if verb in VERBS else _spoken(verb)


def line_word(kind: str) -> str:
    """What a line of a statement is: "credit note"."""
    return say(LINES[kind]) if kind in LINES else kind.replace("_", " ")


def field_word(name: str) -> str:
    """The label of one of the rarer fields; an unusual one reads as its name."""
    return say(FIELDS[name]) if name in FIELDS else _spoken(name)


def stage_word(stage: AdoptionStage) -> str:
    """How far a supplier is taken over."""
    return say(STAGES[stage])


def standing_word(standing: Standing) -> str:
    """How far an imported sign-in is: "needing one answer"."""
    return say(STANDINGS[standing])


def mail_word(mail_class: str) -> str:
    """The class of a mail."""
    return say(MAILS[mail_class]) if mail_class in MAILS else _spoken(mail_class)


def right_word(right: Right) -> str:
    """What a role may do; one that is new here reads as it was written."""
    return say(RIGHTS.get(right, right.value))


def check_word(name: str) -> str:
    """What a check tries."""
    return say(CHECKS.get(name, name))


def _spoken(name: str) -> str:
    return name.replace("_", " ").capitalize()
