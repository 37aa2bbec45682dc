"""Spreads a log over files as a warehouse has it: older lines of a session beside newer ones, in other files and in any order."""
import json
import random
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

log, work = Path(sys.argv[1]), Path(sys.argv[2])
lines = [json.loads(line) for line in log.read_text().splitlines()]
rng = random.Random(7)
for line in list(lines):
    if line["seq"] > 1 and rng.random() < 0.3:
        older = dict(line, seq=1, pattern="", ending="left", cause=None, steps=line["steps"][:1])
        lines.append(older)
rng.shuffle(lines)

FILES = 6
schema = pa.schema([
    ("kbc", pa.int32()), ("session_id", pa.string()), ("seq", pa.int32()), ("guide", pa.string()), ("kb", pa.string()),
    ("month", pa.string()), ("via", pa.string()), ("lang", pa.string()), ("pattern", pa.string()), ("ending", pa.string()),
    ("cause", pa.string()), ("minutes", pa.float64()), ("steps", pa.list_(pa.list_(pa.string()))),
])
for name in ("json", "parquet", "mixed"):
    (work / name).mkdir()
for at in range(FILES):
    part = lines[at::FILES]
    text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in part)
    rows = [dict(line, steps=[[str(value) for value in step] for step in line["steps"]]) for line in part]
    table = pa.Table.from_pylist(rows, schema=schema)
    (work / "json" / f"part-{at}.jsonl").write_text(text)
    pq.write_table(table, work / "parquet" / f"part-{at}.parquet")
    # One folder that holds both: every second file in each format.
    if at % 2:
        pq.write_table(table, work / "mixed" / f"part-{at}.parquet")
    else:
        (work / "mixed" / f"part-{at}.jsonl").write_text(text)
print(f"{len(lines)} lines in {FILES} files")
