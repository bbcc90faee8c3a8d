"""Label reported online content for a digital-rights monitor.

Importing this package is inert: names are loaded on first use (PEP 562).
"""

__version__ = "0.1.0"
