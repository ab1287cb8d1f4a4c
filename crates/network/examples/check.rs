//! Checks the folders given as arguments, base first, and prints every fault and what is reached.

use portolan_network::{Checked, NetworkSource, TableFile, check};
use std::{
    fs,
    io::{self, Write},
    path::Path,
    process::ExitCode,
};

fn main() -> io::Result<ExitCode> {
    let folders = std::env::args().skip(1).map(|folder| read_folder(Path::new(&folder)));
    let source = NetworkSource { folders: folders.collect::<io::Result<_>>()? };
    let checked = check(&source);
    print(&mut io::stdout().lock(), &checked)?;
    Ok(if checked.snapshot.is_some() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn read_folder(folder: &Path) -> io::Result<Vec<TableFile>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            let path = entry.file_name().to_string_lossy().into_owned();
            files.push(TableFile { path, bytes: fs::read(entry.path())? });
        }
    }
    Ok(files)
}

fn print(out: &mut impl Write, checked: &Checked) -> io::Result<()> {
    for fault in &checked.faults {
        writeln!(out, "[{}] {fault}", fault.folder)?;
    }
    for country in &checked.reach.reached {
        let join = |codes: &[portolan_model::Code]| {
            codes.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        };
        let (lines, services) = (join(&country.lines), join(&country.services));
        let legs = country.legs_min;
        writeln!(out, "{}: {legs} legs; services: {services}; lines: {lines}", country.country)?;
    }
    for country in &checked.reach.unreached {
        writeln!(out, "{}: unreached: {}", country.country, country.why)?;
    }
    let (errors, warnings) = (checked.error_count(), checked.warning_count());
    writeln!(out, "{errors} errors, {warnings} warnings")
}
