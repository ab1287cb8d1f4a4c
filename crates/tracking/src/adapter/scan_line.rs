//! One scan as one line of JSON, as `portolan normalize` prints it, and back.
//!
//! The keys are the command line's contract, described in the book under "Scans". Writing and reading are
//! inverse: what is written reads back as the same scan. `status` and `sub_status` follow from the
//! milestone and its reason and are written for the reader's convenience; they are not read.

mod read;
#[cfg(test)]
pub(crate) mod tests;
mod write;

pub use read::{ScanLineFault, read};
pub use write::write;
