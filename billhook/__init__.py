"""The roof: settings, wiring, command line, doctor and the demo company."""
