"""The ground floor: frozen dataclasses, Money, outcomes, errors, protocols.

Standard library only.
"""
