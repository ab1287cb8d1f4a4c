//! Carriers' formats, from the program or from folders.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail, ensure};
use portolan_tracking::adapter::{Adapter, AdapterFile, sample, template};

use crate::output;

/// Files an adapter's folder may have: some hundred samples are plenty.
const FILES_MAX: usize = 1_000;

#[derive(rust_embed::RustEmbed)]
#[folder = "../../adapters"]
struct Builtin;

/// The files of an adapter's folder by their paths within it.
pub type Files = BTreeMap<String, Vec<u8>>;

/// An adapter by the name of a built-in one, or by its folder.
pub fn find(name: &str) -> anyhow::Result<Adapter> {
    let mut builtin = builtin();
    let files = match builtin.remove(name) {
        Some(files) => files,
        None if Path::new(name).is_dir() => read_folder(Path::new(name))?,
        None => bail!(
            "there is no adapter `{name}`: take one of {}, or name a folder",
            builtin.into_keys().collect::<Vec<_>>().join(", ")
        ),
    };
    load(name, &files)
}

pub fn load(name: &str, files: &Files) -> anyhow::Result<Adapter> {
    Adapter::load(&slices(files)).or_else(|faults| {
        for fault in &faults.faults {
            output::note(&format!("{name}: {fault}"))?;
        }
        bail!("the adapter `{name}` has {} faults", faults.faults.len())
    })
}

/// The built-in adapters.
pub fn load_builtin() -> anyhow::Result<Vec<Adapter>> {
    builtin().iter().map(|(name, files)| load(name, files)).collect()
}

/// Names every fault, and every sample that does not give what is expected of it.
pub fn check(folders: &[PathBuf]) -> anyhow::Result<ExitCode> {
    let mut wrong = 0_usize;
    let mut right = 0_usize;
    for (name, files) in chosen(folders)? {
        let adapter = match Adapter::load(&slices(&files)) {
            Ok(adapter) => adapter,
            Err(faults) => {
                for fault in &faults.faults {
                    output::line(&format!("{name}: {fault}"))?;
                }
                wrong += faults.faults.len();
                continue;
            }
        };
        for fault in template::check(&adapter) {
            output::line(&format!("{name}: {fault}"))?;
            wrong += 1;
        }
        for outcome in sample::check(&adapter, &slices(&files)) {
            if outcome.is_right() {
                right += 1;
                continue;
            }
            wrong += 1;
            let expected = sample::expected_path(&outcome.path);
            match &outcome.expected {
                None => output::line(&format!("{name}/{expected}: it is missing: write it"))?,
                Some(_) => output::line(&format!(
                    "{name}/{}: it does not give what {expected} says; it gives",
                    outcome.path
                ))?,
            }
            for line in &outcome.lines {
                output::line(&format!("    {line}"))?;
            }
        }
    }
    output::line(&format!("{right} samples right, {wrong} faults"))?;
    Ok(if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Lists adapters with what they know.
pub fn list(folders: &[PathBuf]) -> anyhow::Result<ExitCode> {
    let mut table =
        output::Table::new(&["adapter", "carrier", "format", ">codes and texts", "layout from"]);
    for (name, files) in chosen(folders)? {
        let adapter = load(&name, &files)?;
        table.row(vec![
            adapter.name().to_string(),
            adapter.title().to_owned(),
            adapter.format().to_owned(),
            adapter.meanings_known().to_string(),
            adapter.source().to_owned(),
        ]);
    }
    table.print("no adapters")?;
    Ok(ExitCode::SUCCESS)
}

fn chosen(folders: &[PathBuf]) -> anyhow::Result<BTreeMap<String, Files>> {
    if folders.is_empty() {
        return Ok(builtin());
    }
    let read = folders.iter().map(|folder| {
        let name = folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy().into_owned();
        Ok((name, read_folder(folder)?))
    });
    read.collect()
}

fn builtin() -> BTreeMap<String, Files> {
    let mut adapters: BTreeMap<String, Files> = BTreeMap::new();
    for path in Builtin::iter() {
        let (Some((name, rest)), Some(file)) = (path.split_once('/'), Builtin::get(&path)) else {
            continue;
        };
        let files = adapters.entry(name.to_owned()).or_default();
        files.insert(rest.to_owned(), file.data.into_owned());
    }
    adapters
}

pub fn slices(files: &Files) -> Vec<AdapterFile<'_>> {
    files.iter().map(|(path, bytes)| AdapterFile { path, bytes }).collect()
}

/// The files of a folder and of the folders in it, one deep.
pub fn read_folder(folder: &Path) -> anyhow::Result<Files> {
    let mut files = Files::new();
    let mut folders = vec![(String::new(), folder.to_owned())];
    while let Some((prefix, path)) = folders.pop() {
        let entries = std::fs::read_dir(&path)
            .with_context(|| format!("cannot read the folder {}", path.display()))?;
        for entry in entries {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() && prefix.is_empty() {
                folders.push((format!("{name}/"), path));
            } else if path.is_file() {
                ensure!(files.len() < FILES_MAX, "more than {FILES_MAX} files");
                let bytes = std::fs::read(&path);
                let bytes = bytes.with_context(|| format!("cannot read {}", path.display()))?;
                files.insert(format!("{prefix}{name}"), bytes);
            }
        }
    }
    Ok(files)
}
