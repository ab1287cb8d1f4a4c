//! The rows of a country by scheme, and which scheme a consignment comes under.

use crate::{Assessment, CustomsError, Declaration, DutyRow, Gap, Reckoning, Unknown, duty};
use portolan_model::{CivilDate, Code, CountryCode};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

#[cfg(test)]
mod tests;

/// All rows, by country of import.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DutyTable {
    rows: BTreeMap<CountryCode, Vec<DutyRow>>,
}

impl DutyTable {
    /// The rows with the country each is of.
    pub fn new(rows: impl IntoIterator<Item = (CountryCode, DutyRow)>) -> Self {
        let mut table = Self::default();
        for (country, row) in rows {
            table.rows.entry(country).or_default().push(row);
        }
        table
    }

    /// The rows of a country.
    pub fn rows_of(&self, country: CountryCode) -> &[DutyRow] {
        self.rows.get(&country).map_or(&[], Vec::as_slice)
    }

    /// A country's scheme by its name.
    pub fn find_scheme(&self, country: CountryCode, name: &str) -> Option<Scheme<'_>> {
        self.schemes_of(country).into_iter().find(|scheme| scheme.name.as_str() == name)
    }

    /// Every scheme of a country, by name.
    pub fn schemes_of(&self, country: CountryCode) -> Vec<Scheme<'_>> {
        let rows = self.rows_of(country);
        let names: BTreeSet<&Code> = rows.iter().flat_map(|row| &row.schemes).collect();
        let scheme = |name: &Code| Scheme {
            name: name.clone(),
            rows: rows.iter().filter(|row| row.is_of(name)).collect(),
        };
        names.into_iter().map(scheme).collect()
    }
}

/// The rows of one country that apply together.
#[derive(Debug, Clone)]
pub struct Scheme<'t> {
    name: Code,
    rows: Vec<&'t DutyRow>,
}

impl<'t> Scheme<'t> {
    /// Its name.
    pub const fn name(&self) -> &Code {
        &self.name
    }

    /// Its rows of a day.
    pub fn rows_on(&self, date: CivilDate) -> Vec<&'t DutyRow> {
        self.rows.iter().copied().filter(|row| row.validity.contains(date)).collect()
    }

    /// What it asks for on a day.
    pub fn requires_on(&self, date: CivilDate) -> BTreeSet<&'t Code> {
        self.rows_on(date).into_iter().flat_map(|row| &row.requires).collect()
    }

    /// Whether a consignment gives what it asks for and goes by a clearance it is for. A scheme without a
    /// row of the day is closed.
    pub fn is_open(&self, declaration: &Declaration, date: CivilDate) -> bool {
        let rows = self.rows_on(date);
        let is_given =
            |row: &&DutyRow| row.requires.iter().all(|r| declaration.given().contains(r));
        let is_cleared = |row: &&DutyRow| {
            let by = |clearance| row.clearances.contains(clearance);
            row.clearances.is_empty() || declaration.clearance().is_some_and(by)
        };
        !rows.is_empty() && rows.iter().all(|row| is_given(row) && is_cleared(row))
    }
}

/// Duty, tax and fees of a consignment under the scheme it comes under.
///
/// Of the schemes that are open, the one that asks for most comes first, then one for named clearances
/// before one for all, then by name; the first whose rows fit the consignment's value and goods counts,
/// and where none does, the last answers what is not known.
pub fn assess(
    table: &DutyTable,
    declaration: &Declaration,
    reckoning: &Reckoning,
) -> Result<Assessment, CustomsError> {
    let (country, date) = (declaration.destination(), reckoning.date);
    let nothing = |gap| {
        let unknown = vec![Unknown { charge: None, gap }];
        Assessment::empty(country, date, reckoning.currency, unknown)
    };
    let is_held = table.rows_of(country).iter().any(|row| row.validity.contains(date));
    if !is_held {
        return Ok(nothing(Gap::Country));
    }
    let mut open = table.schemes_of(country);
    open.retain(|scheme| scheme.is_open(declaration, date));
    open.sort_by_key(|scheme| {
        let is_for_some = scheme.rows_on(date).iter().any(|row| !row.clearances.is_empty());
        (Reverse(scheme.requires_on(date).len()), !is_for_some, scheme.name.clone())
    });
    let mut last = None;
    for scheme in &open {
        let assessment = duty(declaration, scheme, reckoning)?;
        if !assessment.unknown.iter().any(|unknown| unknown.gap == Gap::Row) {
            return Ok(assessment);
        }
        last = Some(assessment);
    }
    Ok(last.unwrap_or_else(|| nothing(Gap::Scheme)))
}
