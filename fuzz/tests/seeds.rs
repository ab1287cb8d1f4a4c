//! Replays every seed, and small changes of it, through its target.

use std::path::Path;

use portolan_fuzz::TARGETS;

/// Changes of each seed.
const CHANGES: usize = 40;

#[test]
fn every_target_holds_for_its_seeds_and_for_changes_of_them() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for (name, target) in TARGETS {
        let folder = corpus.join(name);
        let mut seeds: Vec<_> =
            std::fs::read_dir(&folder).expect(name).map(|e| e.expect("an entry").path()).collect();
        seeds.sort();
        assert!(!seeds.is_empty(), "{name} has no seed");
        for path in seeds {
            let seed = std::fs::read(&path).expect("a seed");
            target(&seed);
            for n in 0..CHANGES {
                target(&changed(&seed, n));
            }
        }
    }
}

#[test]
fn every_target_has_a_program() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("targets/fuzz_targets");
    for (name, _) in TARGETS {
        assert!(folder.join(format!("{name}.rs")).exists(), "{name}");
    }
}

/// One of the usual accidents: cut off, a byte changed, a piece twice, a piece gone.
fn changed(seed: &[u8], n: usize) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    if bytes.is_empty() {
        return bytes;
    }
    let at = (n * 7_919 + seed.len() / 3) % bytes.len();
    match n % 4 {
        0 => bytes.truncate(at),
        1 => bytes[at] ^= 1 << (n % 8),
        2 => bytes.extend_from_slice(&seed[at..]),
        _ => drop(bytes.drain(at..(at + 1 + n).min(seed.len()))),
    }
    bytes
}
