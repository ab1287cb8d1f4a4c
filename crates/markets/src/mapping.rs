//! Which column of a file is which field, where its own headings do not say so.

use crate::{
    Fault, cells,
    field::{self, Field},
};
use std::collections::BTreeMap;

/// Where each field of a file is found. Fields that are not named are not read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mapping {
    /// By the field's name.
    pub fields: BTreeMap<String, MappedTo>,
}

/// Where a field is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MappedTo {
    /// In a column, counted from 0.
    Column(u32),
    /// Nowhere: every row has this text.
    Constant(String),
}

impl Mapping {
    /// The mapping with one more field.
    #[must_use]
    pub fn with(mut self, field: &str, to: MappedTo) -> Self {
        self.fields.insert(field.to_owned(), to);
        self
    }

    /// What is wrong with it for a table of `width` columns: fields nobody knows, columns that are not there.
    pub(crate) fn faults(&self, fields: &[Field], width: usize) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (name, to) in &self.fields {
            let Some(place) = field::place_of(name, fields) else {
                let what =
                    format!("the mapping names `{}`, which is no field", cells::excerpt(name));
                let mend = "take it out of the mapping";
                faults.push(Fault::of_file("mapping_field_unknown", what, mend));
                continue;
            };
            let MappedTo::Column(column) = to else { continue };
            if usize::try_from(*column).is_ok_and(|column| column < width) {
                continue;
            }
            let what = format!(
                "the mapping looks for `{name}` in column {}, and the file has {width}",
                u64::from(*column) + 1
            );
            let fault = Fault::of_file("mapping_column_absent", what, "map the field anew");
            faults.push(Fault { field: Some(fields[place].name), ..fault });
        }
        faults
    }

    /// Whether it names a field.
    pub(crate) fn names(&self, field: &str) -> bool {
        self.fields.contains_key(field)
    }

    /// Where a field is found.
    pub(crate) fn of(&self, field: &Field) -> Option<&MappedTo> {
        self.fields.get(field.name)
    }
}
