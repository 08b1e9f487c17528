"""Target rules: read them, say what they need to know, resolve them, put them in words."""

from tocsin.officials.describing import describe
from tocsin.officials.resolving import Positions, Resolution, Target, resolve
from tocsin.officials.rule_data import Bill, Group, Rule, RuleError, Thank, Vote, needs, parse, to_data

__all__ = [
    "Bill",
    "Group",
    "Positions",
    "Resolution",
    "Rule",
    "RuleError",
    "Target",
    "Thank",
    "Vote",
    "describe",
    "needs",
    "parse",
    "resolve",
    "to_data",
]
