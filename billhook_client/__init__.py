"""A client of Billhook's REST API: typed records, pages that follow by themselves, safe repetition.

It needs httpx and nothing else of Billhook but the shapes of the API's records (`model.wire`).
"""

from billhook_client.client import Client
from billhook_client.errors import Changed, Refused, Unreachable

__all__ = ["Changed", "Client", "Refused", "Unreachable"]
