"""Builds the wheel, installs it where no source is, and runs the whole suite against it: what users install is what is tested.

.venv/bin/python tests/against_wheel.py [pytest's arguments]
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WHERE = "import briefing, pathlib; print(pathlib.Path(briefing.__file__).parent.parent)"


def main() -> int:
    """Exit with the status of pytest."""
    with tempfile.TemporaryDirectory(prefix="briefing-wheel-") as folder:
        site = Path(folder) / "site"
        build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, str(ROOT)]
        subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
        (wheel,) = Path(folder).glob("*.whl")
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(site), str(wheel)]
        subprocess.run([*install, "--disable-pip-version-check"], check=True)
        # the wheel before the checkout, and no folder on the path by itself: neither pytest nor `python -m` adds one
        environment = {**os.environ, "PYTHONPATH": str(site), "PYTHONSAFEPATH": "1"}
        where = subprocess.run(
            [sys.executable, "-c", WHERE], env=environment, capture_output=True, text=True, check=True
        )
        if Path(where.stdout.strip()) != site:
            sys.exit(f"the suite would run against {where.stdout.strip()} and not against the wheel in {site}")
        print(f"The suite runs against {wheel.name}.", flush=True)
        return subprocess.run([sys.executable, "-m", "pytest", *sys.argv[1:]], cwd=ROOT, env=environment).returncode  # noqa: PLW1510


if __name__ == "__main__":
    sys.exit(main())
