"""Where a bill stands, replayed from its actions. Pure: no database, no clock, no network."""
