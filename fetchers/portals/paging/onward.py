"""By what controls lists are turned, whatever a recipe says."""

from __future__ import annotations

from typing import Final

_NEXT: Final = (
    r"(next|next page|older|weiter|nächste|nächste seite|suivant|suivante|volgende|siguiente|"
    r"successiva|avanti|następna|další|seuraava|nästa|neste|næste|seguinte|próxima|"
    r"επόμενη|επόμενο|次へ|次のページ|следующая|вперед|következő|următoarea|sonraki)?"
    r"\s*[\u203a\u00bb\u2192>]?"
)
_MORE: Final = (
    r"(load|show) more|mehr (laden|anzeigen)|afficher plus|voir plus|meer (laden|tonen)|ver más|"
    r"mostra altri|pokaż więcej|zobrazit další|näytä lisää|visa fler|vis flere|ver mais|"
    r"view more|show all|alle anzeigen|tout afficher|cargar más|carica altr|toon meer|"
    r"εμφάνιση περισσότερων|περισσότερα|もっと見る|さらに表示|показать ещё|показать еще|több"
)
MORE_CONTROLS: Final = (f"role=button[name=/^({_MORE})/i]", f"role=link[name=/^({_MORE})/i]")
GENERIC_NEXT: Final = (
    "css=a[rel=next]",
    rf"role=link[name=/^\s*(?=\S){_NEXT}\s*$/i]",
    rf"role=button[name=/^\s*(?=\S){_NEXT}\s*$/i]",
)
