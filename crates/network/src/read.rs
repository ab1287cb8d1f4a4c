//! From bytes to typed rows: comma-separated text, cells, tables with overlays.
//!
//! A table declares its columns and reads its cells; this layer finds unknown, missing and repeated
//! columns, bad cells, repeated keys and wrong deletions, and says where. It never stops at a fault.

pub(crate) mod cell;
mod csv;
mod row;
pub(crate) mod suggest;
mod table;
#[cfg(test)]
mod tests;
mod toml;

pub(crate) use cell::{Cell, CellFault};
pub(crate) use row::{At, Column, Row, key, maybe, need};
pub(crate) use table::{Placed, Reader, Table, TableRow};
pub(crate) use toml::{Manifest, read_manifest};
