"""Destinations: how documents leave for the approval workflow, and how its answer is read."""
