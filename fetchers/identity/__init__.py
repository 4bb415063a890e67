"""A company's identity provider, spoken to by OpenID Connect."""

from fetchers.identity.provider import OpenIdProvider, Terms

__all__ = ["OpenIdProvider", "Terms"]
