//! The small network of the tests and parcels on it.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use portolan_model::{Identifier, Mass};
use portolan_network::{NetworkSource, Snapshot, TableFile};
use portolan_tracking::adapter::{Adapter, AdapterFile};

use crate::{Booked, BookedLeg};

/// A Wednesday morning in Hangzhou.
pub(crate) const READY: &str = "2026-11-04T01:00:00Z";
/// The way to Paris, all of it tracked.
pub(crate) const PARIS: &[&str] = &["collect", "truck", "fly-cdg", "cdg-oe", "deliver-fr"];
/// The way to London; nobody tracks its last leg.
pub(crate) const LONDON: &[&str] = &["drop", "truck", "fly-lhr", "deliver-gb"];

/// The small network, each row of `tables` laid over it.
pub(crate) fn network(tables: &[(&str, &str)]) -> Arc<Snapshot> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../network/tests/fixtures/small");
    let base = fs::read_dir(folder).unwrap().map(|entry| {
        let entry = entry.unwrap();
        let path = entry.file_name().into_string().unwrap();
        TableFile { path, bytes: fs::read(entry.path()).unwrap() }
    });
    let overlay = tables.iter().map(|(path, text)| TableFile {
        path: (*path).to_owned(),
        bytes: text.as_bytes().to_vec(),
    });
    let source = NetworkSource { folders: vec![base.collect(), overlay.collect()] };
    Arc::new(portolan_network::compile(&source).unwrap())
}

/// A parcel of a serial number, ready at an instant.
pub(crate) fn parcel(serial: u32, ready: &str, legs: &[&str]) -> Booked {
    let number = (0..10).find_map(|digit| {
        let read = Identifier::parse(&format!("RK{serial:08}{digit}CN")).unwrap();
        (read.scheme() == portolan_model::IdentifierScheme::S10).then_some(read)
    });
    let leg = |leg: &&str| BookedLeg {
        leg: (*leg).to_owned(),
        line: (!matches!(*leg, "collect" | "drop")).then(|| "sp".to_owned()),
    };
    Booked {
        parcel: format!("par_{serial}"),
        identifiers: vec![number.unwrap()],
        ready: ready.parse::<Timestamp>().unwrap(),
        mass: Some(Mass::from_grams(500).unwrap()),
        legs: legs.iter().map(leg).collect(),
    }
}

/// The repository's adapters by these names.
pub(crate) fn adapters(names: &[&str]) -> Vec<Adapter> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../adapters");
    let load = |name: &&str| {
        let bytes = fs::read(root.join(name).join("adapter.toml")).unwrap();
        Adapter::load(&[AdapterFile { path: "adapter.toml", bytes: &bytes }]).unwrap()
    };
    names.iter().map(load).collect()
}
