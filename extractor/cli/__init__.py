"""The command line: arguments in, one library call, text out.

Exit status: 0 when all went well, 1 when a source failed or the work could not be done, 2 on a usage error.
Nothing costly is imported before a command runs, so that ``dealwire --help`` answers at once.
"""

from __future__ import annotations

from extractor.cli.app import app, main

__all__ = ["app", "main"]
