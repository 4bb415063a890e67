"""Mails, durably: watched, journalled, told apart, turned into work; and written back."""
