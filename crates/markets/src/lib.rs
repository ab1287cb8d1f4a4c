//! Reads marketplaces' and sellers' files: orders and products, from any encoding.
//!
//! [`orders::read`] and [`products::read`] take the bytes of one file and give every row a fate: accepted,
//! rejected with all its faults, or skipped because it is empty. Nothing is guessed where a guess could
//! ship to the wrong door, and nothing is applied: whether good orders go ahead without the bad ones is for the
//! caller to decide. The formats are described in the book, under "Order files" and "Product files".
//!
//! No input makes it panic, and its memory is bounded by the limits in [`limits`].

mod amounts;
mod cells;
mod dates;
mod fault;
mod field;
mod header;
mod mapping;
mod numbers;
mod options;
mod sheet;
mod survey;
mod table;
mod text_encoding;

pub mod layouts;
pub mod limits;
pub mod orders;
pub mod products;

pub use dates::DateOrder;
pub use fault::{Fate, Fault, MarketsError, RowFate};
pub use field::{Field, FieldKind, FileKind, Need, Scope};
pub use mapping::{MappedTo, Mapping};
pub use options::ReadOptions;
pub use survey::{ProposedBy, RecognisedLayout, Survey, SurveyColumn, WorkbookSheet, survey};
