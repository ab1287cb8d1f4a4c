//! What every parser must hold for any bytes: it ends, it does not panic, and its answer is whole.
//!
//! Each target is a plain function over bytes. The ordinary tests replay the seeds and small changes of
//! them on every run; `targets/` hands the same functions to libFuzzer, which looks for new inputs.

mod files;
mod histories;
mod messages;
mod networks;
mod stories;
mod words;

pub use files::{orders, products, surveys};
pub use histories::history;
pub use messages::{
    adapter, message_csv, message_edifact, message_json, message_xml, scan_line, signature,
};
pub use networks::network_table;
pub use stories::{chain, number, timeline};
pub use words::{addresses, barcode, words};

/// A property of a parser.
pub type Target = fn(&[u8]);

/// Every target, by the name of its seeds' folder and of its libFuzzer program.
pub const TARGETS: &[(&str, Target)] = &[
    ("orders", orders),
    ("products", products),
    ("surveys", surveys),
    ("addresses", addresses),
    ("history", history),
    ("network_table", network_table),
    ("words", words),
    ("barcode", barcode),
    ("message_json", message_json),
    ("message_xml", message_xml),
    ("message_csv", message_csv),
    ("message_edifact", message_edifact),
    ("adapter", adapter),
    ("scan_line", scan_line),
    ("signature", signature),
    ("number", number),
    ("timeline", timeline),
    ("chain", chain),
];
