//! The checks of the house over this repository.

use std::process::Command;

use xtask::{layers, tidy, tree};

fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn crates_depend_only_as_the_table_allows() {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let answer = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(tree::root())
        .output()
        .unwrap();
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    let metadata = serde_json::from_slice(&answer.stdout).unwrap();
    assert_none(&layers::faults(&metadata).unwrap());
}

#[test]
fn the_tree_is_tidy() {
    assert_none(&tidy::faults(&tree::tracked_files(&tree::root()).unwrap()));
}

#[test]
fn the_changelog_has_a_place_for_what_is_next() {
    let changelog = std::fs::read_to_string(tree::root().join("CHANGELOG.md")).unwrap();
    assert!(
        changelog.contains("\n## Unreleased\n"),
        "CHANGELOG.md needs a section `## Unreleased`"
    );
}

#[test]
fn every_crate_has_its_paragraph_in_the_map() {
    let map = std::fs::read_to_string(tree::root().join("ARCHITECTURE.md")).unwrap();
    for (name, _) in layers::ALLOWED {
        assert!(map.contains(&format!("`{name}`")), "ARCHITECTURE.md does not name `{name}`");
    }
}
