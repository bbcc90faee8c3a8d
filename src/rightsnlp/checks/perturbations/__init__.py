"""Ways in which the same post is written differently.

Importing this package is inert: names are loaded on first use (PEP 562).
"""

from __future__ import annotations

from rightsnlp._lazy import make_lazy

__all__ = make_lazy(
    __name__,
    {
        "Perturbation": "rightsnlp.checks.perturbations.catalogue",
        "perturb": "rightsnlp.checks.perturbations.catalogue",
    },
)
