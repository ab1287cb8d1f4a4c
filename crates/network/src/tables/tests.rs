//! The tables and the page of the format name the same columns.

use super::*;
use crate::read::TableRow;
use std::{collections::BTreeSet, fs, path::PathBuf};

/// The names in backquotes of the section of a file, from its heading or its bold name to the next.
fn named(page: &str, file: &str) -> BTreeSet<String> {
    let start = page
        .find(&format!("### {file}"))
        .or_else(|| page.find(&format!("`{file}`: ")))
        .or_else(|| page.find(file))
        .unwrap();
    let rest = &page[start..];
    let end = rest[4..].find("\n#").map_or(rest.len(), |end| end + 4);
    let section = &rest[..end];
    let quoted = section.split('`').skip(1).step_by(2);
    quoted
        .flat_map(|text| text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')))
        .map(str::to_owned)
        .collect()
}

fn check<T: TableRow>(page: &str, section: &str) {
    let names = named(page, section);
    for column in T::COLUMNS {
        assert!(names.contains(column.name), "{} of {} is on the page", column.name, T::FILE);
    }
}

#[test]
fn every_column_is_on_the_page() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/src/formats/network.md");
    let page = fs::read_to_string(path).unwrap();
    check::<CountryRow>(&page, "countries.csv");
    check::<ZoneRow>(&page, "zones.csv");
    check::<FacilityRow>(&page, "facilities.csv");
    check::<ServicePointRow>(&page, "service_points.csv");
    check::<OperatorRow>(&page, "operators.csv");
    check::<IdentifierRangeRow>(&page, "identifier_ranges.csv");
    check::<ProcessRow>(&page, "processes.csv");
    check::<LegRow>(&page, "legs.csv");
    check::<DepartureRow>(&page, "departures.csv");
    check::<LineRow>(&page, "lines.csv and line_legs.csv");
    check::<LineLegRow>(&page, "lines.csv and line_legs.csv");
    check::<AgreementRow>(&page, "agreements.csv");
    check::<TariffRow>(&page, "tariffs.csv");
    check::<TariffBandRow>(&page, "tariff_bands.csv");
    check::<SurchargeRow>(&page, "surcharges.csv");
    check::<FxRow>(&page, "fx.csv");
    check::<DutyRow>(&page, "duties.csv");
    check::<RestrictionRow>(&page, "restrictions.csv");
    check::<RequiredFieldRow>(&page, "required_fields.csv");
    check::<HolidayRow>(&page, "holidays.csv");
    check::<DisruptionRow>(&page, "disruptions.csv");
}
