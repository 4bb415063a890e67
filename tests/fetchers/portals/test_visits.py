"""Whole visits to the farm, by recipe: what is fetched, and what is said when it can't be."""

from __future__ import annotations

import base64
import hmac
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from model.documents import DocumentKind
from model.outcomes import OutcomeCode
from model.secret import Secret
from model.visits import RunState
from tests.fetchers.portals.conftest import Farm
from tests.portals import recipes, sites
from tests.portals.sites import DOCS, Site

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SEED = base64.b32encode(b"farm seed of twenty b").decode()


def test_a_table_of_three_pages_is_fetched_whole(farm: Farm) -> None:
    site = Site()
    origin = farm.serve(site)
    result = farm.visit(origin, recipes.table(origin))
    assert result.outcome.code is OutcomeCode.OK, result.outcome
    assert [one.listing.number for one in result.documents] == [doc.number for doc in DOCS]
    assert (result.counter, result.pages, result.complete) == (7, 3, True)
    assert (site.log["posts"], site.log["files"], site.log["logouts"]) == (1, len(DOCS), 1)
    credit = result.listings[2]
    assert credit.kind is DocumentKind.CREDIT_NOTE
    assert (credit.amount and credit.amount.amount, credit.day) == (
        Decimal("-40.10"),
        date(2026, 5, 21),
    )
    kept = {path.name for path in farm.spool.iterdir()}
    assert kept == {f"{one.sha256}.pdf" for one in result.documents}
    assert "/" not in result.documents[0].suggested_name
    assert farm.progress[-1].state is RunState.DOWNLOADING
    assert farm.progress[-1].done == len(DOCS)


def test_what_is_on_file_or_too_old_is_listed_and_not_fetched_again(farm: Farm) -> None:
    site = Site()
    origin = farm.serve(site)
    known = frozenset({(DocumentKind.INVOICE, "INV1001"), (DocumentKind.CREDIT_NOTE, "CRN2001")})
    result = farm.visit(origin, recipes.table(origin), known=known, since=date(2026, 6, 2))
    assert result.outcome.code is OutcomeCode.OK
    assert len(result.listings) == len(DOCS)
    assert [one.listing.number for one in result.documents] == [
        "INV-1003",
        "INV-1004",
        "INV-1005",
        "INV-1006",
    ]
    assert site.log["files"] == 4


def test_a_list_whose_documents_are_all_on_file_is_proven_to_hold_nothing_new(farm: Farm) -> None:
    origin = farm.serve(Site())
    result = farm.visit(origin, recipes.table(origin), since=date(2027, 1, 1))
    assert result.outcome.code is OutcomeCode.OK_EMPTY
    assert "7" in result.outcome.facts["proof"]


def test_an_empty_portal_says_so_itself(farm: Farm) -> None:
    origin = farm.serve(Site(docs=()))
    result = farm.visit(origin, recipes.table(origin))
    assert result.outcome.code is OutcomeCode.OK_EMPTY, result.outcome
    assert result.complete
    assert "empty marker" in result.outcome.facts["proof"]


def test_an_empty_list_without_proof_is_a_broken_recipe(farm: Farm) -> None:
    origin = farm.serve(Site(docs=()))
    recipe = recipes.table(origin).replace("css=p.empty", "css=p.nothing-here")
    result = farm.visit(origin, recipe)
    assert result.outcome.code is OutcomeCode.RECIPE_BROKEN


def test_a_wrong_password_is_one_attempt_and_never_two(farm: Farm) -> None:
    site = Site()
    origin = farm.serve(site)
    result = farm.visit(origin, recipes.table(origin), lease={"password": Secret("wrong")})
    assert result.outcome.code is OutcomeCode.LOGIN_FAILED
    assert site.log["posts"] == 1
    assert result.outcome.sentence.startswith("Farm refused the user name or password")


def test_a_form_that_comes_back_without_a_word_is_a_refusal(farm: Farm) -> None:
    class Mute(Site):
        def login_form(self, _error: str = "") -> str:
            return super().login_form("")

    site = Mute()
    origin = farm.serve(site)
    result = farm.visit(origin, recipes.table(origin), lease={"password": Secret("wrong")})
    assert result.outcome.code is OutcomeCode.LOGIN_FAILED
    assert site.log["posts"] == 1


@pytest.mark.parametrize(
    ("says", "code"),
    [
        ("Your account has been locked after too many attempts.", OutcomeCode.LOCKED),
        ("Ihr Zugang wurde gesperrt.", OutcomeCode.LOCKED),
        ("Your password has expired. Choose a new password.", OutcomeCode.PASSWORD_EXPIRED),
        ("Please accept our updated terms to go on.", OutcomeCode.TERMS),
        ("<p>Are you a robot?</p><div class=h-captcha></div>", OutcomeCode.CAPTCHA),
        ("Complete your company profile first.", OutcomeCode.KYC),
        ("Something else entirely.", OutcomeCode.RECIPE_BROKEN),
    ],
)
def test_a_wall_after_the_sign_in_is_named(farm: Farm, says: str, code: OutcomeCode) -> None:
    site = sites.Wall(says=says)
    origin = farm.serve(site)
    result = farm.visit(origin, recipes.table(origin), time_limit=20.0)
    assert result.outcome.code is code
    assert site.log["posts"] == 1


def test_what_a_portal_says_in_words_of_its_own_stands_in_the_recipe(farm: Farm) -> None:
    origin = farm.serve(sites.Wall(says="Der Laden ist zu."))
    recipe = recipes.table(origin, head="says: {MAINTENANCE: [laden ist zu]}\n")
    assert farm.visit(origin, recipe).outcome.code is OutcomeCode.MAINTENANCE


@pytest.mark.parametrize(
    ("status", "says", "code"),
    [
        (500, "Internal error", OutcomeCode.SITE_DOWN),
        (503, "We are under maintenance", OutcomeCode.MAINTENANCE),
        (200, "Scheduled maintenance until 6 pm", OutcomeCode.MAINTENANCE),
        (429, "Slow down", OutcomeCode.BOT_BLOCKED),
    ],
)
def test_a_server_that_does_not_serve_is_named(
    farm: Farm, status: int, says: str, code: OutcomeCode
) -> None:
    origin = farm.serve(sites.Broken(status=status, says=says))
    assert farm.visit(origin, recipes.table(origin), time_limit=20.0).outcome.code is code


def test_a_server_that_takes_too_long_is_down(farm: Farm) -> None:
    origin = farm.serve(sites.Slow())
    result = farm.visit(origin, recipes.table(origin), time_limit=28.0)
    assert result.outcome.code is OutcomeCode.SITE_DOWN


def test_a_port_where_nobody_listens_is_down(farm: Farm) -> None:
    origin = "http://127.0.0.1:9"
    assert farm.visit(origin, recipes.table(origin)).outcome.code is OutcomeCode.SITE_DOWN


def test_a_redesigned_list_is_a_broken_recipe_with_the_page_kept(farm: Farm) -> None:
    origin = farm.serve(sites.Redesigned())
    result = farm.visit(origin, recipes.table(origin))
    assert result.outcome.code is OutcomeCode.RECIPE_BROKEN
    assert result.outcome.facts["step"].startswith("invoices.")
    folder = farm.spool / result.outcome.facts["evidence"]
    assert "Your papers" in (folder / "page.html").read_text()
    assert (folder / "page.png").read_bytes().startswith(b"\x89PNG")


def test_a_counter_that_says_more_makes_the_visit_partial(farm: Farm) -> None:
    origin = farm.serve(sites.Miscounting())
    result = farm.visit(origin, recipes.table(origin))
    assert result.outcome.code is OutcomeCode.PARTIAL
    assert (result.outcome.facts["got"], result.outcome.facts["expected"]) == ("7", "9")
    assert not result.complete


def test_web_pages_and_empty_files_are_no_documents(farm: Farm) -> None:
    origin = farm.serve(sites.NotDocuments())
    result = farm.visit(origin, recipes.table(origin))
    assert result.outcome.code is OutcomeCode.PARTIAL
    codes = [one.outcome.code for one in result.problems]
    assert codes == [OutcomeCode.NOT_A_DOCUMENT, OutcomeCode.DOWNLOAD_FAILED]
    assert result.outcome.facts["missing"] == "2 (INV-1002, INV-1003)"
    assert [one.listing.number for one in result.problems] == ["INV-1002", "INV-1003"]
    assert len(result.documents) == len(DOCS) - 2


def test_two_rows_of_one_number_are_said_to_be_so(farm: Farm) -> None:
    origin = farm.serve(sites.Doubled())
    result = farm.visit(origin, recipes.table(origin))
    assert result.outcome.code is OutcomeCode.DUPLICATE_ID
    assert result.outcome.facts["number"] == "INV 1003"


def test_a_blank_number_is_never_accepted(farm: Farm) -> None:
    origin = farm.serve(sites.BlankNumber())
    result = farm.visit(origin, recipes.table(origin))
    assert result.outcome.code is OutcomeCode.RECIPE_BROKEN
    assert result.outcome.facts["step"] == "invoices.columns.number"


@pytest.mark.parametrize("written", [True, False], ids=["by recipe", "found out"])
@pytest.mark.parametrize(
    ("account", "outcome"),
    [
        ("4712-X", OutcomeCode.ACCOUNT_MISMATCH),
        ("4711 x", OutcomeCode.OK),
        ("M-220155", OutcomeCode.OK),
    ],
)
def test_another_account_of_the_same_look_ends_the_visit(
    farm: Farm, account: str, outcome: OutcomeCode, *, written: bool
) -> None:
    origin = farm.serve(Site(docs=DOCS[:3]))
    recipe = recipes.table(origin) if written else None
    assert farm.visit(origin, recipe, account=account).outcome.code is outcome


def test_the_account_shown_must_be_the_one_ordered(farm: Farm) -> None:
    origin = farm.serve(Site(docs=DOCS[:3]))
    recipe = recipes.table(origin, head="account: {at: [css=#customer], pattern: 'no\\. (\\S+)'}\n")
    wrong = farm.visit(origin, recipe, account="4712-X")
    assert wrong.outcome.code is OutcomeCode.ACCOUNT_MISMATCH
    assert wrong.outcome.facts["seen"] == "4711-X"
    assert not wrong.documents
    assert farm.visit(origin, recipe, account="4711 x").outcome.code is OutcomeCode.OK


def good_codes() -> tuple[str, ...]:
    """The codes of RFC 6238 for now and a moment ago, worked out on their own."""
    key, step = base64.b32decode(SEED + "=" * (-len(SEED) % 8)), timedelta(seconds=30)
    return tuple(one_code(key, datetime.now(UTC) - step * n) for n in (0, 1))


def one_code(key: bytes, now: datetime) -> str:
    digest = hmac.digest(key, (int(now.timestamp()) // 30).to_bytes(8, "big"), "sha1")
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


class WithCodes(sites.TwoStep):
    def codes(self) -> tuple[str, ...]:
        return good_codes()


def test_a_sign_in_of_two_steps_and_a_code_is_passed(farm: Farm) -> None:
    site = WithCodes()
    origin = farm.serve(site)
    recipe = recipes.table(origin, sign_in=recipes.TWO_STEP)
    result = farm.visit(origin, recipe, lease={"totp": Secret(SEED)})
    assert result.outcome.code is OutcomeCode.OK, result.outcome
    assert (site.log["posts"], site.log["codes"]) == (1, 1)
    assert RunState.SECOND_FACTOR in [one.state for one in farm.progress]


def test_a_code_without_a_seed_is_for_a_person_and_nothing_is_guessed(farm: Farm) -> None:
    site = WithCodes()
    origin = farm.serve(site)
    result = farm.visit(origin, recipes.table(origin, sign_in=recipes.TWO_STEP))
    assert result.outcome.code is OutcomeCode.MFA_REQUIRED
    assert site.log["codes"] == 0


def test_a_refused_code_is_followed_by_one_fresh_one_and_no_more(farm: Farm) -> None:
    site = sites.TwoStep()
    origin = farm.serve(site)
    recipe = recipes.table(origin, sign_in=recipes.TWO_STEP)
    result = farm.visit(origin, recipe, lease={"totp": Secret(SEED)})
    assert result.outcome.code is OutcomeCode.MFA_WRONG
    assert (site.log["posts"], site.log["codes"]) == (1, 2)


def test_rows_are_read_from_the_portals_own_answers(farm: Farm) -> None:
    origin = farm.serve(sites.Spa())
    result = farm.visit(origin, recipes.table(origin, lists=recipes.SPA_LIST))
    assert result.outcome.code is OutcomeCode.OK, result.outcome
    assert (len(result.documents), result.counter, result.pages) == (len(DOCS), len(DOCS), 3)
    assert result.listings[5].amount == sites_money("12400.00")


def sites_money(amount: str) -> object:
    from model.money import Money

    return Money(Decimal(amount), "EUR")


def test_files_behind_a_page_of_their_own_are_fetched(farm: Farm) -> None:
    origin = farm.serve(sites.Details())
    result = farm.visit(origin, recipes.table(origin, lists=recipes.DETAIL_LIST))
    assert result.outcome.code is OutcomeCode.OK, result.outcome
    assert (len(result.documents), result.counter) == (len(DOCS), len(DOCS))


def test_statements_as_csv_come_from_a_list_of_their_own(farm: Farm) -> None:
    origin = farm.serve(sites.Statements(docs=DOCS[:2]))
    lists = recipes.TABLE_LIST + recipes.STATEMENT_LIST
    result = farm.visit(origin, recipes.table(origin, lists=lists))
    assert result.outcome.code is OutcomeCode.OK, result.outcome
    statement = result.documents[-1]
    assert statement.listing.kind is DocumentKind.STATEMENT
    assert (statement.media_type, statement.listing.day) == ("text/csv", date(2026, 6, 30))
    assert statement.path.read_text().startswith("Date,Number")


def test_hosts_that_pages_call_are_blocked_and_named(farm: Farm) -> None:
    recorder = sites.Recorder()
    foreign = farm.serve(recorder)
    origin = farm.serve(sites.Nosy(foreign=foreign, docs=DOCS[:1]))
    result = farm.visit(origin, recipes.table(origin))
    assert result.outcome.code is OutcomeCode.OK
    assert result.blocked_hosts == (foreign.removeprefix("http://"), "tracker.example")
    assert recorder.hits == []
