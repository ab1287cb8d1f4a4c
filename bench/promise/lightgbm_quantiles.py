"""LightGBM quantile regression on a history: what ours is measured against.

    lightgbm_quantiles.py HISTORY.csv PREDICTIONS.csv TEST_FROM [RELEARN_DAYS]
    lightgbm_quantiles.py test-from HISTORY.csv

Learns from the rows whose delivery was known at TEST_FROM, and predicts every row shipped at or after it. With
RELEARN_DAYS it learns anew that often, each time from what was known by then. Writes `row,p10,p50,p90`, days after
`shipped_at`. The second form prints the shipment at which the last 30 % begin. One thread; 300 trees of 31 leaves at a rate of 0.05, the common starting point.
"""

import csv
import sys
from datetime import datetime, timezone

import lightgbm
import numpy

LEVELS = (0.1, 0.5, 0.9)
OWN = {"shipped_at", "delivered_at", "promised_at", "handed_over_at"}


def instant(text):
    if not text:
        return numpy.nan
    at = datetime.fromisoformat(text)
    return (at if at.tzinfo else at.replace(tzinfo=timezone.utc)).timestamp()


def number(text):
    try:
        return float(text) if text else numpy.nan
    except ValueError:
        return None


def features(rows, shipped):
    """The columns as they are: numbers as numbers, texts as categories, the calendar, the promise in days."""
    columns, categories = [], []
    for name in rows[0]:
        if name in OWN:
            continue
        values = [number(row[name]) for row in rows]
        if any(value is None for value in values):
            codes = {text: code for code, text in enumerate(sorted({row[name] for row in rows}))}
            categories.append(len(columns))
            values = [codes[row[name]] for row in rows]
        columns.append(values)
    if "origin_lat" in rows[0] and rows[0]["origin_lat"]:
        ends = [[float(r[n]) for r in rows] for n in ("origin_lat", "origin_lng", "destination_lat", "destination_lng")]
        columns.append(distance_km(*map(numpy.radians, ends)))
    for prefix in ("origin", "destination"):
        heads = [row[prefix].split(",")[-1].strip()[:5] for row in rows]
        codes = {text: code for code, text in enumerate(sorted(set(heads)))}
        categories.append(len(columns))
        columns.append([codes[head] for head in heads])
    times = [datetime.fromtimestamp(at, timezone.utc) for at in shipped]
    columns.append([t.weekday() for t in times])
    columns.append([t.hour for t in times])
    columns.append([t.timetuple().tm_yday for t in times])
    if "promised_at" in rows[0]:
        columns.append([(instant(r["promised_at"]) - at) / 86400 for r, at in zip(rows, shipped)])
    return numpy.array(columns, dtype=float).T, categories


def distance_km(lat1, lon1, lat2, lon2):
    half = numpy.sin((lat2 - lat1) / 2) ** 2 + numpy.cos(lat1) * numpy.cos(lat2) * numpy.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.009 * numpy.arcsin(numpy.sqrt(half))


def learn(table, days, categories):
    settings = dict(objective="quantile", learning_rate=0.05, num_leaves=31, min_data_in_leaf=20, verbosity=-1,
                    num_threads=1, seed=1, deterministic=True, force_row_wise=True)
    data = lightgbm.Dataset(table, days, categorical_feature=categories, free_raw_data=False)
    return [lightgbm.train(settings | {"alpha": level}, data, num_boost_round=300) for level in LEVELS]


def default_test_from(source):
    with open(source, newline="", encoding="utf-8") as file:
        shipped = sorted(instant(row["shipped_at"]) for row in csv.DictReader(file))
    return datetime.fromtimestamp(shipped[int(len(shipped) * 0.7)], timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def main():
    if sys.argv[1] == "test-from":
        print(default_test_from(sys.argv[2]))
        return
    source, target, test_from = sys.argv[1], sys.argv[2], instant(sys.argv[3])
    relearn = float(sys.argv[4]) * 86400 if len(sys.argv) > 4 else None
    with open(source, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    shipped = numpy.array([instant(row["shipped_at"]) for row in rows])
    delivered = numpy.array([instant(row["delivered_at"]) for row in rows])
    table, categories = features(rows, shipped)
    days = (delivered - shipped) / 86400
    out = numpy.zeros((len(rows), 3))
    end, now = shipped.max() + 1, test_from
    while now < end:
        upto = now + relearn if relearn else end
        known = delivered < now
        part = (shipped >= now) & (shipped < upto)
        models = learn(table[known], days[known], categories)
        if part.any():
            out[part] = numpy.sort(numpy.column_stack([m.predict(table[part]) for m in models]), axis=1)
        now = upto
    with open(target, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["row", "p10", "p50", "p90"])
        for row in numpy.nonzero(shipped >= test_from)[0]:
            writer.writerow([row] + [f"{value:.5f}" for value in out[row]])


if __name__ == "__main__":
    main()
