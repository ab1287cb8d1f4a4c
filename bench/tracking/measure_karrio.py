"""Reads the same messages with Karrio's parsers and tells messages a second of one core.

    measure_karrio.py MESSAGES > figures.csv

One line for each carrier that both sides have: our adapter's name, Karrio's messages a second, and the
events of one pass over the messages. A message goes the way it goes in Karrio's proxies: the text of the
answer, `Deserializable` with the connector's own way to a dictionary, `parse_tracking_response`. Rounds over
all carriers alternate, the best of each counts, and what counts is the processor's time. Logging is off.
"""

import importlib
import pathlib
import sys
import time

import karrio.lib as lib
from loguru import logger

logger.remove()
ROUNDS, SECONDS = 5, 0.4

# Our adapter, Karrio's connector, its settings, and how its proxy hands an answer on.
CARRIERS = [
    (
        "dhl_express",
        "dhl_universal",
        {"consumer_key": "k", "consumer_secret": "s"},
        lambda text: lib.Deserializable([text], lambda all: [lib.to_dict(one) for one in all]),
    ),
    (
        "usps",
        "usps",
        {"client_id": "k", "client_secret": "s"},
        lambda text: lib.Deserializable(
            [("1", text)], lambda all: [(one[0], lib.to_dict(one[1])) for one in all]
        ),
    ),
    (
        "royal_mail",
        "royalmail",
        {"client_id": "k", "client_secret": "s"},
        lambda text: lib.Deserializable(
            [text], lambda all: [lib.to_dict(one) for one in all if any(one.strip())]
        ),
    ),
    ("la_poste", "laposte", {"api_key": "k"}, lambda text: lib.Deserializable(text, lib.to_dict)),
]


def lane(messages, name, connector, settings, answer):
    """A function that reads every message once and tells how many events it found."""
    texts = [file.read_text("utf-8") for file in sorted((messages / name).iterdir())]
    settings = importlib.import_module(f"karrio.mappers.{connector}").Settings(**settings)
    parse = importlib.import_module(f"karrio.providers.{connector}.tracking").parse_tracking_response

    def read():
        events = 0
        for text in texts:
            details, faults = parse(answer(text), settings)
            assert len(details) == 1 and not faults, (name, faults)
            events += len(details[0].events)
        return events

    return read, len(texts)


def main(folder):
    """Measures every carrier."""
    messages = pathlib.Path(folder)
    lanes = {carrier[0]: lane(messages, *carrier) for carrier in CARRIERS}
    best, events = {}, {}
    for _ in range(ROUNDS):
        for name, (read, count) in lanes.items():
            started, passes = time.process_time(), 0
            while time.process_time() - started < SECONDS:
                events[name] = read()
                passes += 1
            speed = passes * count / (time.process_time() - started)
            best[name] = max(best.get(name, 0), speed)
    for name, speed in best.items():
        print(f"{name},{speed:.1f},{events[name]}")


if __name__ == "__main__":
    main(*sys.argv[1:])
