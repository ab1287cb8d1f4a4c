//! `adapter.toml` as it is read: every fault at once, each with its field and its mend.

use toml::{Table, Value};

use super::fault::AdapterFault;

/// The file's name.
pub(crate) const FILE: &str = "adapter.toml";

/// The faults found so far.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) faults: Vec<AdapterFault>,
}

impl Findings {
    /// Notes a fault.
    pub(crate) fn add(&mut self, field: &str, code: &'static str, what: String, mend: &str) {
        let (file, field, mend) = (FILE.to_owned(), field.to_owned(), mend.to_owned());
        self.faults.push(AdapterFault { file, field, code, what, mend });
    }

    fn kind(&mut self, field: &str, wanted: &str) {
        self.add(field, "field_kind", format!("this is no {wanted}"), &format!("write a {wanted}"));
    }

    /// Names every key of a table that is none of these.
    pub(crate) fn unknown_keys(&mut self, within: &str, table: &Table, known: &[&str]) {
        for key in table.keys().filter(|key| !known.contains(&key.as_str())) {
            let mend = format!("take it out, or use one of {}", known.join(", "));
            self.add(&join(within, key), "field_unknown", "no such field".to_owned(), &mend);
        }
    }

    /// A text that may be missing.
    pub(crate) fn text<'t>(
        &mut self,
        within: &str,
        table: &'t Table,
        key: &str,
    ) -> Option<&'t str> {
        let value = table.get(key)?;
        let text = value.as_str().map(str::trim).filter(|text| !text.is_empty());
        if text.is_none() {
            self.kind(&join(within, key), "text");
        }
        text
    }

    /// A text that must be there.
    pub(crate) fn wanted_text<'t>(
        &mut self,
        within: &str,
        table: &'t Table,
        key: &str,
    ) -> Option<&'t str> {
        if !table.contains_key(key) {
            self.missing(&join(within, key));
        }
        self.text(within, table, key)
    }

    /// Says that a field is missing.
    pub(crate) fn missing(&mut self, field: &str) {
        self.add(field, "field_missing", "the field is missing".to_owned(), "add it");
    }

    /// A yes or no; no where it is missing.
    pub(crate) fn flag(&mut self, within: &str, table: &Table, key: &str) -> bool {
        let Some(value) = table.get(key) else { return false };
        value.as_bool().unwrap_or_else(|| {
            self.kind(&join(within, key), "true or false");
            false
        })
    }

    /// A table that may be missing.
    pub(crate) fn table<'t>(
        &mut self,
        within: &str,
        table: &'t Table,
        key: &str,
    ) -> Option<&'t Table> {
        let value = table.get(key)?;
        let inner = value.as_table();
        if inner.is_none() {
            self.kind(&join(within, key), "table");
        }
        inner
    }

    /// The texts of a text or a list of texts.
    pub(crate) fn texts<'t>(&mut self, field: &str, value: Option<&'t Value>) -> Vec<&'t str> {
        match value {
            None => Vec::new(),
            Some(Value::String(text)) => vec![text],
            Some(Value::Array(values)) if values.iter().all(Value::is_str) => {
                values.iter().filter_map(Value::as_str).collect()
            }
            Some(_) => {
                self.kind(field, "text or a list of texts");
                Vec::new()
            }
        }
    }
}

/// A field within a table.
pub(crate) fn join(within: &str, key: &str) -> String {
    if within.is_empty() { key.to_owned() } else { format!("{within}.{key}") }
}
