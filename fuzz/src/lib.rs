//! What every parser must hold for any bytes: it ends, it does not panic, and its answer is whole.
//!
//! Each target is a plain function over bytes. The ordinary tests replay the seeds and small changes of
//! them on every run; `targets/` hands the same functions to libFuzzer, which looks for new inputs.

mod files;
mod histories;
mod networks;
mod words;

pub use files::{orders, products};
pub use histories::history;
pub use networks::network_table;
pub use words::{barcode, words};

/// A property of a parser.
pub type Target = fn(&[u8]);

/// Every target, by the name of its seeds' folder and of its libFuzzer program.
pub const TARGETS: &[(&str, Target)] = &[
    ("orders", orders),
    ("products", products),
    ("history", history),
    ("network_table", network_table),
    ("words", words),
    ("barcode", barcode),
];
