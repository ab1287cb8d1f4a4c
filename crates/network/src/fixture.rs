//! The small network of the tests, whole or with rows laid over it.

use crate::{
    NetworkSource, RideEnd, Shipment, Snapshot, TableFile, check,
    records::{LegIdx, LineIdx, NodeIdx},
};
use jiff::{Timestamp, civil};
use portolan_model::{CountryCode, Goods, Mass, Money, Postcode, Size};
use std::{fs, path::PathBuf};

/// The files of the small network.
pub(crate) fn base() -> Vec<TableFile> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/small");
    let mut files: Vec<TableFile> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            let path = entry.file_name().into_string().unwrap();
            TableFile { path, bytes: fs::read(entry.path()).unwrap() }
        })
        .collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// The small network with tables laid over it.
pub(crate) fn overlaid(tables: &[(&str, &str)]) -> NetworkSource {
    let overlay = tables.iter().map(|(path, text)| file(path, text)).collect();
    NetworkSource { folders: vec![base(), overlay] }
}

/// The small network with one text of one file replaced.
pub(crate) fn edited(path: &str, from: &str, to: &str) -> NetworkSource {
    let mut files = base();
    let file = files.iter_mut().find(|file| file.path == path).unwrap();
    let text = String::from_utf8(file.bytes.clone()).unwrap();
    assert!(text.contains(from), "`{from}` is in {path}");
    file.bytes = text.replacen(from, to, 1).into_bytes();
    NetworkSource { folders: vec![files] }
}

pub(crate) fn file(path: &str, text: &str) -> TableFile {
    TableFile { path: path.to_owned(), bytes: text.as_bytes().to_vec() }
}

/// The small network compiled, with tables laid over it; panics with the faults where there are errors.
pub(crate) fn snapshot(tables: &[(&str, &str)]) -> Snapshot {
    compiled(&overlaid(tables))
}

pub(crate) fn compiled(source: &NetworkSource) -> Snapshot {
    let checked = check(source);
    let faults: Vec<String> = checked.faults.iter().map(ToString::to_string).collect();
    checked.snapshot.unwrap_or_else(|| panic!("{}", faults.join("\n")))
}

/// The codes of the faults of a network.
pub(crate) fn codes(source: &NetworkSource) -> Vec<&'static str> {
    check(source).faults.iter().map(|fault| fault.code).collect()
}

pub(crate) fn leg(snapshot: &Snapshot, key: &str) -> LegIdx {
    snapshot.find_leg(key).unwrap()
}

pub(crate) fn line(snapshot: &Snapshot, key: &str) -> LineIdx {
    snapshot.find_line(key).unwrap()
}

pub(crate) fn node(snapshot: &Snapshot, key: &str) -> NodeIdx {
    snapshot.find_node(key).unwrap()
}

pub(crate) fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn day(text: &str) -> civil::Date {
    text.parse().unwrap()
}

/// The zones of an address.
pub(crate) fn address(snapshot: &Snapshot, country: &str, postcode: &str) -> RideEnd {
    let country = CountryCode::parse(country).unwrap();
    let postcode = (!postcode.is_empty()).then(|| Postcode::parse(postcode).unwrap());
    snapshot.zones_of(country, postcode.as_ref()).unwrap().end
}

/// A parcel: grams, size (may be empty), goods, value.
pub(crate) fn parcel(grams: u32, size: &str, goods: &str, value: &str) -> Shipment {
    Shipment {
        actual: Mass::from_grams(grams).unwrap(),
        size: (!size.is_empty()).then(|| Size::parse(size).unwrap()),
        goods: Goods::parse(goods).unwrap(),
        value: Money::parse(value).unwrap(),
    }
}
