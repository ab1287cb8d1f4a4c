//! Separated values into a tree: every row is a record named `row`, its cells named by the header.

use std::borrow::Cow;

use super::{Tree, Value};
use crate::adapter::fault::MessageFault;

/// Reads a table with a header; every row must have as many cells.
pub(crate) fn parse(text: &str, separator: u8) -> Result<Tree<'static>, MessageFault> {
    let malformed = |fault: csv::Error| {
        let words: String = fault.to_string().chars().take(200).collect();
        MessageFault::malformed("table", &words)
    };
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).from_reader(text.as_bytes());
    let header = reader.headers().map_err(malformed)?.clone();
    if header.iter().all(|name| name.trim().is_empty()) {
        return Err(MessageFault::malformed("table", "it has no header"));
    }
    let mut tree = Tree::for_bytes(text.len());
    let root = tree.open(Cow::Borrowed(""), Value::Record)?;
    for row in reader.records() {
        let row = row.map_err(malformed)?;
        let record = tree.open(Cow::Borrowed("row"), Value::Record)?;
        for (name, cell) in header.iter().zip(&row) {
            if !cell.trim().is_empty() {
                let name = Cow::Owned(name.trim().to_owned());
                tree.open(name, Value::Scalar(Cow::Owned(cell.to_owned())))?;
            }
        }
        tree.close(record);
    }
    tree.close(root);
    Ok(tree)
}
