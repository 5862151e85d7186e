"""Measures the figures that the README states. They need the corpora in ``../shared/data``; ``make bench`` runs them."""
