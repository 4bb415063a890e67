"""The ways to open a vault: a key file, a passphrase, the OS keyring."""
