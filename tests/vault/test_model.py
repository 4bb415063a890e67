"""The vault against a dict: whatever is done to both, they agree."""

from __future__ import annotations

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from model.errors import SecretMissing
from model.secret import Secret
from tests.vault.making import credential, empty
from vault import ApiKey, BrowserSession, Mailbox, OAuthToken, Record, Recovery

pytestmark = pytest.mark.slow

secrets = st.text(max_size=600).map(Secret)
names = st.sampled_from(["acme", "globex", "initech", "umlaut \u00fc"])
records = st.one_of(
    st.text(max_size=20).map(credential),
    st.builds(ApiKey, key=secrets),
    st.builds(Mailbox, username=st.text(max_size=20), password=secrets),
    st.builds(OAuthToken, username=st.text(), client=st.text(), refresh_token=secrets),
    st.builds(BrowserSession, state=secrets),
)


class VaultAndDict(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.place = empty(self.folder)
        self.vault = self.place.open()
        self.expected: dict[str, object] = {}
        self.changes = 1

    @rule(name=names, record=records)
    def put(self, name: str, record: Record) -> None:
        self.vault.put(name, record)
        self.expected[name] = record
        self.changes += 1

    @rule(name=names)
    def remove(self, name: str) -> None:
        if name in self.expected:
            self.vault.remove(name)
            del self.expected[name]
            self.changes += 1
        else:
            with pytest.raises(SecretMissing):
                self.vault.remove(name)

    @rule(name=names)
    def lease(self, name: str) -> None:
        if name in self.expected:
            with self.vault.lease(name, purpose="compare", job="model") as lease:
                assert lease.record == self.expected[name]
            self.changes += 1

    @precondition(lambda self: self.expected)
    @rule()
    def rotate(self) -> None:
        self.vault.rotate()
        self.changes += 1

    @rule()
    def renew(self) -> None:
        self.vault.keys.renew([self.place.key])
        self.changes += 2

    @rule()
    def add_a_kit(self) -> None:
        self.vault.keys.add(Recovery.make(), alone=True)
        self.changes += 1

    @rule()
    def open_again(self) -> None:
        self.vault.lock()
        self.place.clock.move(timedelta(minutes=1))
        self.vault = self.place.open()

    @invariant()
    def they_agree(self) -> None:
        assert [entry.name for entry in self.vault.names()] == sorted(self.expected)
        assert self.vault.check().epoch == self.changes

    def teardown(self) -> None:
        shutil.rmtree(self.folder)


TestVaultAndDict = VaultAndDict.TestCase
TestVaultAndDict.settings = settings(max_examples=12, stateful_step_count=15, deadline=None)
