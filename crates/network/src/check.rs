//! Checking a network: every fault of every folder, what it can reach, and the snapshot where nothing is
//! wrong.

mod dates;
mod money;
mod movement;
#[cfg(test)]
mod tests;

use crate::{
    Fault, Faults, NetworkSource, Reach, Severity, Snapshot, limits,
    link::{FILES, link},
    read::suggest,
};

/// What a check found.
#[derive(Debug, Clone)]
pub struct Checked {
    /// Errors and warnings, in the order of folder, file, row and column.
    pub faults: Vec<Fault>,
    /// The network, where there is no error.
    pub snapshot: Option<Snapshot>,
    /// What it reaches; empty where there is an error.
    pub reach: Reach,
}

impl Checked {
    /// How many faults keep the network from being used.
    pub fn error_count(&self) -> usize {
        self.faults.iter().filter(|fault| fault.severity == Severity::Error).count()
    }

    /// How many faults are worth a look.
    pub fn warning_count(&self) -> usize {
        self.faults.len() - self.error_count()
    }
}

/// Names every fault of a network at once. Islands, unusable legs and the like are looked for only where
/// there is no error, since half a network would be full of them.
pub fn check(source: &NetworkSource) -> Checked {
    let mut faults = file_faults(source);
    let linked = link(source);
    faults.extend(linked.faults);
    let has_error = faults.iter().any(|fault| fault.severity == Severity::Error);
    let snapshot = linked.snapshot.filter(|_| !has_error);
    let mut reach = Reach::default();
    if let Some(snapshot) = &snapshot {
        reach = Reach::of(snapshot);
        faults.extend(movement::warnings(snapshot, &reach, &linked.places));
        faults.extend(dates::warnings(snapshot));
        faults.extend(money::warnings(snapshot, &linked.places));
    }
    faults.sort();
    faults.dedup();
    Checked { faults, snapshot, reach }
}

/// Compiles a network, or answers its errors.
pub fn compile(source: &NetworkSource) -> Result<Snapshot, Faults> {
    let mut faults = file_faults(source);
    let linked = link(source);
    faults.extend(linked.faults);
    faults.retain(|fault| fault.severity == Severity::Error);
    match linked.snapshot {
        Some(snapshot) if faults.is_empty() => Ok(snapshot),
        _ => {
            faults.sort();
            faults.dedup();
            Err(Faults { faults })
        }
    }
}

/// Files that are no table, files given twice, too many folders.
fn file_faults(source: &NetworkSource) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut tell = |folder, file: &str, code, what: &str, mend: String| {
        let (severity, row, column) = (Severity::Error, None, None);
        let (file, what) = (file.to_owned(), what.to_owned());
        faults.push(Fault { folder, file, row, column, severity, code, what, mend });
    };
    if source.folders.is_empty() {
        let mend = "name the folder of the base".to_owned();
        tell(0, "network.toml", "folder_missing", "there is no folder", mend);
    }
    if source.folders.len() > limits::FOLDERS_MAX {
        let mend = format!("join overlays until there are at most {}", limits::FOLDERS_MAX);
        tell(0, "network.toml", "folders_many", "there are too many folders", mend);
    }
    for (folder, files) in source.folders.iter().enumerate() {
        for (position, file) in files.iter().enumerate() {
            let is_table = [".csv", ".toml"].iter().any(|end| file.path.ends_with(end));
            if is_table && !FILES.contains(&file.path.as_str()) {
                let mend = suggest::mend(&file.path, FILES, "rename or remove it");
                tell(folder, &file.path, "file_unknown", "the format knows no such file", mend);
            }
            if files[..position].iter().any(|other| other.path == file.path) {
                let mend = "give it once".to_owned();
                tell(folder, &file.path, "file_repeated", "the file is given twice", mend);
            }
        }
    }
    faults
}
