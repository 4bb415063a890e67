"""What goes out to destinations, and what their receivers answer."""
