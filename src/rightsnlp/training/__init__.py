"""Models made by a recipe, or adapted to verified cases.

Importing this package is inert: names are loaded on first use (PEP 562).
"""

from __future__ import annotations

from rightsnlp._lazy import make_lazy

__all__ = make_lazy(
    __name__,
    {
        "adapt": "rightsnlp.training.adaptation",
        "read_recipe": "rightsnlp.training.recipe",
        "train_from_recipe": "rightsnlp.training.train",
        "train_from_table": "rightsnlp.training.train",
        "train_from_verified": "rightsnlp.training.adaptation_files",
        "train_recipe": "rightsnlp.training.recipe",
    },
)
