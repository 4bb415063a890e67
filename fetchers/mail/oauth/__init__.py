"""Signing in to mailboxes by access token (OAuth 2.0), as Microsoft 365 and Google ask for it.

Nothing is kept here: tokens come from the vault and go back to it. The libraries' own caches live
in memory and end with the call.
"""
