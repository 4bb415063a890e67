"""What the screens and the API ask and do: one desk a screen, on the store."""
