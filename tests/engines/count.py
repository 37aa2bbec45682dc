"""Runs the queries in each engine and holds what they count against what kbc counted."""
import csv
import json
import re
import sqlite3
import sys
import time
from pathlib import Path

import datafusion
import duckdb
from pyspark.sql import SparkSession

work = Path(sys.argv[1])


def expected(name, columns):
    with open(work / name, newline="") as file:
        return sorted(tuple(row[column] for column in columns) for row in csv.DictReader(file))


SESSIONS = ("guide", "kb", "month", "via", "pattern", "ending", "cause", "sessions", "minutes")
TIMES = ("guide", "kb", "month", "step", "result", "seconds", "times")


def plain(rows, with_minutes):
    """Rows as CSV has them; minutes are sums of hundredths, which engines add in any order."""
    def cell(value):
        return "" if value is None else str(value)
    made = []
    for row in rows:
        row = list(row)
        if with_minutes:
            row[-1] = round(float(row[-1]), 2)
        made.append(tuple(cell(value) for value in row))
    return sorted(made)


def same(engine, what, found, wanted, with_minutes=False):
    wanted = plain(wanted, with_minutes)
    found = plain(found, with_minutes)
    if found != wanted:
        only = [row for row in found if row not in set(wanted)][:3]
        sys.exit(f"FAILED: {engine} counts {what} otherwise: {len(found)} rows for {len(wanted)}, as {only}")
    print(f"ok: {engine}, {what}: {len(found)} rows", flush=True)


def statements(dialect):
    text = re.sub(r"--.*", "", (work / f"{dialect}.sql").read_text())
    return [statement.strip() for statement in text.split(";") if statement.strip()]


def query(dialect, word):
    return next(one for one in statements(dialect) if one.startswith("SELECT") and word in one)


sessions = expected("counts.csv", SESSIONS)
times = expected("times.csv", TIMES)
total = sum(int(row[-2]) for row in sessions)
print(f"kbc: {len(sessions)} rows of {total} sessions, {len(times)} rows of times", flush=True)
PATTERNS, SECONDS = query("duckdb", "AS sessions"), query("duckdb", "AS times")

began = time.time()
duck = duckdb.connect()
for statement in statements("duckdb"):
    if statement.startswith("CREATE"):
        duck.execute(statement.replace("*.jsonl*", str(work / "json" / "*.jsonl")))
same("DuckDB", "JSON", duck.execute(PATTERNS).fetchall(), sessions, True)
same("DuckDB", "steps of JSON", duck.execute(SECONDS).fetchall(), times)
(work / "duckdb").mkdir()
duck.execute(f"COPY (SELECT * FROM sessions) TO '{work}/duckdb/sessions.parquet' (FORMAT PARQUET)")
duck.execute(f"CREATE OR REPLACE VIEW sessions AS SELECT * FROM read_parquet('{work}/parquet/*.parquet')")
same("DuckDB", "Parquet", duck.execute(PATTERNS).fetchall(), sessions, True)
print(f"   DuckDB took {time.time() - began:.1f} s", flush=True)

began = time.time()
fusion = datafusion.SessionContext()
fusion.register_parquet("sessions", str(work / "parquet"))
rows = fusion.sql(PATTERNS).to_pylist() if hasattr(datafusion.DataFrame, "to_pylist") else fusion.sql(PATTERNS).to_arrow_table().to_pylist()
same("DataFusion", "Parquet", [tuple(row.values()) for row in rows], sessions, True)
print(f"   DataFusion took {time.time() - began:.1f} s", flush=True)

began = time.time()
lite = sqlite3.connect(":memory:")
fields = ("session_id", "seq", "guide", "kb", "month", "via", "pattern", "ending", "cause", "minutes")
lite.execute(f"CREATE TABLE sessions ({', '.join(fields)})")
for file in sorted((work / "json").glob("*.jsonl")):
    lines = (json.loads(line) for line in open(file))
    lite.executemany(f"INSERT INTO sessions VALUES ({', '.join('?' * len(fields))})", ([line[field] for field in fields] for line in lines))
same("SQLite", "JSON", lite.execute(PATTERNS).fetchall(), sessions, True)
print(f"   SQLite took {time.time() - began:.1f} s", flush=True)

# Two workers, each a Java process of its own, to which the driver hands parts of the work over the network of this machine.
began = time.time()
spark = (
    SparkSession.builder.master("local-cluster[2,1,1024]").appName("kbc")
    .config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "4")
    .config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
    .config("spark.executor.memory", "768m").config("spark.log.level", "ERROR").getOrCreate()
)
workers = set(spark.sparkContext.parallelize(range(8), 8).map(lambda _: __import__("os").environ.get("SPARK_EXECUTOR_DIRS", "?")).collect())
print(f"   Spark {spark.version} has executors in {len(workers)} folders", flush=True)
for statement in statements("spark"):
    if statement.startswith("CREATE"):
        spark.sql(statement.replace("/path/to/logs", str(work / "json")))
same("Spark", "JSON", [tuple(row) for row in spark.sql(PATTERNS).collect()], sessions, True)
same("Spark", "steps of JSON", [tuple(row) for row in spark.sql(SECONDS).collect()], times)
spark.table("sessions").write.parquet(str(work / "spark"))
parquet = spark.read.parquet(str(work / "parquet"))
parquet.createOrReplaceTempView("sessions")
same("Spark", "Parquet", [tuple(row) for row in spark.sql(PATTERNS).collect()], sessions, True)
same("Spark", "steps of Parquet", [tuple(row) for row in spark.sql(SECONDS).collect()], times)
# A folder that holds both formats, each read as what it is.
both = spark.read.schema(parquet.schema)
mixed = both.json(str(work / "mixed" / "*.jsonl")).unionByName(both.parquet(str(work / "mixed" / "*.parquet")))
mixed.createOrReplaceTempView("sessions")
same("Spark", "a folder of both", [tuple(row) for row in spark.sql(PATTERNS).collect()], sessions, True)
same("Spark", "steps of both", [tuple(row) for row in spark.sql(SECONDS).collect()], times)
print(f"   Spark took {time.time() - began:.1f} s", flush=True)
spark.stop()
