"""The program that runs R scripts, where metafor and lme4 are there to be loaded."""

from __future__ import annotations

import os
import subprocess

import pytest


def rscript() -> str:
    """Skips the test on a desk without R and metafor, and fails it in CI."""
    try:
        check = ["Rscript", "-e", "library(metafor); library(lme4)"]
        subprocess.run(check, check=True, capture_output=True, timeout=120)
    except (OSError, subprocess.SubprocessError) as missing:
        said = f"no R with metafor and lme4: {missing}"
        if os.environ.get("CI") or os.environ.get("PEDINO_REQUIRE_ALL"):
            pytest.fail(said)
        pytest.skip(said)
    return "Rscript"
