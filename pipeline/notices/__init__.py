"""Mails that tell our own people what waits for them."""
