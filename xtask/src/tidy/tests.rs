use super::*;

fn faults_of(files: &[(&str, &str)]) -> Vec<String> {
    let summary = File::of_text("docs/src/SUMMARY.md", "# Summary\n");
    let files = files.iter().map(|(path, text)| File::of_text(path, text));
    faults(&files.chain([summary]).collect::<Vec<_>>())
}

#[test]
fn a_long_source_is_named() {
    let long = "fn f() {}\n".repeat(SOURCE_LINES_MAX + 1);
    let found = faults_of(&[("crates/a/src/lib.rs", &long)]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("501 lines"));
}

#[test]
fn banned_calls_are_named_with_their_line() {
    let call = ["thread::sl", "eep(d)"].concat();
    let found = faults_of(&[("crates/a/src/lib.rs", &format!("fn f() {{\n    {call};\n}}\n"))]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("crates/a/src/lib.rs:2:"));
}

#[test]
fn a_module_nobody_names_is_dead() {
    let found = faults_of(&[
        ("crates/a/src/lib.rs", "pub mod alive;\n"),
        ("crates/a/src/alive.rs", "mod inner;\n"),
        ("crates/a/src/alive/inner.rs", "\n"),
        ("crates/a/src/dead.rs", "\n"),
    ]);
    assert_eq!(found, ["crates/a/src/dead.rs: no `mod dead` names it, so it is never compiled"]);
}

#[test]
fn pages_and_summary_agree() {
    let files = [
        File::of_text("docs/src/SUMMARY.md", "- [A](a.md)\n- [B](b.md)\n"),
        File::of_text("docs/src/a.md", "# A\n"),
        File::of_text("docs/src/c.md", "# C\n"),
    ];
    assert_eq!(
        faults(&files),
        [
            "docs/src/c.md: docs/src/SUMMARY.md does not list it",
            "docs/src/SUMMARY.md: b.md is not there"
        ]
    );
}

#[test]
fn a_registry_host_may_stand_in_lock_files_only() {
    let line = format!("from {}\n", ["registry.npmjs", "org"].join("."));
    assert_eq!(faults_of(&[("web/package-lock.json", &line)]).len(), 0);
    assert_eq!(faults_of(&[("Makefile", &line)]).len(), 1);
}

#[test]
fn blanks_and_missing_newlines_are_named() {
    let found = faults_of(&[("README.md", "a \nb")]);
    assert_eq!(found.len(), 2, "{found:?}");
}
