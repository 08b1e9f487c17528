"""How far the edges of maps may be off."""

EXACT, GENERALIZED, COARSE = 150.0, 400.0, 3000.0
"""Margins in meters.

Edges of TIGER/Line shapes are true to some 10 m. Those of 1:500,000 shapes were compared with TIGER along the
borders of 17 pairs of states: 95 % lie within 85 m, 99.5 % within 275 m. To both is added what a geocoder
is off by, about 100 m.
"""
