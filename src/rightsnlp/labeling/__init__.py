"""Label cases: a frame in memory (:mod:`frame`), or a file of any size (:mod:`run`)."""
