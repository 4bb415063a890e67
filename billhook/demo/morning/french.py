"""The French mails: a notice and a newsletter."""

from __future__ import annotations

from billhook.demo.notices import Mail, due, find, gross
from billhook.demo.shapes import World


def mails(world: World) -> tuple[Mail, ...]:
    """Lumen Cloud."""
    return (
        _lumen_invoice(world),
        _lumen_newsletter(),
    )


def _lumen_invoice(world: World) -> Mail:
    bill = find(world.documents, "01187")
    return Mail(
        key="lumen-invoice",
        batch=1,
        minute=31,
        sender="Lumen Cloud Facturation <facturation@lumencloud.example>",
        subject=f"Votre facture {bill.number} est disponible",
        language="fr",
        mail_class="invoice_available",
        paragraphs=(
            "Bonjour,",
            (
                f"La facture de votre consommation ({bill.period}) est disponible dans"
                " votre espace client. Connectez-vous pour la consulter et la télécharger."
            ),
            "Cordialement,\nL'équipe Lumen Cloud",
        ),
        facts=(
            ("Facture", bill.number),
            ("Référence client", bill.account),
            ("Montant TTC", gross(world, bill)),
            ("Échéance", due(world, bill)),
        ),
        button="Consulter ma facture",
        portal="lumen",
        path="/#/factures",
        footer="Vous recevez ce message parce que vous êtes contact de facturation.",
    )


def _lumen_newsletter() -> Mail:
    return Mail(
        key="lumen-newsletter",
        batch=3,
        minute=74,
        sender="Lumen Cloud <bonjour@news.lumencloud.example>",
        subject="Nouveau : des instances ARM 30 % moins chères",
        language="fr",
        mail_class="other",
        paragraphs=(
            "Bonjour,",
            (
                "Nos instances LX-A arrivent à Lyon et à Marseille. Essayez-les sans"
                " engagement : 50 € de crédit jusqu'à la fin du mois."
            ),
            ("Au programme aussi : notre webinaire du mardi sur la facture énergétique du cloud."),
        ),
        button="Découvrir l'offre",
        portal="lumen",
        path="/#/compte",
        footer="Se désabonner · Gérer mes préférences",
    )
