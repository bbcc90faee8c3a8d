"""The command that makes a report again, as it is stated in the report."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

_NOT_STATED = frozenset({"force", "quiet"})


def command_line() -> str:
    """Return the running command as typed, without the folders of its files: they are this machine's own."""
    context = click.get_current_context()
    words = ["rightsnlp", str(context.info_name)]
    for parameter in context.command.params:
        name = str(parameter.name)
        given = context.get_parameter_source(name) is not click.core.ParameterSource.DEFAULT
        if not given or name in _NOT_STATED:
            continue
        option = [] if isinstance(parameter, click.Argument) else [max(parameter.opts, key=len)]
        value = context.params[name]
        for one in value if isinstance(value, tuple) else [value]:
            # A model may be named by its folder.
            path = isinstance(one, Path) or name == "model"
            words += [*option, (Path(one).resolve().name if path else str(one))]
    return shlex.join(words)
