//! Carriers' messages and what adapters are made of: what is read is whole, and reads back.

use std::sync::OnceLock;

use jiff::Timestamp;
use portolan_tracking::adapter::signature::SignatureScheme;
use portolan_tracking::adapter::{Adapter, AdapterFile, limits, scan_line};

macro_rules! adapters {
    ($($folder:literal),+ $(,)?) => {
        &[$(include_bytes!(concat!("../../", $folder, "/adapter.toml"))),+]
    };
}

const JSON: &[&[u8]] = adapters![
    "adapters/cainiao",
    "adapters/china_post",
    "adapters/correos",
    "adapters/dhl_express",
    "adapters/fourpx",
    "adapters/la_poste",
    "adapters/royal_mail",
    "adapters/usps",
    "adapters/yanwen",
    "adapters/yunexpress",
];
const XML: &[&[u8]] = adapters!["adapters/russian_post"];
const EDIFACT: &[&[u8]] = adapters!["adapters/ems_emsevt"];
const CSV: &[&[u8]] = adapters!["bench/tracking/table"];

/// When every message is taken to have come.
fn received_at() -> Timestamp {
    Timestamp::from_second(1_798_675_200).unwrap_or_default()
}

fn load(bytes: &[u8]) -> Option<Adapter> {
    Adapter::load(&[AdapterFile { path: "adapter.toml", bytes }]).ok()
}

/// The adapters of one format, read once.
struct Readers(OnceLock<Vec<Adapter>>);

impl Readers {
    const fn new() -> Self {
        Self(OnceLock::new())
    }

    /// The first byte chooses the adapter, the rest is its message.
    fn read(&self, files: &[&[u8]], bytes: &[u8]) {
        let adapters = self.0.get_or_init(|| {
            let adapters: Vec<Adapter> = files.iter().filter_map(|file| load(file)).collect();
            assert_eq!(adapters.len(), files.len(), "every adapter of the repository is right");
            adapters
        });
        let Some((&choice, message)) = bytes.split_first() else { return };
        read(&adapters[usize::from(choice) % adapters.len()], message);
    }
}

fn read(adapter: &Adapter, message: &[u8]) {
    let reading = adapter.read(message, received_at());
    assert!(reading.scans.len() <= reading.events && reading.events <= limits::EVENTS_MAX);
    assert!(reading.faults.len() <= limits::FAULTS_MAX);
    assert!(reading.unknown_codes.len() <= limits::UNKNOWN_CODES_MAX);
    for scan in &reading.scans {
        let line = scan_line::write(scan);
        let read = scan_line::read(&line, Timestamp::UNIX_EPOCH);
        assert_eq!(read.as_ref(), Ok(scan), "{line}");
    }
}

/// A message in JSON, by one of the adapters.
///
/// # Panics
/// When a scan does not read back, or a limit does not hold: it is a fault of the reader.
pub fn message_json(bytes: &[u8]) {
    static READERS: Readers = Readers::new();
    READERS.read(JSON, bytes);
}

/// A message in XML.
///
/// # Panics
/// As [`message_json`].
pub fn message_xml(bytes: &[u8]) {
    static READERS: Readers = Readers::new();
    READERS.read(XML, bytes);
}

/// An EDIFACT interchange.
///
/// # Panics
/// As [`message_json`].
pub fn message_edifact(bytes: &[u8]) {
    static READERS: Readers = Readers::new();
    READERS.read(EDIFACT, bytes);
}

/// A table.
///
/// # Panics
/// As [`message_json`].
pub fn message_csv(bytes: &[u8]) {
    static READERS: Readers = Readers::new();
    READERS.read(CSV, bytes);
}

/// An `adapter.toml`; one that is right then reads a message of each format.
///
/// # Panics
/// As [`message_json`].
pub fn adapter(bytes: &[u8]) {
    let Some(adapter) = load(bytes) else { return };
    let messages = [
        r#"{"number":"RK000000015CN","events":[{"code":"D","time":"2026-11-22T10:00:00Z"},{}],"n":[[1]]}"#,
        "<a><number>RK000000015CN</number><e code='D'>2026-11-22</e></a>",
        "number,code,time\nRK000000015CN,D,2026-11-22\n",
        "UNB+UNOA:1+A+B+261122:0900+7'UNH+1+X'STS+1+EMA'DTM+334:20261101:102'UNT+4+1'UNZ+1+7'",
    ];
    for message in messages {
        read(&adapter, message.as_bytes());
    }
}

/// A line with a scan: what is read is written and read as the same.
///
/// # Panics
/// When it is not: it is a fault of the reader or the writer.
pub fn scan_line(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(scan) = scan_line::read(text, received_at()) {
        let line = scan_line::write(&scan);
        assert_eq!(scan_line::read(&line, Timestamp::UNIX_EPOCH).as_ref(), Ok(&scan), "{line}");
    }
}

/// A header with a signature, a line's end, and the body: only the right one fits.
///
/// # Panics
/// When a wrong one fits: it is a fault of the check.
pub fn signature(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (header, body) = text.split_once('\n').unwrap_or((text, ""));
    for name in SignatureScheme::names() {
        let Some(scheme) = SignatureScheme::parse(name) else { continue };
        let fits = scheme.is_right(body.as_bytes(), b"a secret nobody guesses", header);
        let is_secret = header.trim() == "a secret nobody guesses";
        assert!(!fits || is_secret, "{name}: {header}");
        assert!(!scheme.is_right(body.as_bytes(), b"", header), "{name}: an empty secret");
    }
}
