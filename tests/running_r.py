"""The program that runs R scripts, where metafor and lme4 are there to be loaded."""

from __future__ import annotations

import os
import subprocess

import pytest


def why_no_metafor() -> str:
    """Why R cannot load metafor and lme4; "" where it can."""
    try:
        check = ["Rscript", "-e", "library(metafor); library(lme4)"]
        subprocess.run(check, check=True, capture_output=True, timeout=120)
    except (OSError, subprocess.SubprocessError) as missing:
        return f"no R with metafor and lme4: {missing}"
    return ""


def rscript() -> str:
    """Skips the test on a desk without R and metafor, and fails it in CI."""
    if said := why_no_metafor():
        if os.environ.get("CI") or os.environ.get("PEDINO_REQUIRE_ALL"):
            pytest.fail(said)
        pytest.skip(said)
    return "Rscript"
