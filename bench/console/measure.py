#!/usr/bin/env python3
"""Measures labels and files of orders through the server of one program, and prints a table of them.

    cargo build --release -p portolan -p portolan-bench
    bench/console/measure.py target/release

Wants Python 3.9 and nothing else. The server is `portolan demo --no-simulate` on a folder of its own that is
removed at the end; each group of figures has a server of its own, whose peak memory (VmHWM) is told.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from xml.sax.saxutils import escape

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
LABELS = int(os.environ.get("LABELS", "1000"))
ROWS = int(os.environ.get("ROWS", "100000"))
PORT = int(os.environ.get("PORT", "8399"))


class Server:
    """A demonstration's server, and how to ask it."""

    def __init__(self, program):
        self.folder = tempfile.TemporaryDirectory()
        command = [program, "demo", "--no-simulate", "--data", self.folder.name, "--port", str(PORT)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT)
        for line in self.process.stdout:
            found = re.search(r"open (http://\S+?)/#key=(\S+)", line)
            if found:
                self.address, self.key = found.groups()
                return
        raise SystemExit("the server did not start")

    def ask(self, method, path, body=None, kind="application/json"):
        data = json.dumps(body).encode() if isinstance(body, (dict, list)) else body
        headers = {"Authorization": f"Bearer {self.key}"}
        if data is not None:
            headers["Content-Type"] = kind
        request = urllib.request.Request(self.address + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request) as answer:
                read = answer.read()
                is_json = "json" in answer.headers.get("Content-Type", "")
                return json.loads(read) if is_json else read
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{method} {path}: {error.code} {error.read()[:600]}") from error

    def peak_mb(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return int(re.search(r"VmHWM:\s+(\d+)", status.read()).group(1)) / 1024

    def settled(self, one):
        """The import once its step is over."""
        while one["state"] in ("reading", "keeping"):
            time.sleep(0.05)
            one = self.ask("GET", f"/v1/imports/{one['id']}")
        return one

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.folder.cleanup()


def tell(what, seconds, rest):
    print(f"| {what} | {seconds:.2f} s | {rest} |", flush=True)


def generated(folder, count):
    """Orders of the bench's generator, as text."""
    examples = [os.path.join(ROOT, "examples", name) for name in ("orders.csv", "products.csv")]
    command = [os.path.join(folder, "generate_orders"), str(count), *examples]
    return subprocess.run(command, check=True, capture_output=True).stdout


def first_rows(text, count):
    """The first so many rows below the heading; no cell of these files holds a line break."""
    return b"\n".join(text.split(b"\n")[: count + 1]) + b"\n"


def workbook(text, path):
    """The same table as a workbook, every cell a text of its own, as exports write them."""
    import csv
    import io

    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override '
        'PartName="/xl/worksheets/sheet1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        'officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
        '<sheet name="Orders" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships '
        'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + part)
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
            sheet.write(head.encode())
            rows = csv.reader(io.StringIO(text.decode()))
            for number, row in enumerate(rows, 1):
                cells = "".join(
                    f'<c t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>' if cell else "<c/>"
                    for cell in row
                )
                sheet.write(f'<row r="{number}">{cells}</row>'.encode())
            sheet.write(b"</sheetData></worksheet>")


def labels(folder, program):
    server = Server(program)
    server.ask("POST", "/v1/orders/import?partial=true", generated(folder, LABELS * 2), "text/csv")
    parcels, cursor = [], ""
    while len(parcels) < LABELS:
        page = server.ask("GET", f"/v1/orders?limit=200&cursor={cursor}" if cursor else "/v1/orders?limit=200")
        items = [{"order": one["id"], "service": "standard"} for one in page["items"] if one["state"] == "open"]
        if items:
            answer = server.ask("POST", "/v1/orders/book", {"items": items})
            for one in answer["results"]:
                parcels += [parcel["id"] for parcel in (one.get("booked") or {}).get("parcels", [])]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    parcels = parcels[:LABELS]
    before = server.peak_mb()
    started = time.monotonic()
    pdf = server.ask("POST", "/v1/labels", {"parcels": parcels})
    seconds = time.monotonic() - started
    pages = len(re.findall(rb"/Type\s*/Page\b", pdf))
    rest = f"{len(pdf):,} bytes, {pages} pages (CN 23 among them), peak {server.peak_mb():.0f} MB, before {before:.0f}"
    tell(f"{len(parcels):,} labels in one PDF", seconds, rest)
    server.stop()


def orders(program, name, body):
    server = Server(program)
    started = time.monotonic()
    one = server.settled(server.ask("POST", f"/v1/imports?kind=orders&name={name}", body, "application/octet-stream"))
    rows = (one.get("counts") or {}).get("rows")
    tell(f"{name}: {len(body):,} bytes, judged", time.monotonic() - started, f"{rows:,} rows, {one['state']}")
    started = time.monotonic()
    server.ask("GET", f"/v1/imports/{one['id']}/rows?limit=50")
    tell(f"{name}: a page of 50 rows", time.monotonic() - started, "")
    started = time.monotonic()
    body = {"revision": one["revision"], "partial": True}
    kept = server.settled(server.ask("POST", f"/v1/imports/{one['id']}/keep", body))
    rest = f"{kept['kept']['created']:,} orders, peak {server.peak_mb():.0f} MB"
    tell(f"{name}: kept", time.monotonic() - started, rest)
    server.stop()


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, "target", "release")
    program = os.path.join(folder, "portolan")
    print(f"| {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} | | program {os.path.getsize(program):,} bytes |")
    print("|---|---|---|")
    labels(folder, program)
    text = first_rows(generated(folder, ROWS), ROWS)
    orders(program, "orders.csv", text)
    with tempfile.TemporaryDirectory() as kept:
        path = os.path.join(kept, "orders.xlsx")
        workbook(text, path)
        with open(path, "rb") as file:
            orders(program, "orders.xlsx", file.read())


main()
