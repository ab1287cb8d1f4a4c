//! The carriers' formats: those built into the program, with an operator's own over them.

use crate::problem::{Answer, ApiError};
use portolan_api::ProblemCode;
use portolan_model::Code;
use portolan_tracking::adapter::{Adapter, AdapterFaults, AdapterFile};
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(rust_embed::RustEmbed)]
#[folder = "../../adapters"]
struct BuiltIn;

/// The files of one adapter's folder, by their paths within it.
type Files = BTreeMap<String, Vec<u8>>;

/// Adapters by name.
#[derive(Debug, Clone, Default)]
pub struct Carriers(BTreeMap<String, Arc<Adapter>>);

impl Carriers {
    /// The adapters built into the program.
    pub fn built_in() -> Result<Self, AdapterFaults> {
        let mut folders: BTreeMap<String, Files> = BTreeMap::new();
        for path in BuiltIn::iter() {
            let Some((folder, rest)) = path.split_once('/') else { continue };
            let Some(file) = BuiltIn::get(&path) else { continue };
            let files = folders.entry(folder.to_owned()).or_default();
            files.insert(rest.to_owned(), file.data.into_owned());
        }
        let mut carriers = Self::default();
        for files in folders.values() {
            let slices: Vec<AdapterFile<'_>> =
                files.iter().map(|(path, bytes)| AdapterFile { path, bytes }).collect();
            carriers.add(Adapter::load(&slices)?);
        }
        Ok(carriers)
    }

    /// Adds an adapter; one of its name is replaced.
    pub fn add(&mut self, adapter: Adapter) {
        self.0.insert(adapter.name().to_string(), Arc::new(adapter));
    }

    /// The adapter of a name.
    pub fn find(&self, name: &str) -> Option<Arc<Adapter>> {
        self.0.get(name).cloned()
    }

    /// Every adapter, by name.
    pub fn adapters(&self) -> impl Iterator<Item = &Adapter> {
        self.0.values().map(Arc::as_ref)
    }

    /// The names of the operators that hold what the carriers scan.
    pub fn operator_names(&self) -> BTreeMap<Code, String> {
        let name =
            |adapter: &Arc<Adapter>| (adapter.operator().clone(), adapter.title().to_owned());
        self.0.values().map(name).collect()
    }

    /// The adapter of a name, or the problem that there is none.
    pub fn get(&self, name: &str) -> Answer<Arc<Adapter>> {
        self.find(name).ok_or_else(|| {
            let known: Vec<&str> = self.0.keys().map(String::as_str).collect();
            let detail =
                format!("there is no adapter of this name: take one of {}", known.join(", "));
            ApiError::new(ProblemCode::NotFound, detail)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_adapters_load_and_are_found() {
        let carriers = Carriers::built_in().unwrap();
        assert!(carriers.0.len() >= 12, "{:?}", carriers.0.keys());
        assert_eq!(carriers.get("usps").unwrap().name().as_str(), "usps");
        assert!(carriers.get("nobody").is_err());
    }
}
