//! What must hold on the sample network, for many parcels to everywhere it goes.

pub mod offers;
mod plainly;
mod splitting;

use std::path::Path;
use std::sync::OnceLock;

use portolan_model::{CountryCode, Postcode};
use portolan_network::{NetworkSource, Snapshot, TableFile, compile};
use portolan_routing::Endpoint;

/// One address in each of some countries, and in some of their zones for remote areas.
pub const DESTINATIONS: [(&str, &str); 15] = [
    ("FR", "75011"),
    ("FR", "20000"),
    ("DE", "10119"),
    ("ES", "28001"),
    ("ES", "35001"),
    ("PL", "00-001"),
    ("GB", "SW1A 1AA"),
    ("US", "90001"),
    ("US", "99501"),
    ("CA", "M5V 2T6"),
    ("BR", "01310-100"),
    ("JP", "100-0001"),
    ("AU", "2000"),
    ("RU", "690000"),
    ("KZ", "050000"),
];

/// The sample network.
pub fn snapshot() -> &'static Snapshot {
    static SNAPSHOT: OnceLock<Snapshot> = OnceLock::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../network/sample");
    SNAPSHOT.get_or_init(|| read(&folder))
}

/// The network of a folder.
pub fn read(folder: &Path) -> Snapshot {
    let mut tables = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if name.rsplit_once('.').is_some_and(|(_, kind)| matches!(kind, "csv" | "toml")) {
            tables.push(TableFile { path: name, bytes: std::fs::read(&path).unwrap() });
        }
    }
    let source = NetworkSource { folders: vec![tables] };
    compile(&source).unwrap_or_else(|faults| panic!("{faults}"))
}

/// An address.
pub fn address((country, postcode): (&str, &str)) -> Endpoint {
    Endpoint::Postcode {
        country: CountryCode::parse(country).unwrap(),
        postcode: Some(Postcode::parse(postcode).unwrap()),
    }
}
