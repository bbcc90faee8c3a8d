"""scikit-learn's contract for estimators, without importing scikit-learn.

``sklearn.base`` loads pandas, pyarrow and half of SciPy, which is most of a second for somebody who only wants to
label. What ``clone``, ``Pipeline``, ``cross_validate`` and the searches ask of an estimator are three methods; they are
here, and what they need of scikit-learn is imported when scikit-learn calls them.
"""

from __future__ import annotations

import inspect
from typing import Any, Self

from rightsnlp.exceptions import InvalidArgumentError


class Estimator:
    """Base of an estimator whose ``__init__`` only stores its parameters under their own names.

    Examples
    --------
    >>> class Scaler(Estimator):
    ...     def __init__(self, factor=1.0):
    ...         self.factor = factor
    >>> Scaler(2.0)
    Scaler(factor=2.0)
    >>> Scaler().set_params(factor=3.0).get_params()
    {'factor': 3.0}
    """

    @classmethod
    def _defaults(cls) -> dict[str, Any]:
        parameters = inspect.signature(cls).parameters.values()
        return {parameter.name: parameter.default for parameter in parameters}

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Return the parameters; with ``deep``, those of parameters that are estimators too, as ``outer__inner``."""
        found: dict[str, Any] = {}
        for name in sorted(self._defaults()):
            value = found[name] = getattr(self, name)
            if deep and hasattr(value, "get_params") and not isinstance(value, type):
                found |= {f"{name}__{key}": inner for key, inner in value.get_params().items()}
        return found

    def set_params(self, **params: Any) -> Self:
        """Set parameters, ``outer__inner`` for one of an estimator that is a parameter.

        Raises
        ------
        InvalidArgumentError
            When there is no such parameter.
        """
        known = self._defaults()
        for key, value in params.items():
            name, _, inner = key.partition("__")
            if name not in known or (inner and not hasattr(getattr(self, name), "set_params")):
                raise InvalidArgumentError(
                    f"{type(self).__name__}: has no parameter {key!r}",
                    expected=f"one of {', '.join(known)}",
                    remedy="check the spelling",
                )
            if inner:
                getattr(self, name).set_params(**{inner: value})
            else:
                setattr(self, name, value)
        return self

    def __repr__(self) -> str:
        changed = []
        for name, default in self._defaults().items():
            value = getattr(self, name)
            if value is not default and repr(value) != repr(default):
                changed.append(f"{name}={value!r}")
        return f"{type(self).__name__}({', '.join(changed)})"

    def __sklearn_tags__(self) -> Any:
        from sklearn.utils import Tags, TargetTags

        return Tags(estimator_type=None, target_tags=TargetTags(required=False))
