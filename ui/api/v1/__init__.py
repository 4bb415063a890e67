"""The REST API, version 1: what other systems ask and do, with a token instead of a session."""

from ui.api.v1.app import create_api

__all__ = ["create_api"]
