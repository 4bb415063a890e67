"""Sizes that more than one part of the dashboard holds to."""

MOST_BYTES = 64 * 1024  # of a request's body
MOST_UPLOADED = 25 * 1024 * 1024  # of an uploaded document
MOST_TEXT = 200_000  # characters of a foreign text that are sent to a page
MOST_EXPORT = 8 * 1024 * 1024  # of the file of another password manager
MOST_PICTURE = 8 * 1024 * 1024  # of a photographed QR code
