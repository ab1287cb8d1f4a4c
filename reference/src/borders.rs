//! Formalities that no other story adds: where mail or parcels leave one customs territory abroad for
//! another, and where mail lands in another country than it is for (rule:customs-2).

use std::collections::BTreeSet;

use anyhow::Result;

use crate::atlas::Atlas;
use crate::draft::Draft;
use crate::work::{Work, process};

/// Adds them from the legs that cross a border.
///
/// # Errors
/// When a process of the same key exists with other figures.
pub fn add(draft: &mut Draft) -> Result<()> {
    let mut leaving = BTreeSet::new();
    let mut landing = BTreeSet::new();
    for leg in draft.tables.rows("legs").filter(|leg| !leg.get("clearance").is_empty()) {
        let (from, clearance) = (leg.get("from"), leg.get("clearance"));
        let node = draft.node(from)?;
        if !node.is_zone && !matches!(node.country.as_str(), "CN" | "HK") {
            leaving.insert((from.to_owned(), clearance.to_owned()));
        }
        if clearance == "postal" {
            landing.insert(leg.get("to").to_owned());
        }
    }
    for (facility, clearance) in leaving {
        process(
            draft,
            Work {
                key: &format!("{facility}-onward-{clearance}"),
                facility: &facility,
                kind: "export_customs",
                applies: "export",
                clearance: &clearance,
                step: "4",
                shift: ("", "", ""),
                hours: (1.0, 3.0),
                capacity: "",
            },
        )?;
    }
    for nation in draft.atlas.nations.clone().values() {
        let airport = draft.atlas.airport(&nation.gateway)?.clone();
        let key = airport.iata.to_lowercase();
        let home = draft.atlas.nation(&airport.country)?.gateway.to_lowercase();
        if Atlas::is_border(&airport.country, &nation.code) && home != key && landing.contains(&key)
        {
            process(
                draft,
                Work {
                    key: &format!("{key}-transit-postal"),
                    facility: &key,
                    kind: "import_customs",
                    applies: "import",
                    clearance: "postal",
                    step: "1",
                    shift: ("", "", ""),
                    hours: (2.0, 8.0),
                    capacity: "",
                },
            )?;
        }
    }
    Ok(())
}
