//! The program itself, over a pipe: a carrier's message becomes scans, and scans a timeline.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn portolan(arguments: &[&str], input: &[u8]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_portolan"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = program.stdin.take().unwrap();
    stdin.write_all(input).unwrap();
    drop(stdin);
    program.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn sample(path: &str) -> Vec<u8> {
    let adapters = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../adapters");
    std::fs::read(adapters.join(path)).unwrap()
}

const RECEIVED: &str = "2026-12-31T00:00:00Z";

#[test]
fn a_message_becomes_scans_and_scans_a_timeline() {
    let normalize = ["normalize", "--adapter", "usps", "--received", RECEIVED, "-"];
    let scans = portolan(&normalize, &sample("usps/samples/delivered.json"));
    assert!(scans.status.success(), "{}", text(&scans.stderr));
    assert_eq!(
        text(&scans.stdout),
        text(&sample("usps/samples/delivered.expected.ndjson")),
        "the program reads as the library does"
    );
    // The same told twice, the later half first.
    let twice = [scans.stdout.clone(), scans.stdout].concat();
    let told = portolan(&["timeline", "--format", "json", "--now", RECEIVED], &twice);
    let told: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap();
    assert_eq!(told[0]["status"], "delivered");
    let shown = portolan(&["timeline", "--language", "ar;q=0.9, fr", "--now", RECEIVED], &twice);
    assert!(text(&shown.stdout).contains("تم التوصيل"), "{}", text(&shown.stdout));
}

#[test]
fn what_is_no_scan_is_told_by_its_line() {
    let told = portolan(&["timeline", "-"], b"\n{\"identifier\": 7}\nnothing\n");
    let errors = text(&told.stderr);
    assert!(!told.status.success());
    assert!(errors.contains("line 2: ") && errors.contains("line 3: "), "{errors}");
}

#[test]
fn a_wrong_check_digit_is_flagged_and_an_unknown_shape_said() {
    let told = portolan(&["identify", "RR473124828CN", "??"], b"");
    assert!(text(&told.stdout).contains("wrong, 9 expected"), "{}", text(&told.stdout));
    assert!(text(&told.stderr).contains("??: no known shape of number fits"));
    assert!(!told.status.success());
}

#[test]
fn built_in_adapters_give_what_their_samples_expect() {
    let told = portolan(&["adapter", "check"], b"");
    assert!(told.status.success(), "{}", text(&told.stdout));
    let faulty = portolan(&["normalize", "--adapter", "nobody"], b"");
    assert!(text(&faulty.stderr).contains("take one of cainiao, china_post"));
}

/// An empty folder of this test's own.
fn empty_folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn a_new_adapter_works_and_says_what_to_do_next() {
    let folder = empty_folder("new_adapters");
    let into = folder.to_str().unwrap();
    for kind in ["json", "xml", "csv", "edifact"] {
        let name = format!("post_{kind}");
        let begin = ["adapter", "new", &name, "--message", kind, "--into", into];
        let made = portolan(&begin, b"");
        assert!(made.status.success(), "{kind}: {}", text(&made.stderr));
        let path = folder.join(&name);
        let path = path.to_str().unwrap();
        let checked = portolan(&["adapter", "check", path], b"");
        assert!(text(&checked.stdout).contains("1 samples right, 0 faults"), "{checked:?}");
        let tested = portolan(&["adapter", "test", path], b"");
        assert!(tested.status.success(), "{}", text(&tested.stdout));
        assert!(text(&tested.stderr).contains("no sample shows: in_transit, failed"));
        let expected = std::fs::read_to_string(format!("{path}/samples/example.expected.ndjson"));
        let expected = expected.unwrap();
        for said in [r#""milestone":"delivered""#, r#""city":"Lyon""#, "RK000000015CN", &name] {
            assert!(expected.contains(said), "{kind}: {said}: {expected}");
        }
        let again = portolan(&begin, b"");
        assert!(text(&again.stderr).contains("is there already"), "{}", text(&again.stderr));
    }
    let bad = portolan(&["adapter", "new", "../up", "--into", into], b"");
    assert!(!bad.status.success() && text(&bad.stderr).contains("is a key"));
}

#[test]
fn a_sample_that_gives_something_else_is_told_key_by_key() {
    let folder = empty_folder("tested_adapter");
    let into = folder.to_str().unwrap();
    portolan(&["adapter", "new", "post", "--into", into], b"");
    let path = folder.join("post");
    let file = path.join("adapter.toml");
    let toml = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, toml.replace("\"50\" = \"delivered\"", "\"50\" = \"accepted\"")).unwrap();
    let path = path.to_str().unwrap();
    let tested = portolan(&["adapter", "test", path], b"");
    let said = text(&tested.stdout);
    assert!(!tested.status.success());
    assert!(said.contains("line 1: milestone is `accepted`, expected is `delivered`"), "{said}");
    assert!(said.contains("0 samples right, 1 wrong"), "{said}");
    assert!(portolan(&["adapter", "test", path, "--accept"], b"").status.success());
    assert!(portolan(&["adapter", "test", path], b"").status.success());
    // A sample of which nothing is expected yet is no right one.
    std::fs::write(format!("{path}/samples/more.json"), "{}").unwrap();
    let tested = portolan(&["adapter", "test", path], b"");
    assert!(!tested.status.success());
    assert!(text(&tested.stdout).contains("more.expected.ndjson is missing"), "{tested:?}");
}
