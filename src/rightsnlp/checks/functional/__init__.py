"""Functional suites: what a system must get right, case by case."""
