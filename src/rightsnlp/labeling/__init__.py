"""Label cases: a frame in memory (:mod:`frame`), or a file of any size (:mod:`run`).

Importing this package is inert: names are loaded on first use (PEP 562).
"""

from __future__ import annotations

from rightsnlp._lazy import make_lazy

__all__ = make_lazy(
    __name__,
    {
        "label": "rightsnlp.labeling.frame",
        "next_to_verify": "rightsnlp.labeling.queue",
    },
)
