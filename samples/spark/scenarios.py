"""What import_events.py promises, tried with a real Spark on this machine against `mixport sandbox`.

    MIXPORT=.build/release/mixport python3 samples/spark/scenarios.py [--partitions N] [--lines N] [SCENARIO ...]

Needs pyspark and Java. In each scenario, whatever dies: Spark's committed rows are exactly one for each line, the same
as those of one process that checks the whole input, and the events that the sandbox holds are exactly those that are
imported. Ends with 1 where that does not hold.
"""

import argparse
import collections
import contextlib
import glob
import gzip
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

import pyspark

HERE = os.path.dirname(os.path.abspath(__file__))
SPARK = os.path.dirname(pyspark.__file__)
MIXPORT = os.path.realpath(os.environ.get("MIXPORT", "mixport"))
TOKEN = "0123456789abcdef0123456789abcdef"


def make_input(folder, lines, partitions):
    """Half of the files are gzip; 5 % of the events have no id, 0.3 % of the lines are no event."""
    chance = random.Random(7)
    os.makedirs(folder)
    for part in range(partitions):
        name, opened = (f"{folder}/{part}.ndjson.gz", gzip.open) if part % 2 else (f"{folder}/{part}.ndjson", open)
        with opened(name, "wt", encoding="utf-8", newline="\n") as file:
            for line in range(part * lines // partitions, (part + 1) * lines // partitions):
                draw = chance.random()
                properties = {"time": 1717200000 + line, "distinct_id": f"u{line % 977}", "city": "Zürich\u2028"}
                if draw >= 0.05:
                    properties["$insert_id"] = f"id-{line}"
                if draw > 0.999:
                    properties["time"] = "yesterday"
                text = json.dumps({"event": "Test", "properties": properties}, ensure_ascii=False)
                file.write((text[:-2] if 0.997 < draw < 0.999 else text) + "\n")


def count_rows(lines):
    """Rows as a multiset, without what differs between processes: numbers of lines, attempts, who judged a line."""
    rows = collections.Counter()
    for line in lines:
        row = json.loads(line)
        status = "imported" if row["status"] == "valid" else row["status"]
        rows[status, row.get("raw") or row.get("insert_id")] += 1
    return rows


def expected_rows(folder):
    texts = [gzip.open(name).read() if name.endswith(".gz") else open(name, "rb").read()
             for name in sorted(glob.glob(f"{folder}/*"))]
    check = subprocess.run([MIXPORT, "--dry-run", "--report", "-", "-q"], input=b"".join(texts), capture_output=True)
    return count_rows(check.stdout.decode().split("\n")[:-1])


@contextlib.contextmanager
def process(*command, **options):
    """Runs beside the body, and not longer."""
    child = subprocess.Popen(command, start_new_session=True, **options)
    try:
        yield child
    finally:
        child.terminate()
        try:
            child.wait(20)
        except subprocess.TimeoutExpired:
            child.kill()


@contextlib.contextmanager
def sandbox(options):
    with process(MIXPORT, "sandbox", *options, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        yield child.stdout.readline().decode().strip()


def descendants(root):
    """Processes below one, each with the program that it runs."""
    parents = {}
    for status in glob.glob("/proc/[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[int(status.split("/")[2])] = int(open(status).read().rsplit(")", 1)[1].split()[1])
    for pid in parents:
        above = pid
        while above not in (root, 0) and above in parents:
            above = parents[above]
        if above == root and pid != root:
            with contextlib.suppress(OSError):
                yield pid, os.readlink(f"/proc/{pid}/exe"), open(f"/proc/{pid}/cmdline").read()


def kill_some(job, count, is_victim):
    """kill -9, one after the other, while the job runs."""
    killed = set()
    while len(killed) < count and job.poll() is None:
        below = list(descendants(job.pid))
        if not any(is_import(program, command) for _, program, command in below):
            time.sleep(0.05)
            continue
        for pid, program, command in below:
            if pid not in killed and is_victim(program, command):
                with contextlib.suppress(OSError):
                    os.kill(pid, signal.SIGKILL)
                    killed.add(pid)
                break
        time.sleep(1.5)
    return len(killed)


def is_import(program, _):
    return program == MIXPORT


def is_executor(_, command):
    return "CoarseGrainedExecutorBackend" in command


@contextlib.contextmanager
def cluster(folder):
    """A master and two workers on two addresses: copies of slow tasks never run on the same host."""
    port = random.randint(20000, 29000)
    spark_class = f"{SPARK}/bin/spark-class"

    def start(name, address, *options):
        environment = {**os.environ, "SPARK_LOCAL_IP": address, "SPARK_WORKER_DIR": f"{folder}/work-{address}"}
        log = open(f"{folder}/{name}-{address}.log", "wb")
        return process(spark_class, f"org.apache.spark.deploy.{name}", "--host", address, *options,
                       env=environment, stdout=log, stderr=log)

    url = f"spark://127.0.0.1:{port}"
    worker = ("--webui-port", "0", "--cores", "2", "--memory", "1g", url)
    with start("master.Master", "127.0.0.1", "--port", str(port), "--webui-port", "0"):
        time.sleep(4)
        with start("worker.Worker", "127.0.0.2", *worker), start("worker.Worker", "127.0.0.3", *worker):
            yield url


def task_ends(folder):
    """How the attempts of the importing stage ended, from Spark's own log of events."""
    ends = collections.Counter()
    for name in glob.glob(f"{folder}/*"):
        for line in open(name):
            event = json.loads(line)
            if event["Event"] == "SparkListenerTaskEnd":
                ends[event["Task End Reason"]["Reason"]] += 1
                ends["copies"] += event["Task Info"]["Speculative"]
            elif event["Event"] == "SparkListenerExecutorRemoved":
                ends["executors lost"] += 1
    return dict(ends)


SPECULATION = {"spark.speculation": "true", "spark.speculation.interval": "200ms", "spark.speculation.quantile": "0.3",
               "spark.speculation.multiplier": "1.2"}
FAULTS = ["--fault", "p=0.03,reset,commit", "--fault", "p=0.02,status=503"]
# Of each: sandbox, mixport, master, Spark's settings, slots, victims.
SCENARIOS = {
    "clean": {},
    "faults": {"sandbox": FAULTS},
    # Eight tries: chance may kill the same task again and again.
    "imports killed": {"sandbox": ["--latency", "400ms"], "master": "local[2,8]", "victims": (5, is_import)},
    "executors killed": {"sandbox": [*FAULTS, "--latency", "400ms"], "master": "local-cluster[2,1,1024]",
                         "victims": (2, is_executor)},
    "speculation": {"sandbox": ["--fault", "p=0.06,delay=15s"], "master": "cluster", "conf": SPECULATION},
    "shared limit": {"sandbox": ["--rate-limit", "20000/2s"], "mixport": "--rate 20000/2s --batch-events 100",
                     "master": "local[4,4]", "slots": 4},
}


def run(name, source, expected, partitions, folder):
    scenario = SCENARIOS[name]
    rows, log = f"{folder}/rows", f"{folder}/events"
    os.makedirs(log)
    conf = {"spark.ui.enabled": "false", "spark.eventLog.enabled": "true", "spark.eventLog.dir": f"file://{log}",
            "spark.local.dir": f"{folder}/local", **scenario.get("conf", {})}
    with contextlib.ExitStack() as stack:
        url = stack.enter_context(sandbox(scenario.get("sandbox", [])))
        master = scenario.get("master", "local[2,4]")
        if master == "cluster":
            master = stack.enter_context(cluster(folder))
        environment = {**os.environ, "MIXPORT": MIXPORT, "SLOTS": str(scenario.get("slots", 2)),
                       "MIXPANEL_TOKEN": TOKEN, "MIXPANEL_ENDPOINT": url, "PYSPARK_PYTHON": sys.executable,
                       "MIXPORT_OPTIONS": f"--retry-delay 100ms {scenario.get('mixport', '')}"}
        command = [f"{SPARK}/bin/spark-submit", "--master", master]
        for setting in conf.items():
            command += ["--conf", "=".join(setting)]
        start = time.monotonic()
        output = open(f"{folder}/job.log", "wb")
        job = stack.enter_context(process(*command, f"{HERE}/import_events.py", source, rows, str(partitions),
                                          env=environment, stdout=output, stderr=output))
        killed = kill_some(job, *scenario["victims"]) if "victims" in scenario else 0
        code = job.wait()
        seconds = time.monotonic() - start
        # Attempts that Spark gave up may be sending their last request.
        time.sleep(1)
        ledger = json.load(urllib.request.urlopen(f"{url}/ledger?ids=1"))
    found = count_rows(line for part in glob.glob(f"{rows}/part-*") for line in gzip.open(part, "rt", newline="\n"))
    imported = {row[1] for row in expected if row[0] == "imported"}
    held = set(ledger["ids"])
    problems = []
    if code != 65:
        problems.append(f"the job ended with {code}, not with 65 for rejected lines: see {folder}/job.log")
    if found != expected:
        odd = [*(found - expected)][:2], [*(expected - found)][:2]
        problems.append(f"{found.total()} rows for {expected.total()} lines; too many {odd[0]}, missing {odd[1]}")
    if held != imported:
        problems.append(f"{len(imported - held)} events are missing, {len(held - imported)} are foreign")
    if killed < scenario.get("victims", (0,))[0]:
        problems.append(f"only {killed} processes were there to be killed")
    refused = {status: count for status, count in ledger.get("statuses", {}).items() if status != "200"}
    print(f"{name}: {found.total()} rows; {ledger['events']} events, {len(held)} distinct, "
          f"{ledger['events'] - len(held)} duplicates; {ledger['requests']} requests, refused {refused or 0}; "
          f"killed {killed}; tasks {task_ends(log)}; {seconds:.0f} s", flush=True)
    for problem in problems:
        print(f"  FAILED: {problem}", flush=True)
    return not problems


def main():
    options = argparse.ArgumentParser()
    options.add_argument("scenarios", nargs="*", default=list(SCENARIOS))
    options.add_argument("--partitions", type=int, default=100)
    options.add_argument("--lines", type=int, default=100_000)
    options.add_argument("--keep", action="store_true", help="keep the folder of logs")
    options = options.parse_args()
    folder = tempfile.mkdtemp(prefix="mixport-spark-")
    make_input(f"{folder}/input", options.lines, options.partitions)
    expected = expected_rows(f"{folder}/input")
    held = [run(name, f"{folder}/input", expected, options.partitions, f"{folder}/{name.replace(' ', '-')}")
            for name in options.scenarios]
    if all(held) and not options.keep:
        subprocess.run(["rm", "-rf", folder], check=True)
    else:
        print(f"logs: {folder}")
    sys.exit(0 if all(held) else 1)


if __name__ == "__main__":
    main()
