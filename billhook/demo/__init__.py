"""The demo company: a fictional business with real parts, all on this machine."""
