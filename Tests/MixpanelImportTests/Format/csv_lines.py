"""What the lines of tables are, by Python's csv module: reads a case a line (separator, text-only, hex of the table),
writes for each the hex of its lines with a comma after them, and ! before those that are rejected."""
import csv
import io
import json
import re
import sys

csv.field_size_limit(1 << 30)
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\Z")


def text(value):
    return json.dumps(value, ensure_ascii=False)


def literal(value):
    if value in ("true", "false"):
        return True
    return bool(NUMBER.match(value)) and sum(c in "0123456789" for c in value) <= 15


def rows(table, separator):
    return list(csv.reader(io.StringIO(table, newline=""), delimiter=separator))


def lines(table, separator, text_only):
    if table.startswith("\xef\xbb\xbf"):
        table = table[3:]
    records = rows(table, separator)
    longer = rows(table + "\n", separator)
    is_open = bool(records) and records[-1] != longer[-1] and len(records) == len(longer)
    while records and not records[0]:
        del records[0]
    if is_open and len(records) == 1:
        return ["!" + "[" + ",".join(map(text, records[0])) + "]"]
    names = []
    for name in records[0] if records else []:
        while name and name in names:
            name += "_"
        names.append(name)
    result = []
    for index, record in enumerate(records[1:], 1):
        if not record:
            result.append("")
        elif len(record) != len(names) or is_open and index == len(records) - 1:
            result.append("!" + "[" + ",".join(map(text, record)) + "]")
        else:
            members = [
                text(name) + ":" + (field if literal(field) and not text_only else text(field))
                for name, field in zip(names, record)
                if name and field
            ]
            result.append("{" + ",".join(members) + "}")
    return result


for case in sys.stdin:
    separator, text_only, table = case.rstrip("\n").split(" ")
    found = lines(bytes.fromhex(table).decode("latin-1"), chr(int(separator)), text_only == "1")
    print("".join(line[: line.startswith("!")] + line.removeprefix("!").encode("latin-1").hex() + "," for line in found))
