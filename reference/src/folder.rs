//! The only place where files are read and written.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use portolan_network::{NetworkSource, TableFile};

use crate::record::{Record, Sources};

/// Reads `facts/` and `tables/` of the generator's folder.
///
/// # Errors
/// When a folder or a file cannot be read, or a table is no CSV.
pub fn read_sources(root: &Path) -> Result<Sources> {
    let mut sources = Sources::default();
    for folder in ["facts", "tables"] {
        let path = root.join(folder);
        let entries =
            fs::read_dir(&path).with_context(|| format!("cannot read {}", path.display()))?;
        for entry in entries {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if let Some(stem) = name.strip_suffix(".csv") {
                sources.tables.insert(format!("{folder}/{stem}"), read_table(&path)?);
            } else {
                let text = fs::read_to_string(&path)
                    .with_context(|| format!("cannot read {}", path.display()))?;
                sources.texts.insert(format!("{folder}/{name}"), text);
            }
        }
    }
    Ok(sources)
}

/// Reads one CSV table.
///
/// # Errors
/// When it cannot be read or a row has another number of cells than the header.
pub fn read_table(path: &Path) -> Result<Vec<Record>> {
    let mut reader =
        csv::Reader::from_path(path).with_context(|| format!("cannot read {}", path.display()))?;
    let header = reader.headers()?.clone();
    let mut rows = Vec::new();
    for row in reader.records() {
        let row = row.with_context(|| format!("in {}", path.display()))?;
        rows.push(Record::new(
            header.iter().zip(row.iter()).map(|(column, cell)| (column.into(), cell.into())),
        ));
    }
    Ok(rows)
}

/// Writes the files of a network, and removes tables that are no longer made.
///
/// # Errors
/// When the folder cannot be written.
pub fn write_files(folder: &Path, files: &BTreeMap<String, Vec<u8>>) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_table = path.extension().is_some_and(|ext| ext == "csv" || ext == "toml");
        if is_table && !files.contains_key(&name) {
            fs::remove_file(&path)?;
        }
    }
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// Reads network folders in order: a base and its overlays.
///
/// # Errors
/// When one cannot be read.
pub fn read_network(folders: &[&Path]) -> Result<NetworkSource> {
    let mut source = NetworkSource::default();
    for folder in folders {
        let mut files = Vec::new();
        let entries =
            fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_file() {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                files.push(TableFile { path: name, bytes: fs::read(&path)? });
            }
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        source.folders.push(files);
    }
    Ok(source)
}
