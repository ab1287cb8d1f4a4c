"""Makes messages of a realistic size from the samples of carriers' adapters.

    scale_messages.py ADAPTERS OUT [BYTES] [COUNT]

writes OUT/ADAPTER/000.EXT ... for each adapter folder. A message is the envelope of one of the adapter's
samples (of those in JSON the fullest, cut to one parcel; where `envelopes/` has one, that), with its list of events filled from
the events of all of them until it is BYTES long (5000 if left out), two a day, the newest first; samples that show a fault, and in
JSON events whose time is written otherwise than most, are left out. JSON is written without blanks, as most servers send it. Nothing is drawn at random: the same samples give the same
messages.
"""

import collections
import copy
import datetime
import itertools
import json
import pathlib
import re
import sys
import tomllib

HERE = pathlib.Path(__file__).parent
DATE = re.compile(r"20\d\d-\d\d-\d\d")
TIME = re.compile(r'20\d\d-\d\d-\d\d[^"]*')
NEWEST = datetime.date(2026, 11, 20)


def on_day(text, event):
    """The event's text with its dates moved: two events a day, the newest first."""
    day = NEWEST - datetime.timedelta(days=event // 2)
    return DATE.sub(day.isoformat(), text)


def shape_of_time(text):
    """How the first time of an event is written; `24:00` is no usual way."""
    found = TIME.search(text)
    return re.sub(r"[+-](?=\d\d:)", "+", re.sub(r"\d", "9", found.group().replace("24:00", "midnight"))) if found else None


def samples_of(folder):
    """The samples of an adapter that show no fault, and the ending of their names."""
    files = sorted((folder / "samples").iterdir())
    files = [file for file in files if not file.name.endswith(".expected.ndjson")]
    expected = lambda file: file.with_name(file.stem + ".expected.ndjson").read_text("utf-8")
    files = [file for file in files if "# fault" not in expected(file)]
    return [file.read_text("utf-8") for file in files], files[0].suffix


def lists_named(value, name):
    """Every list under a key of this name, with the object that holds it."""
    if isinstance(value, dict):
        if isinstance(value.get(name), list):
            yield value
        for inner in value.values():
            yield from lists_named(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from lists_named(inner, name)


def first_alone(value, name):
    """Lists of parcels cut to the first: a message is about one parcel."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key != name:
                first_alone(inner, name)
    elif isinstance(value, list) and any(True for _ in lists_named(value, name)):
        del value[1:]
        first_alone(value[0], name)


def json_messages(samples, adapter, size, count):
    """Messages of a layout in JSON."""
    path = adapter["find"]["events"]
    name = re.fullmatch(r".*\.(\w+)\[\*\]", path).group(1)
    envelopes, pool = [], []
    for text in samples:
        value = json.loads(text)
        holders = [holder for holder in lists_named(value, name) if holder[name]]
        if not holders:
            continue
        pool += [event for holder in holders for event in holder[name]]
        first_alone(value, name)
        for holder in lists_named(value, name):
            holder[name] = []
        envelopes.append(value)
    write = lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    fullest = max(envelopes, key=lambda value: len(write(value)))
    own = HERE / "envelopes" / f"{adapter['adapter']}.json"
    if own.exists():
        fullest = json.loads(own.read_text("utf-8"))
    texts = [write(event) for event in pool]
    usual = collections.Counter(map(shape_of_time, texts)).most_common(1)[0][0]
    texts = [text for text in texts if shape_of_time(text) == usual]
    for number in range(count):
        envelope = copy.deepcopy(fullest)
        holder = next(lists_named(envelope, name))
        length = len(write(envelope).encode())
        events = []
        for at in itertools.count():
            text = on_day(texts[(number * 7 + at) % len(texts)], at)
            if events and length + len(text.encode()) > size:
                break
            events.append(json.loads(text))
            length += len(text.encode()) + 1
        holder[name] = events
        yield write(envelope)


def xml_messages(samples, adapter, size, count):
    """Messages of a layout in XML: the elements of the events repeated."""
    name = adapter["find"]["events"].rsplit("/", 1)[1]
    element = re.compile(rf"\s*<(?:\w+:)?{name}>.*?</(?:\w+:)?{name}>", re.DOTALL)
    envelope = next(text for text in samples if len(element.findall(text)) > 1)
    pool = [event for text in samples for event in element.findall(text)]
    head = envelope[: element.search(envelope).start()]
    tail = envelope[[found.end() for found in element.finditer(envelope)][-1] :]
    for number in range(count):
        events, length = [], len((head + tail).encode())
        for at in itertools.count():
            text = on_day(pool[(number * 7 + at) % len(pool)], at)
            if events and length + len(text.encode()) > size:
                break
            events.append(text)
            length += len(text.encode())
        yield head + "".join(events) + tail


def edifact_messages(samples, adapter, size, count):
    """Interchanges: the groups of the events repeated, and counted anew."""
    tag = adapter["find"]["events"].rsplit("/", 1)[1]
    group = re.compile(rf"{tag}\+.*?(?={tag}\+|UNT\+|CNI\+)", re.DOTALL)
    pool = [event for text in samples for event in group.findall(text)]
    envelope = next(text for text in samples if len(group.findall(text)) > 1)
    head = envelope[: group.search(envelope).start()]
    tail = envelope[[found.end() for found in group.finditer(envelope)][-1] :]
    for number in range(count):
        events, length = [], len(head + tail)
        for at in itertools.count():
            text = pool[(number * 7 + at) % len(pool)]
            if events and length + len(text) > size:
                break
            events.append(text)
            length += len(text)
        body = "".join(events)
        segments = (head[head.index("UNH") :] + body).count("'\n") + 1
        yield head + body + re.sub(r"UNT\+\d+", f"UNT+{segments}", tail)


def csv_messages(samples, adapter, size, count):
    """Tables: the rows repeated under their header."""
    header, *rows = samples[0].splitlines()
    for number in range(count):
        lines = [header]
        for at in itertools.count():
            row = on_day(rows[(number * 7 + at) % len(rows)], at)
            if sum(len(line) + 1 for line in lines) + len(row) > size:
                break
            lines.append(row)
        yield "\n".join(lines) + "\n"


KINDS = {
    "json": json_messages,
    "xml": xml_messages,
    "edifact": edifact_messages,
    "csv": csv_messages,
}


def main(adapters, out, size="5000", count="64"):
    """Writes the messages of every adapter, and of the test table beside this file."""
    table = HERE / "table"
    for folder in [*sorted(pathlib.Path(adapters).iterdir()), table]:
        adapter = tomllib.loads((folder / "adapter.toml").read_text("utf-8"))
        if folder == table:
            samples, suffix = [(folder / "events.csv").read_text("utf-8")], ".csv"
        else:
            samples, suffix = samples_of(folder)
        into = pathlib.Path(out) / folder.name
        into.mkdir(parents=True, exist_ok=True)
        make = KINDS[adapter["message"]["kind"]]
        for number, text in enumerate(make(samples, adapter, int(size), int(count))):
            (into / f"{number:03}{suffix}").write_text(text, "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
