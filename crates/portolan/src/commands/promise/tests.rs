use clap::Parser as _;

use super::*;
use crate::args::{Arguments, Command};

/// A folder of one test's own, gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("portolan-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str) -> String {
        self.0.join(name).to_string_lossy().into_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn run_words(words: &[&str]) -> anyhow::Result<ExitCode> {
    let words = ["portolan", "promise"].iter().chain(words);
    match Arguments::try_parse_from(words)?.command {
        Command::Promise { command } => run(&command),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_generated_history_is_evaluated_with_a_line_per_judged_row() {
    let folder = Folder::new("promise-evaluate");
    let [history, truth, said, plot] =
        ["history.csv", "truth.csv", "said.csv", "plot.svg"].map(|name| folder.file(name));
    run_words(&["generate", "drift", "--rows", "400", "--output", &history, "--truth", &truth])
        .unwrap();
    // A row that cannot be used comes first: the places of the others count it all the same.
    let text = std::fs::read_to_string(&history).unwrap();
    let (head, rows) = text.split_once('\n').unwrap();
    let bad = format!("never{}", ",".repeat(head.matches(',').count()));
    std::fs::write(&history, format!("{head}\n{bad}\n{rows}")).unwrap();
    let beside = format!("truth={truth}");
    let words =
        ["evaluate", &history, "--predictions", &said, "--plot", &plot, "--beside", &beside];
    run_words(&words).unwrap();
    let said = std::fs::read_to_string(&said).unwrap();
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!((lines[0], lines.len()), ("row,p10,p50,p90", 121));
    assert!(lines[1].starts_with("281,") && lines[120].starts_with("400,"), "{}", lines[1]);
    for line in &lines[1..] {
        let days: Vec<f64> = line.split(',').map(|cell| cell.parse().unwrap()).collect();
        assert!(days[1] <= days[2] && days[2] <= days[3], "{line}");
    }
    assert!(std::fs::read_to_string(&plot).unwrap().starts_with("<svg"));
    let strict = run_words(&["evaluate", &history, "--strict"]).unwrap_err();
    assert!(strict.to_string().contains("1 rows cannot be used"), "{strict}");
}

#[test]
fn a_file_that_is_no_history_is_refused() {
    let folder = Folder::new("promise-refused");
    let file = folder.file("orders.csv");
    std::fs::write(&file, "shipped_at,origin\n2026-01-01,A\n").unwrap();
    let error = run_words(&["evaluate", &file]).unwrap_err();
    assert!(error.to_string().contains("no history that can be read"), "{error}");
    let missing = run_words(&["evaluate", &folder.file("none.csv")]).unwrap_err();
    assert!(missing.to_string().contains("cannot read"), "{missing}");
}

#[test]
fn what_cannot_be_read_names_the_option() {
    let folder = Folder::new("promise-options");
    let file = folder.file("history.csv");
    run_words(&["generate", "lanes", "--rows", "200", "--output", &file]).unwrap();
    let date = run_words(&["evaluate", &file, "--test-from", "soon"]).unwrap_err();
    assert!(date.to_string().contains("--test-from: `soon` is no date"), "{date}");
    let beside = run_words(&["evaluate", &file, "--beside", "x.csv"]).unwrap_err();
    assert!(beside.to_string().contains("has no name"), "{beside}");
}

#[test]
fn scenarios_are_typed_as_they_are_named() {
    for name in ScenarioName::value_variants() {
        let typed = name.to_possible_value().unwrap();
        assert_eq!(typed.get_name(), name.scenario().as_str());
    }
}
