"""What needs the vault's key: the worker holds it, the web process only asks."""
