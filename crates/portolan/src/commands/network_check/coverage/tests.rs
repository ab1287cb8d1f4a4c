//! The table of the sample network as it is printed.
//!
//! `PORTOLAN_UPDATE=1` writes the committed table anew; what it says must then be read.

use std::path::Path;

use portolan_network::check;

use super::*;

fn sample() -> Reach {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = root.join("network/sample");
    check(&crate::networks::read_source(&[folder]).unwrap()).reach
}

#[test]
fn the_sample_network_is_told_country_by_country() {
    let told = text(&sample()) + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("src/commands/network_check/coverage/sample.txt");
    if std::env::var_os("PORTOLAN_UPDATE").is_some() {
        std::fs::write(&path, &told).unwrap();
        return;
    }
    assert_eq!(told, std::fs::read_to_string(&path).unwrap());
}

#[test]
fn a_service_is_told_by_the_shortest_beginning_that_is_its_own() {
    let mut reach = sample();
    for country in &mut reach.reached {
        country.services =
            ["economy", "express", "import-mail"].map(|key| Code::parse(key).unwrap()).to_vec();
    }
    let marks: Vec<String> = marks_of(&reach).into_values().collect();
    assert_eq!(marks, ["ec", "ex", "i"]);
}

#[test]
fn the_json_names_every_line() {
    let value = json(&sample());
    let lines = value.to_string().matches("cnpost-ordinary").count();
    assert_eq!(
        lines,
        sample()
            .reached
            .iter()
            .filter(|c| c.lines.iter().any(|l| l.as_str() == "cnpost-ordinary"))
            .count()
    );
    assert!(lines > 0);
}
