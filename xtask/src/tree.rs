//! Reads the tracked files of this repository: what git knows, so that build output is never looked at.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

/// One tracked file. `text` is absent for a file that is not UTF-8.
#[derive(Debug, Clone)]
pub struct File {
    /// Path from the root of the repository, with `/`.
    pub path: String,
    /// Size in bytes.
    pub size_bytes: u64,
    /// The content, if it is text.
    pub text: Option<String>,
}

impl File {
    /// A text file, as the checks' own tests make them up.
    pub fn of_text(path: &str, text: &str) -> Self {
        let size_bytes = u64::try_from(text.len()).unwrap_or(u64::MAX);
        Self { path: path.to_owned(), size_bytes, text: Some(text.to_owned()) }
    }
}

/// The root of the repository this crate stands in.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(PathBuf::new, Path::to_path_buf)
}

/// Every tracked file that is still there.
pub fn tracked_files(root: &Path) -> Result<Vec<File>> {
    let listing = Command::new("git")
        .args(["ls-files", "-z"])
        .current_dir(root)
        .output()
        .context("git could not be started")?;
    ensure!(
        listing.status.success(),
        "git ls-files failed: {}",
        String::from_utf8_lossy(&listing.stderr)
    );
    let mut files = Vec::new();
    for path in String::from_utf8_lossy(&listing.stdout).split('\0').filter(|p| !p.is_empty()) {
        let Ok(bytes) = std::fs::read(root.join(path)) else { continue };
        let size_bytes = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        files.push(File { path: path.to_owned(), size_bytes, text: String::from_utf8(bytes).ok() });
    }
    Ok(files)
}
