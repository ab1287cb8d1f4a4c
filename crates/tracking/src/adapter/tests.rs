use super::*;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path as FsPath, PathBuf};

use proptest::prelude::*;

/// A file by its path and its bytes.
type File = (String, Vec<u8>);

/// The adapters of the repository, each with its files.
fn folders() -> Vec<(String, Vec<File>)> {
    let root = FsPath::new(env!("CARGO_MANIFEST_DIR")).join("../../adapters");
    let mut folders: Vec<PathBuf> =
        fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    folders
        .into_iter()
        .map(|folder| {
            let mut files = Vec::new();
            for inner in [folder.clone(), folder.join("samples")] {
                for entry in fs::read_dir(&inner).unwrap() {
                    let path = entry.unwrap().path();
                    if path.is_file() {
                        let name = path.strip_prefix(&folder).unwrap().to_str().unwrap();
                        files.push((name.to_owned(), fs::read(&path).unwrap()));
                    }
                }
            }
            files.sort();
            (folder.file_name().unwrap().to_str().unwrap().to_owned(), files)
        })
        .collect()
}

fn borrowed(files: &[File]) -> Vec<AdapterFile<'_>> {
    files.iter().map(|(path, bytes)| AdapterFile { path, bytes }).collect()
}

fn load(name: &str, files: &[File]) -> Adapter {
    Adapter::load(&borrowed(files)).unwrap_or_else(|faults| {
        let words: Vec<String> = faults.faults.iter().map(ToString::to_string).collect();
        panic!("{name}:\n{}", words.join("\n"))
    })
}

#[test]
fn every_sample_gives_exactly_the_scans_expected_of_it() {
    let bless = std::env::var_os("ADAPTERS_UPDATE").is_some();
    let mut wrong = String::new();
    for (name, files) in folders() {
        let adapter = load(&name, &files);
        assert_eq!(adapter.name().as_str(), name, "the folder bears the adapter's key");
        for outcome in sample::check(&adapter, &borrowed(&files)) {
            if bless {
                let root = FsPath::new(env!("CARGO_MANIFEST_DIR")).join("../../adapters");
                let path = root.join(&name).join(sample::expected_path(&outcome.path));
                fs::write(path, outcome.lines.join("\n") + "\n").unwrap();
            } else if !outcome.is_right() {
                let expected = outcome.expected.unwrap_or_default();
                let found = outcome.lines;
                writeln!(wrong, "{name}/{}:", outcome.path).unwrap();
                for (at, line) in found.iter().enumerate() {
                    if expected.get(at) != Some(line) {
                        writeln!(wrong, "  found    {line}").unwrap();
                        let told = expected.get(at).map_or("nothing", |line| line);
                        writeln!(wrong, "  expected {told}").unwrap();
                    }
                }
                for line in expected.iter().skip(found.len()) {
                    writeln!(wrong, "  missing  {line}").unwrap();
                }
            }
        }
    }
    assert!(wrong.is_empty(), "ADAPTERS_UPDATE=1 rewrites them; review what it wrote\n{wrong}");
}

#[test]
fn every_adapter_shows_every_case() {
    for (name, files) in folders() {
        let adapter = load(&name, &files);
        let outcomes = sample::check(&adapter, &borrowed(&files));
        let shown: BTreeSet<sample::Case> =
            outcomes.iter().flat_map(|outcome| outcome.cases.clone()).collect();
        for case in sample::REQUIRED {
            let is_excused = adapter.samples_without().iter().any(|(excused, _)| *excused == case);
            let word = case.as_str();
            assert!(
                shown.contains(&case) != is_excused,
                "{name}: {word} shown or excused, not both"
            );
        }
        assert!(outcomes.len() >= 5, "{name} has fewer than five samples");
    }
}

#[test]
fn every_expected_line_reads_back_as_the_scan_it_was_written_from() {
    for (name, files) in folders() {
        let adapter = load(&name, &files);
        for (path, bytes) in &files {
            if path.starts_with(sample::FOLDER) && !path.ends_with(sample::EXPECTED) {
                for scan in adapter.read(bytes, sample::received_at()).scans {
                    let line = scan_line::write(&scan);
                    let read = scan_line::read(&line, Timestamp::UNIX_EPOCH).unwrap();
                    assert_eq!(read, scan, "{line}");
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_any_adapter_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for (name, files) in folders() {
            let reading = load(&name, &files).read(&bytes, sample::received_at());
            prop_assert!(!reading.faults.is_empty() || reading.scans.is_empty());
        }
    }
}
