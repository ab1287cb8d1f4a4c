//! What the compiled network reaches: countries by mode of export and by service, as a table for the
//! documentation.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::Path;

use anyhow::Result;
use portolan_network::records::ExportMode;
use portolan_network::{Snapshot, check};

use crate::folder::read_network;

/// Modes in the order of the table, with their headings.
const MODES: [(ExportMode, &str); 7] = [
    (ExportMode::SmallPacket, "small packet"),
    (ExportMode::Ems, "EMS"),
    (ExportMode::PostalParcel, "postal parcel"),
    (ExportMode::DedicatedLine, "dedicated line"),
    (ExportMode::OverseasWarehouse, "overseas warehouse"),
    (ExportMode::DomesticExpress, "domestic carrier"),
    (ExportMode::InternationalExpress, "international express"),
];

/// What one country is reached by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covered {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Name.
    pub name: String,
    /// Lines by mode, in the order of the table.
    pub lines: Vec<usize>,
    /// Services.
    pub services: Vec<String>,
}

impl Covered {
    /// Whether a post delivers there.
    pub fn has_post(&self) -> bool {
        self.lines.iter().take(3).any(|count| *count > 0)
    }

    /// Whether anything but a post delivers there.
    pub fn has_other(&self) -> bool {
        self.lines.iter().skip(3).any(|count| *count > 0)
    }
}

/// Prints the table of a network.
///
/// # Errors
/// When the network cannot be read or does not compile.
pub fn run(networks: &[&Path]) -> Result<()> {
    let checked = check(&read_network(networks)?);
    let Some(snapshot) = checked.snapshot else {
        anyhow::bail!("the network does not compile: `portolan network check` names its faults")
    };
    let covered = cover(&snapshot, &checked.reach);
    io::stdout().write_all(text(&covered).as_bytes())?;
    Ok(())
}

/// What each reached country is reached by.
pub fn cover(snapshot: &Snapshot, reach: &portolan_network::Reach) -> Vec<Covered> {
    let modes: BTreeMap<&str, ExportMode> =
        snapshot.lines.iter().map(|line| (line.key.as_str(), line.export_mode)).collect();
    let name = |code| {
        let found = snapshot.find_country(code);
        found.map_or_else(String::new, |index| snapshot.countries[index].name.as_str().to_owned())
    };
    let of_country = |reached: &portolan_network::CountryReach| Covered {
        country: reached.country.to_string(),
        name: name(reached.country),
        lines: MODES
            .iter()
            .map(|(mode, _)| {
                let of_mode = |key: &&portolan_model::Code| modes.get(key.as_str()) == Some(mode);
                reached.lines.iter().filter(of_mode).count()
            })
            .collect(),
        services: reached.services.iter().map(|service| service.as_str().to_owned()).collect(),
    };
    reach.reached.iter().map(of_country).collect()
}

/// The tables as Markdown: how many countries each mode and service reaches, then every country.
pub fn text(covered: &[Covered]) -> String {
    let mut text = String::from("| by | countries |\n|---|---|\n");
    for (index, (_, heading)) in MODES.iter().enumerate() {
        let count = covered.iter().filter(|c| c.lines.get(index).is_some_and(|n| *n > 0)).count();
        let _ = writeln!(text, "| {heading} | {count} |");
    }
    let services: BTreeSet<&String> = covered.iter().flat_map(|c| &c.services).collect();
    for service in services {
        let count = covered.iter().filter(|c| c.services.contains(service)).count();
        let _ = writeln!(text, "| service `{service}` | {count} |");
    }
    let both = covered.iter().filter(|c| c.has_post() && c.has_other()).count();
    let _ = writeln!(text, "| a post and another channel | {both} |");
    let _ = writeln!(text, "| all | {} |", covered.len());
    let headings: Vec<&str> = MODES.iter().map(|(_, heading)| *heading).collect();
    let _ = writeln!(text, "\n| country | {} | services |", headings.join(" | "));
    let _ = writeln!(text, "|---|{}---|", "---|".repeat(MODES.len()));
    for country in covered {
        let counts: Vec<String> = country
            .lines
            .iter()
            .map(|count| if *count == 0 { String::new() } else { count.to_string() })
            .collect();
        let _ = writeln!(
            text,
            "| {} {} | {} | {} |",
            country.country,
            country.name,
            counts.join(" | "),
            country.services.join(", "),
        );
    }
    text
}
