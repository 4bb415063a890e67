"""What is remembered: tables, migrations, files by content, the audit trail."""
