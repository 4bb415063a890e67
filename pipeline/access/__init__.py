"""Who may sign in, with what, and what each may do."""
