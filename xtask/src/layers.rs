//! The arrows between crates: the table below is the whole truth, ARCHITECTURE.md draws it.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result};
use serde_json::Value;

/// Which of our crates each crate may depend on. A crate that is not listed here may not exist.
pub const ALLOWED: &[(&str, &[&str])] = &[
    ("portolan-model", &[]),
    ("portolan-network", &["portolan-model"]),
    ("portolan-customs", &["portolan-model"]),
    ("portolan-markets", &["portolan-model"]),
    ("portolan-postal", &["portolan-model"]),
    ("portolan-promise", &["portolan-model"]),
    ("portolan-tracking", &["portolan-model"]),
    ("portolan-api", &["portolan-model"]),
    ("portolan-routing", &["portolan-model", "portolan-network", "portolan-customs"]),
    ("portolan-store", &["portolan-model"]),
    ("portolan-simulate", &["portolan-model", "portolan-network", "portolan-tracking"]),
    (
        "portolan-server",
        &[
            "portolan-model",
            "portolan-network",
            "portolan-customs",
            "portolan-routing",
            "portolan-markets",
            "portolan-tracking",
            "portolan-postal",
            "portolan-promise",
            "portolan-api",
            "portolan-store",
        ],
    ),
    (
        "portolan",
        &[
            "portolan-model",
            "portolan-network",
            "portolan-routing",
            "portolan-markets",
            "portolan-tracking",
            "portolan-postal",
            "portolan-promise",
            "portolan-api",
            "portolan-store",
            "portolan-server",
            "portolan-simulate",
        ],
    ),
    (
        "portolan-bench",
        &[
            "portolan-model",
            "portolan-network",
            "portolan-routing",
            "portolan-markets",
            "portolan-tracking",
        ],
    ),
    (
        "portolan-bench-ingest",
        &[
            "portolan-model",
            "portolan-tracking",
            "portolan-api",
            "portolan-store",
            "portolan-server",
            "portolan-bench",
        ],
    ),
    (
        "portolan-fuzz",
        &[
            "portolan-model",
            "portolan-network",
            "portolan-markets",
            "portolan-postal",
            "portolan-promise",
            "portolan-tracking",
        ],
    ),
    ("portolan-reference", &["portolan-model", "portolan-network", "portolan-routing"]),
    ("xtask", &[]),
];

/// Crates of the functional core: they may not reach for a runtime, a socket, a database or a log.
const CORE: &[&str] = &[
    "portolan-model",
    "portolan-tracking",
    "portolan-network",
    "portolan-customs",
    "portolan-routing",
    "portolan-markets",
    "portolan-postal",
    "portolan-promise",
    "portolan-simulate",
];

/// What the core may never depend on, even indirectly named.
const BANNED_IN_CORE: &[&str] = &[
    "tokio",
    "axum",
    "sqlx",
    "reqwest",
    "tracing",
    "log",
    "getrandom",
    "rand",
    "serde_json",
    "utoipa",
];

/// Every edge of `metadata` (the JSON of `cargo metadata --no-deps`) that the table does not allow, in words.
/// Development dependencies count like any other.
pub fn faults(metadata: &Value) -> Result<Vec<String>> {
    let packages = metadata["packages"].as_array().context("no packages in the metadata")?;
    let names: BTreeSet<&str> = packages.iter().filter_map(|p| p["name"].as_str()).collect();
    let allowed: BTreeMap<&str, &[&str]> = ALLOWED.iter().copied().collect();
    let mut faults = Vec::new();
    for package in packages {
        let name = package["name"].as_str().context("a package without a name")?;
        let Some(may_use) = allowed.get(name) else {
            faults.push(format!("{name} is not in the table of layers (xtask/src/layers.rs)"));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let used = dependency["name"].as_str().unwrap_or_default();
            let is_test_only = dependency["kind"] == "dev";
            if names.contains(used) && !may_use.contains(&used) && used != name {
                faults.push(format!("{name} may not depend on {used}"));
            }
            if CORE.contains(&name) && BANNED_IN_CORE.contains(&used) && !is_test_only {
                faults
                    .push(format!("{name} is of the functional core and may not depend on {used}"));
            }
        }
    }
    Ok(faults)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn package(name: &str, uses: &[(&str, Option<&str>)]) -> Value {
        let uses: Vec<Value> =
            uses.iter().map(|(n, kind)| json!({"name": n, "kind": kind})).collect();
        json!({"name": name, "dependencies": uses})
    }

    #[test]
    fn an_edge_outside_the_table_is_a_fault() {
        let metadata = json!({"packages": [
            package("portolan-model", &[("portolan-network", None)]),
            package("portolan-network", &[("portolan-model", None)]),
        ]});
        assert_eq!(
            faults(&metadata).unwrap(),
            ["portolan-model may not depend on portolan-network"]
        );
    }

    #[test]
    fn a_test_only_edge_counts_too() {
        let metadata = json!({"packages": [
            package("portolan-model", &[]),
            package("portolan-network", &[]),
            package("portolan-store", &[("portolan-network", Some("dev"))]),
        ]});
        assert_eq!(
            faults(&metadata).unwrap(),
            ["portolan-store may not depend on portolan-network"]
        );
    }

    #[test]
    fn the_core_reaches_for_nothing_outside() {
        let metadata = json!({"packages": [
            package("portolan-model", &[("tokio", None), ("tempfile", Some("dev"))]),
        ]});
        assert_eq!(
            faults(&metadata).unwrap(),
            ["portolan-model is of the functional core and may not depend on tokio"]
        );
    }

    #[test]
    fn an_unknown_crate_is_a_fault() {
        let metadata = json!({"packages": [package("portolan-utils", &[])]});
        assert_eq!(faults(&metadata).unwrap().len(), 1);
    }
}
