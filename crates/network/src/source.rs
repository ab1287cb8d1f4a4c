//! The bytes of a network, as the caller read them.

use crate::link::FILES;
use sha2::{Digest, Sha256};

/// One file of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableFile {
    /// Its name within the folder, such as `legs.csv`.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The folders of a network: the base, then its overlays in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NetworkSource {
    /// The files of each folder.
    pub folders: Vec<Vec<TableFile>>,
}

/// The hash of the sources: of every folder in order and every table by name, whatever order they were
/// read in; other files do not count. Its hexadecimal digits are the network's version.
pub fn content_hash(source: &NetworkSource) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"portolan network 1\n");
    for folder in &source.folders {
        let is_table = |file: &&TableFile| FILES.contains(&file.path.as_str());
        let mut files: Vec<&TableFile> = folder.iter().filter(is_table).collect();
        files.sort_by(|a, b| (&a.path, &a.bytes).cmp(&(&b.path, &b.bytes)));
        hash.update((files.len() as u64).to_be_bytes());
        for file in files {
            for part in [file.path.as_bytes(), &file.bytes] {
                hash.update((part.len() as u64).to_be_bytes());
                hash.update(part);
            }
        }
    }
    hash.finalize().into()
}
