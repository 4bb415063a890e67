"""The values that a notice announces: numbers, amounts, due dates, each under its label."""
