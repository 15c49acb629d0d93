"""Asks the API whatever its description allows, and what it does not: answers are as described, none is a 5xx.

Schemathesis (installed by `cargo xtask`) makes up the requests. The server is one of its own, on an empty folder with
a small field in it.

    CANVASS=target/debug/canvass python3 end2end/schemathesis/ask.py
"""

import contextlib
import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CANVASS = os.environ["CANVASS"]
HERE = Path(__file__).parent
SURVEYS = ["mini-program-2026", "second-hand-2025"]
SECRET = "canvass_" + "5c" * 32


def main():
    with tempfile.TemporaryDirectory(prefix="canvass-api-") as data:
        fill(Path(data))
        with serving(Path(data)) as url:
            token(Path(data))
            env = {**os.environ, "CANVASS_TOKEN": SECRET, "PYTHONDONTWRITEBYTECODE": "1"}
            run = [sys.executable, "-m", "schemathesis.cli", "--no-color", "--config-file", str(HERE / "schemathesis.toml")]
            asked = subprocess.run([*run, "run", f"{url}/api/v1/openapi.json", *sys.argv[1:]], cwd=data, env=env)
    sys.exit(asked.returncode)


def canvass(data, *words):
    subprocess.run([CANVASS, *words], env={**os.environ, "CANVASS_DATA": str(data)}, stdout=subprocess.DEVNULL, check=True)


def fill(data):
    """Rehearses a field, and takes its interviews for real ones."""
    for survey in SURVEYS:
        canvass(data, "add", str(HERE.parents[1] / f"questionnaires/{survey}.yaml"))
    canvass(data, "rehearse", SURVEYS[0], "-n", "40", "--seed", "1", "--json")
    with contextlib.closing(sqlite3.connect(data / "canvass.db")) as base:
        base.execute("update interview set test = 0 where ended_at is not null")
        base.commit()


def token(data):
    """A token for all that there is, of the person who is there from the first start on."""
    now = int(time.time() * 1000)
    made = (hashlib.sha256(SECRET.encode()).hexdigest(), "asks", "data field", now, now + 86_400_000)
    with contextlib.closing(sqlite3.connect(data / "canvass.db", timeout=10)) as base:
        columns = "hash, name, rights, created_at, expires_at, person_id"
        base.execute(f"insert into api_token ({columns}) values (?, ?, ?, ?, ?, (select min(id) from person))", made)
        base.commit()


@contextlib.contextmanager
def serving(data):
    """A server on a free port, and its address."""
    words = [CANVASS, "serve", "--listen", "127.0.0.1:0"]
    with subprocess.Popen(words, env={**os.environ, "CANVASS_DATA": str(data)}, stdout=subprocess.PIPE, text=True) as server:
        try:
            first = server.stdout.readline()
            if not first.startswith("Canvass listens on "):
                raise SystemExit(f"The server did not start; it said: {first}")
            # By the second line, about a first password, there is somebody who may have tokens.
            server.stdout.readline()
            yield first.split()[-1]
        finally:
            server.terminate()


if __name__ == "__main__":
    main()
