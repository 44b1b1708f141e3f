"""Imports lines of events into one Mixpanel project with Spark; each task is one mixport.

    spark-submit import_events.py INPUT ROWS [PARTITIONS]

INPUT is text or gzip, one event a line, anything that Spark reads. ROWS gets one row for each line: what became of it,
and the line itself where it is not imported. Ends with a summary of all rows, and with its exit code.

A task that dies is done again from its first line. That is harmless: an event without $insert_id gets one derived from
its bytes, so that Mixpanel recognises it.
"""

import os
import shlex
import subprocess
import sys

from pyspark.sql import SparkSession

MIXPORT = os.environ.get("MIXPORT", "mixport")
# How many tasks run at once: executors x cores. Each takes its part of what the project may receive.
SLOTS = int(os.environ.get("SLOTS", "16"))
# Pending lines fail the task, so that Spark tries it again. Rejected ones do not: they would be rejected again.
COMMAND = f"{MIXPORT} --report - --fail-on pending --share 1/{SLOTS} -q {os.environ.get('MIXPORT_OPTIONS', '')}"
# Spark's pipe starts a command with no environment but this.
ENVIRONMENT = {name: os.environ[name] for name in os.environ if name.startswith(("MIXPANEL_", "PATH", "SSL_CERT_"))}


def main(source, target, partitions):
    spark = SparkSession.builder.appName("mixport").getOrCreate()
    # Not textFile, which also ends a line at a lone CR.
    lines = spark.read.text(source, lineSep="\n").repartition(partitions).rdd.map(lambda row: row.value)
    # checkCode: without it a task whose import failed counts as done.
    rows = lines.pipe(COMMAND, ENVIRONMENT, checkCode=True)
    # The one action: a second one would import everything again.
    rows.saveAsTextFile(target, "org.apache.hadoop.io.compress.GzipCodec")
    parts = spark.sparkContext.binaryFiles(f"{target}/part-*").map(lambda part: part[1]).toLocalIterator()
    report = [*shlex.split(MIXPORT), "report", "-", "--fail-on", "rejected"]
    with subprocess.Popen(report, stdin=subprocess.PIPE) as summary:
        for part in parts:
            summary.stdin.write(part)
    spark.stop()
    sys.exit(summary.returncode)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 64)
