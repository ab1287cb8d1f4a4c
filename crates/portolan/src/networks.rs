//! Reads network folders from disk, or the network built into the program.
//!
//! The built-in network is the reference network.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use portolan_network::{NetworkSource, Snapshot, TableFile};

use crate::output;

/// Files a network folder may have; one that has more is not a network.
const FILES_MAX: usize = 200;
/// Bytes a table may have, checked before it is read.
const FILE_BYTES_MAX: u64 = 512 * 1024 * 1024;

#[derive(rust_embed::RustEmbed)]
#[folder = "../../network/reference"]
struct Builtin;

/// The tables of `folders`, or those of the built-in network when there is no folder.
pub fn read_source(folders: &[PathBuf]) -> anyhow::Result<NetworkSource> {
    if folders.is_empty() {
        return Ok(builtin());
    }
    let folders = folders.iter().map(|f| read_folder(f)).collect::<anyhow::Result<Vec<_>>>()?;
    Ok(NetworkSource { folders })
}

/// The built-in network.
pub fn builtin() -> NetworkSource {
    let mut tables: Vec<TableFile> = Builtin::iter()
        .filter_map(|path| {
            let bytes = Builtin::get(&path)?.data.into_owned();
            Some(TableFile { path: path.into_owned(), bytes })
        })
        .collect();
    tables.sort_by(|a, b| a.path.cmp(&b.path));
    NetworkSource { folders: vec![tables] }
}

/// A compiled network, or its faults printed and an error.
pub fn load(folders: &[PathBuf]) -> anyhow::Result<Snapshot> {
    let faults = match portolan_network::compile(&read_source(folders)?) {
        Ok(snapshot) => return Ok(snapshot),
        Err(faults) => faults.faults,
    };
    for fault in faults.iter().take(20) {
        output::note(&fault.to_string())?;
    }
    bail!("the network has {} faults: `portolan network check` names them all", faults.len())
}

fn read_folder(folder: &Path) -> anyhow::Result<Vec<TableFile>> {
    let entries = std::fs::read_dir(folder)
        .with_context(|| format!("cannot read the network folder {}", folder.display()))?;
    let mut tables = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let is_table = path.extension().is_some_and(|e| e == "csv" || e == "toml");
        if !is_table || !path.is_file() {
            continue;
        }
        ensure!(
            tables.len() < FILES_MAX,
            "{} holds more than {FILES_MAX} tables",
            folder.display()
        );
        let size = std::fs::metadata(&path)?.len();
        ensure!(size <= FILE_BYTES_MAX, "{} is larger than {FILE_BYTES_MAX} bytes", path.display());
        let bytes =
            std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        tables.push(TableFile { path: name, bytes });
    }
    ensure!(
        !tables.is_empty(),
        "{} holds no tables: a network is a folder of .csv and .toml files",
        folder.display()
    );
    tables.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(tables)
}
