"""Templates of invoice2data: their form, and what they read."""
