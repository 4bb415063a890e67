"""What brings things in: the mailbox and the portals. No database here: values in, values out."""
