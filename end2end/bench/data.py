"""What data files cost: time and memory by format, and what respondents feel of it. `cargo xtask bench` starts it.

Each figure is a ratio of one run. Of speed: against the same interviews read from SQLite and written to a file as they
are stored, with no formatting. Of latency: posts while files are being made against posts while none is. Of the columns
that tables are counted from: reading them out of packed cases against a bare scan of the same rows, both by the example
`columns`, in turns.

    CANVASS=target/release/canvass COLUMNS_EXAMPLE=target/release/examples/columns CASES=100000 python3 end2end/bench/data.py
"""

import contextlib
import http.client
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

CANVASS = os.environ["CANVASS"]
# Not `COLUMNS`, which is the width of a terminal.
COLUMNS_EXAMPLE = os.environ["COLUMNS_EXAMPLE"]
CASES = int(os.environ.get("CASES", "100000"))
SURVEY = "mini-program-2026"
QUESTIONNAIRE = Path(__file__).parents[2] / f"questionnaires/{SURVEY}.yaml"
ROBOTS = 1500
SECONDS = 15
POSTS_A_SECOND = 20

# Of the issue: the slowest that CSV may be against the reference, the most memory of a format, the most that the 99th
# percentile of a post may grow.
SLOWEST, MOST_MEGABYTES, MOST_LATENCY = 3.0, 150, 2.0
# Columns are made at least at half the speed of a bare scan.
SLOWEST_COLUMNS = 2.0
BOUNDED = ["csv", "jsonl", "parquet", "sav", "zsav"]


def main():
    with tempfile.TemporaryDirectory(prefix="canvass-bench-") as data:
        data = Path(data)
        fill(data)
        print(f"{CASES:,} cases of {SURVEY}.")
        pack(data)
        faults = columns(data) + formats(data) + latency(data)
    for fault in faults:
        print(f"Over the budget: {fault}")
    sys.exit(1 if faults else 0)


def run(data, *words):
    """Runs Canvass to its end. Seconds on the clock, seconds of processor, and the most megabytes it held."""
    began = time.perf_counter()
    child = subprocess.Popen([CANVASS, *words], env={**os.environ, "CANVASS_DATA": str(data)}, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"canvass {' '.join(words)} ended with {child.returncode}")
    return time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def fill(data):
    """Rehearses a small field, and multiplies its completes until there are enough cases."""
    run(data, "add", str(QUESTIONNAIRE))
    run(data, "rehearse", SURVEY, "-n", str(ROBOTS), "--seed", "1", "--json")
    base = sqlite3.connect(data / "canvass.db")
    columns = [name for _, name, *_ in base.execute("pragma table_info(interview)")]
    other = {"id": "null", "token": "lower(hex(randomblob(16)))", "test": "0", "changed": "0", "device_hash": "null"}
    values = ", ".join(other.get(it, it) for it in columns)
    base.execute("pragma foreign_keys = off")
    seeds = [it for (it,) in base.execute("select id from interview where test = 1 and disposition = 'complete' order by id")]
    base.execute("drop index interview_changed")
    insert = f"insert into interview ({', '.join(columns)}) select {values} from interview where id = ?"
    base.executemany(insert, ((seeds[at % len(seeds)],) for at in range(CASES)))
    base.execute("update interview set changed = id where test = 0")
    base.execute("create unique index interview_changed on interview (survey_id, changed) where changed is not null")
    base.execute("update survey set changes = (select max(id) from interview)")
    base.commit()
    base.close()


def pack(data):
    """Lets the server pack the cases, as it does while a field goes on."""
    began = time.perf_counter()
    with serving(data):
        base = sqlite3.connect(data / "canvass.db")
        while base.execute("select count(*) from interview_row where layout = 0 limit 1").fetchone()[0]:
            time.sleep(0.5)
        size, = base.execute("select sum(length(packed)) from interview_row").fetchone()
        base.close()
    print(f"packed beside the field: {time.perf_counter() - began:.1f} s, {size / 1e6:,.0f} MB")


@contextlib.contextmanager
def serving(data):
    """The server, and where it listens."""
    env = {**os.environ, "CANVASS_DATA": str(data)}
    server = subprocess.Popen([CANVASS, "serve", "--listen", "127.0.0.1:0"], env=env, stdout=subprocess.PIPE, text=True)
    try:
        yield re.search(r"http://(\S+)", server.stdout.readline()).group(1)
    finally:
        server.terminate()
        server.wait()


def columns(data):
    """The time of reading the completes into columns."""
    said = json.loads(subprocess.run([COLUMNS_EXAMPLE, data, SURVEY], check=True, stdout=subprocess.PIPE).stdout)
    ratio = said["fill"] / said["scan"]
    # Not of the budget, but good to know: nothing between SQLite and the rows.
    bare = sqlite3.connect(data / "canvass.db")
    rows = "select interview_id, packed from interview_row where survey_id = ? and test = 0 and disposition = 'complete' order by interview_id"
    began = time.perf_counter()
    cases = sum(1 for _ in bare.execute(rows, (SURVEY,)))
    took = time.perf_counter() - began
    bare.close()
    assert cases == said["cases"], (cases, said)
    print(
        f"columns of {cases:,} cases: {ratio:.1f} times a bare scan of the same rows "
        f"({said['fill']:.2f} s, {said['scan']:.2f} s; the rows by Python's sqlite3 {took:.2f} s)"
    )
    slow = f"Columns take {ratio:.1f} times a bare scan, not {SLOWEST_COLUMNS:.0f} at most."
    return [slow] if ratio > SLOWEST_COLUMNS else []


def formats(data):
    """The time and memory of each format."""
    reference, bytes_read = raw(data)
    print(f"read and written as stored: {reference:.1f} s, {bytes_read / 1e6:,.0f} MB")
    faults = []
    for format in ["csv", "jsonl", "parquet", "sav", "zsav", "triple-s", "xlsx"]:
        out = data / f"out.{format}"
        seconds, processor, megabytes = run(data, "export", SURVEY, "--format", format, "-o", str(out))
        size = out.stat().st_size / 1e6
        out.unlink()
        print(
            f"{format:>8}: {seconds / reference:.1f} times the reference ({seconds:.1f} s, {processor:.1f} s of processor), "
            f"{megabytes:,.0f} MB of memory, {size:,.0f} MB written"
        )
        if format == "csv" and seconds > SLOWEST * reference:
            faults.append(f"CSV takes {seconds / reference:.1f} times the reference, not {SLOWEST:.0f} at most.")
        if format in BOUNDED and megabytes > MOST_MEGABYTES:
            faults.append(f"{format} holds {megabytes:.0f} MB, not {MOST_MEGABYTES} at most.")
    return faults


def raw(data):
    """The reference: the same interviews as they are stored, read in order and written to a file."""
    base = sqlite3.connect(data / "canvass.db")
    base.text_factory = bytes
    began, total = time.perf_counter(), 0
    with open(data / "raw", "wb") as file:
        rows = "select document from interview where survey_id = ? and test = 0 and disposition = 'complete' order by id"
        for (document,) in base.execute(rows, (SURVEY,)):
            total += file.write(document)
            file.write(b"\n")
        file.flush()
        os.fsync(file.fileno())
    took = time.perf_counter() - began
    (data / "raw").unlink()
    base.close()
    return took, total


def latency(data):
    """The 99th percentile of posting a page while files are made, against that without."""
    with serving(data) as host:
        post(host, 3)
        quiet = post(host, SECONDS)
        done = threading.Event()
        maker = threading.Thread(target=keep_making, args=(data, done))
        maker.start()
        busy = post(host, SECONDS)
        done.set()
        maker.join()
    # Otherwise nothing was measured.
    base = sqlite3.connect(data / "canvass.db")
    states = dict(base.execute("select state, count(*) from export_run group by state"))
    base.close()
    if "failed" in states or not states:
        return [f"No data files were made while posts were measured: {states}."]
    print(f"a post: p50 {quiet[0]:.1f} ms, p99 {quiet[1]:.1f} ms; while files are made: p50 {busy[0]:.1f} ms, p99 {busy[1]:.1f} ms")
    grown = busy[1] / quiet[1]
    return [] if grown < MOST_LATENCY else [f"The 99th percentile of a post grows {grown:.1f} times, not {MOST_LATENCY:.0f}."]


def keep_making(data, done):
    """Orders one file after another of the server that runs."""
    while not done.is_set():
        base = sqlite3.connect(data / "canvass.db", timeout=30)
        base.execute(
            "insert into export_run (survey_id, wanted, snapshot, since, taken_at, questionnaire_id, state, who)"
            " select s.id, 'format=csv', s.changes, 0, max(q.published_at), max(q.id), 'waiting', 'bench'"
            " from survey s join questionnaire q on q.survey_id = s.id where s.id = ?",
            (SURVEY,),
        )
        base.commit()
        waits = "select count(*) from export_run where state in ('waiting', 'running')"
        while base.execute(waits).fetchone()[0] and not done.is_set():
            time.sleep(0.1)
        base.close()


def post(host, seconds):
    """Posts first pages at an even pace, as many respondents. The median and the 99th percentile, in milliseconds."""
    times, due, end = [], time.perf_counter(), time.perf_counter() + seconds
    wire = http.client.HTTPConnection(host)
    while due < end:
        time.sleep(max(0, due - time.perf_counter()))
        # Made from the moment it was due, so that nobody who waits is left out.
        body = f"_page=intro&_turn=0&_start={os.urandom(16).hex()}&subject-line=&consent=1"
        wire.request("POST", f"/s/{SURVEY}", body, {"content-type": "application/x-www-form-urlencoded"})
        answer = wire.getresponse()
        answer.read()
        if answer.status != 303:
            raise SystemExit(f"A post was answered with {answer.status}.")
        times.append(1000 * (time.perf_counter() - due))
        due += 1 / POSTS_A_SECOND
    times.sort()
    return times[len(times) // 2], times[int(len(times) * 0.99)]


main()
