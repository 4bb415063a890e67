"""Why something could not be done, in the language of who asked.

A refusal that names a file, a value or a number was written where it arose and stays English; one
that says no more than its class does (`model/errors.py`) is worded here.
"""

from __future__ import annotations

from typing import Final

from model.errors import BillhookError
from ui.languages import phrase, say

REFUSALS: Final = {
    str(one): one
    for one in (
        phrase("Another approver or admin has to confirm this: it waits in Exceptions."),
        phrase("Another process has been writing to the database for too long; it is tried again."),
        phrase("Another process is writing to the vault."),
        phrase("It was changed since you read it; read it again before you decide."),
        phrase("Somebody else changed this in the meantime; look again before you decide."),
        phrase("Something that Billhook needs does not answer now; it tries again."),
        phrase("The destination does not answer."),
        phrase("The destination refused the document."),
        phrase(
            "The disk refuses to read or write; look at it. Billhook tries again until it does."
        ),
        phrase("The document can't be read."),
        phrase("The file is damaged; ask the supplier for another copy."),
        phrase("The file is larger than Billhook opens."),
        phrase("The file is none of the formats that Billhook reads."),
        phrase("The live page is closed: its visit has ended."),
        phrase("The mail server does not answer."),
        phrase("The portal is paused; correct what stands in the way, then answer its exception."),
        phrase("The stored file is not where it should be; restore it from a backup."),
        phrase("The vault holds no record of this name."),
        phrase("The vault is locked; unlock it to go on."),
        phrase("The visit has not begun yet; its page comes up by itself."),
        phrase("There is no such record."),
        phrase("This key does not open the vault."),
        phrase("No test of this recipe went well; test it, or say that you save it all the same."),
        phrase(
            "Somebody else saved this recipe in the meantime; look at what differs before you save."
        ),
        phrase("Nobody here knows your company's account; ask an administrator."),
        phrase("None of your groups may use Billhook; ask an administrator."),
        phrase("Somebody else has your name here; ask an administrator to invite you."),
        phrase("The company's identity provider did not sign you in."),
        phrase("The company's identity provider does not answer."),
        phrase("This sign-in did not begin in this browser; begin again."),
        phrase("This sign-in took too long or was used before; begin again."),
        phrase("Too many people sign in at this moment; try again in a few seconds."),
        phrase("Too many wrong tries; wait a minute."),
        phrase("You were signed out; sign in again."),
        phrase("Your account here was deactivated; ask an administrator."),
        phrase("Your role may not do this; ask an admin."),
    )
}
"""What refusals say of themselves that people at the dashboard meet."""


def refusal_words(refusal: BillhookError) -> str:
    """The sentence for the person."""
    return say(REFUSALS.get(refusal.message, refusal.message))
