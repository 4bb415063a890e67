"""The German mails: a notice, an attached credit note, attached invoices, a reminder."""

from __future__ import annotations

from billhook.demo.notices import Mail, due, find, gross, issued
from billhook.demo.shapes import Document, World


def mails(world: World) -> tuple[Mail, ...]:
    """Nordwind and Papierhaus."""
    bill = find(world.documents, "104877")
    overdue = find(world.documents, "PK-88107")
    fresh = find(world.documents, "PK-88213")
    return (
        nordwind_notice(world, bill),
        _nordwind_credit(world),
        _papierhaus(world, overdue, "papierhaus-overdue", minute=3),
        _papierhaus(world, fresh, "papierhaus-fresh", minute=22),
        _papierhaus_reminder(world),
    )


def _nordwind_credit(world: World) -> Mail:
    credit = find(world.documents, "001206")
    return Mail(
        key="nordwind-credit",
        batch=3,
        minute=66,
        sender="Nordwind Energie <rechnung@nordwind-energie.example>",
        subject=f"Ihre Gutschrift {credit.number}",
        language="de",
        mail_class="credit_note",
        paragraphs=(
            "Guten Tag,",
            (
                f"im Anhang erhalten Sie unsere Gutschrift {credit.number} vom"
                f" {issued(world, credit)} über {gross(world, credit)}. Sie finden sie auch in"
                " Ihrem Kundenportal."
            ),
            "Freundliche Grüße\nIhre Nordwind Energie GmbH",
        ),
        attached=credit.number,
        attached_as=f"Gutschrift_{credit.number}.pdf",
    )


def _papierhaus_reminder(world: World) -> Mail:
    overdue = find(world.documents, "PK-88107")
    return Mail(
        key="papierhaus-reminder",
        batch=4,
        minute=97,
        sender="Papierhaus Keller Buchhaltung <buchhaltung@papierhaus-keller.example>",
        subject=f"Zahlungserinnerung zu Rechnung {overdue.number}",
        language="de",
        mail_class="reminder",
        paragraphs=(
            "Sehr geehrte Damen und Herren,",
            (
                f"sicher haben Sie übersehen, dass unsere Rechnung {overdue.number} über"
                f" {gross(world, overdue)} am {due(world, overdue)} fällig war. Bitte"
                " überweisen Sie den offenen Betrag bis Ende dieser Woche."
            ),
            (
                "Sollten Sie bereits gezahlt haben, betrachten Sie dieses Schreiben als"
                " gegenstandslos."
            ),
            "Mit freundlichen Grüßen\nPapierhaus Keller AG, Buchhaltung",
        ),
        facts=(
            ("Rechnungsnummer", overdue.number),
            ("Kundennummer", overdue.account),
            ("Offener Betrag", gross(world, overdue)),
            ("Fällig seit", due(world, overdue)),
        ),
    )


def nordwind_notice(world: World, bill: Document) -> Mail:
    """The notice that the forged mail copies."""
    return Mail(
        key="nordwind-invoice",
        batch=1,
        minute=8,
        sender="Nordwind Energie Kundenportal <kundenportal@nordwind-energie.example>",
        subject=f"Ihre Rechnung {bill.number} steht im Kundenportal bereit",
        language="de",
        mail_class="invoice_available",
        paragraphs=(
            "Guten Tag,",
            (
                f"Ihre neue Stromrechnung für den Zeitraum {bill.period} liegt in Ihrem"
                " Kundenportal zum Abruf bereit. Bitte melden Sie sich an, um sie herunterzuladen."
            ),
            "Freundliche Grüße\nIhre Nordwind Energie GmbH",
        ),
        facts=(
            ("Rechnungsnummer", bill.number),
            ("Kundennummer", bill.account),
            ("Rechnungsbetrag", gross(world, bill)),
            ("Fällig am", due(world, bill)),
        ),
        button="Zum Kundenportal",
        portal="nordwind",
        path="/rechnungen",
        footer="Diese E-Mail wurde automatisch erstellt. Bitte antworten Sie nicht darauf.",
    )


def _papierhaus(world: World, bill: Document, key: str, minute: int) -> Mail:
    return Mail(
        key=key,
        batch=1,
        minute=minute,
        sender="Papierhaus Keller AG <rechnung@papierhaus-keller.example>",
        subject=f"Rechnung {bill.number} zu Ihrer Bestellung {bill.po_number}",
        language="de",
        mail_class="invoice_attached",
        paragraphs=(
            "Sehr geehrte Damen und Herren,",
            (
                f"vielen Dank für Ihre Bestellung {bill.po_number}. Anbei erhalten Sie unsere"
                f" Rechnung {bill.number} über {gross(world, bill)}, zahlbar bis"
                f" {due(world, bill)}."
            ),
            "Mit freundlichen Grüßen\nPapierhaus Keller AG\nLindwurmstraße 205 · 80337 München",
        ),
        attached=bill.number,
        attached_as=f"Rechnung {bill.number}.pdf",
    )
