"""Authenticators in memory: one code fits, once."""

from __future__ import annotations

from model.errors import SignedOut, WrongInput
from model.people import Right, User
from model.second_step import Authenticator, NewSeed, Step
from model.secret import Secret
from pipeline.access.rights import guarded, needs

CODE = "123456"
SEED = NewSeed(Secret("JBSWY3DPEHPK3PXP"), Secret("<svg xmlns='http://www.w3.org/2000/svg'/>"))
RECOVERY = (Secret("aaaa-bbbb-cccc-dddd"), Secret("eeee-ffff-gggg-hhhh"))


@guarded
class SampleSteps:
    """`model.second_step.SecondStepDesk` over what `steps` says of each name."""

    def __init__(self, own_password: str) -> None:
        self._password = own_password
        self.steps: dict[str, Step] = {}
        self.tickets: dict[str, User] = {}
        self.taken: set[str] = set()

    def step(self, person: User) -> Step:
        return self.steps.get(person.name, Step.NONE)

    def ticket(self, person: User) -> Secret:
        self.tickets[f"ticket-of-{person.name}"] = person
        return Secret(f"ticket-of-{person.name}")

    def holder(self, ticket: Secret) -> User | None:
        return self.tickets.get(ticket.reveal())

    def spend(self, ticket: Secret) -> None:
        self.tickets.pop(ticket.reveal(), None)

    def prove(self, ticket: Secret, code: Secret) -> User:
        if (person := self.holder(ticket)) is None:
            raise SignedOut
        self._prove(code)
        self.spend(ticket)
        return person

    def prove_password(self, _user: User, password: Secret) -> None:
        if password.reveal() != self._password:
            raise WrongInput("This is not the password that you sign in with.")

    def seed(self, _person: User) -> NewSeed:
        return SEED

    def enrol(self, person: User, code: Secret) -> tuple[Secret, ...]:
        self._prove(code)
        self.steps[person.name] = Step.CODE
        return RECOVERY

    @needs(Right.OWN_ACCOUNT)
    def own(self, user: User) -> Authenticator:
        return Authenticator(self.step(user) is Step.CODE, codes_left=9)

    @needs(Right.OWN_ACCOUNT)
    def leave(self, user: User) -> None:
        self.steps.pop(user.name, None)

    @needs(Right.MANAGE_PEOPLE)
    def take_away(self, user: User, name: str) -> None:
        del user
        self.steps.pop(name, None)

    def _prove(self, code: Secret) -> None:
        if code.reveal() != CODE or code.reveal() in self.taken:
            raise WrongInput("This code does not fit, or was used before. Take the next one.")
        self.taken.add(code.reveal())
