"""Benchmarks: each measures what users feel, and beside it the limit that this machine allows."""
