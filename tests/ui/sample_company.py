"""A company's identity provider for the tests of the door: it says what it is told to."""

from __future__ import annotations

from collections.abc import Mapping

from model.errors import ProviderRefused
from model.people import User
from model.secret import Secret

THERE = "https://id.us.example/authorize?state=held"
OUT = "https://id.us.example/out?client_id=billhook"


class SampleCompanySignIn:
    """`CompanySignInDesk` without a provider behind it; `person` is who comes back."""

    def __init__(self) -> None:
        self.person: User | None = None
        self.is_offered = False
        self.passwords = True

    def offered(self) -> bool:
        return self.is_offered

    def by_password(self) -> bool:
        return self.passwords

    def begin(self) -> tuple[str, Secret]:
        return THERE, Secret("held")

    def arrive(self, held: Secret, answer: Mapping[str, str]) -> User:
        if self.person is None or held != Secret(answer.get("state", "")):
            raise ProviderRefused("This sign-in did not begin in this browser; begin again.")
        return self.person

    def way_out(self) -> str | None:
        return OUT
