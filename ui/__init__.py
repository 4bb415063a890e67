"""The dashboard: it shows, it never decides."""
