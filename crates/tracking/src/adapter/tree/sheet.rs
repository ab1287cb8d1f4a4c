//! Separated values into a tree: every row is a record named `row`, its cells named by the header.

use super::{Kind, Span, Tree};
use crate::adapter::fault::MessageFault;

/// Reads a table with a header; every row must have as many cells.
pub(crate) fn parse(text: &str, separator: u8) -> Result<Tree<'_>, MessageFault> {
    let malformed = |fault: csv::Error| {
        let words: String = fault.to_string().chars().take(200).collect();
        MessageFault::malformed("table", &words)
    };
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).from_reader(text.as_bytes());
    let header = reader.headers().map_err(malformed)?;
    if header.iter().all(|name| name.trim().is_empty()) {
        return Err(MessageFault::malformed("table", "it has no header"));
    }
    let mut tree = Tree::of(text);
    let root = tree.open(Span::EMPTY, Kind::Record, Span::EMPTY)?;
    let names: Vec<Span> = header.iter().map(|name| tree.kept(name.trim())).collect();
    let of_row = tree.kept("row");
    let mut row = csv::StringRecord::new();
    while reader.read_record(&mut row).map_err(malformed)? {
        let record = tree.open(of_row, Kind::Record, Span::EMPTY)?;
        let cells = tree.kept(row.as_slice());
        for (&name, at) in names.iter().zip(0..) {
            let Some((cell, range)) = row.get(at).zip(row.range(at)) else { continue };
            if !cell.trim().is_empty() {
                tree.open(name, Kind::Scalar, cells.part(&range))?;
            }
        }
        tree.close(record);
    }
    tree.close(root);
    Ok(tree)
}
