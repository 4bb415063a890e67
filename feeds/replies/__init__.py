"""Answers that receivers send by themselves: read from what they wrote, whichever way it came."""

from feeds.replies.files import replies_in
from feeds.replies.letters import letter_reply
from feeds.replies.signatures import is_signed, is_timely
from feeds.replies.xml import sender_of

__all__ = ["is_signed", "is_timely", "letter_reply", "replies_in", "sender_of"]
