//! What is wrong with an adapter, a message or one event of it: where, what and how to mend it.
//!
//! Codes are stable: programs match on them, words may change. An adapter tells all its faults at once; a
//! message that cannot be read at all has one; an event that cannot be read does not take the others with it.

use std::fmt;

use thiserror::Error;

/// One fault of one adapter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AdapterFault {
    /// The file within the adapter's folder.
    pub file: String,
    /// The field, as `time[0].formats`; empty where the whole file is meant.
    pub field: String,
    /// Its stable name.
    pub code: &'static str,
    /// What is wrong, in words.
    pub what: String,
    /// What to do about it, in words.
    pub mend: String,
}

impl fmt::Display for AdapterFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.file)?;
        if !self.field.is_empty() {
            write!(f, "{}: ", self.field)?;
        }
        write!(f, "{}: {} [{}]", self.what, self.mend, self.code)
    }
}

/// An adapter that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the adapter has {} faults: run `adapter check` and mend them", .faults.len())]
pub struct AdapterFaults {
    /// Every fault, in the order of file and field.
    pub faults: Vec<AdapterFault>,
}

impl AdapterFaults {
    /// The stable code of the error.
    pub const fn code(&self) -> &'static str {
        "adapter_faulty"
    }
}

/// Why a message, or one event of it, was not read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{what}: {mend} [{code}]")]
pub struct MessageFault {
    /// The event, from 0 in the order of the message; none where the whole message is meant.
    pub event: Option<usize>,
    /// Whether something was left out: the event, or the message. Otherwise the scan is there without the
    /// value that was not understood.
    pub is_lost: bool,
    /// Its stable name.
    pub code: &'static str,
    /// What is wrong, in words.
    pub what: String,
    /// What to do about it, in words.
    pub mend: String,
}

impl MessageFault {
    /// A fault of the whole message.
    pub(crate) fn new(code: &'static str, what: String, mend: &str) -> Self {
        Self { event: None, is_lost: true, code, what, mend: mend.to_owned() }
    }

    /// The same fault, of one event.
    #[must_use]
    pub(crate) fn at_event(self, event: usize) -> Self {
        Self { event: Some(event), ..self }
    }

    /// The same fault, of a value without which the scan still says something.
    #[must_use]
    pub(crate) fn of_value(self) -> Self {
        Self { is_lost: false, ..self }
    }

    pub(crate) fn malformed(format: &str, what: &str) -> Self {
        Self::new(
            "message_malformed",
            format!("the message is no whole {format}: {what}"),
            "ask the carrier for the message again; it may have been cut",
        )
    }

    pub(crate) fn encoding(expected: &str) -> Self {
        Self::new(
            "message_encoding",
            format!("the message is not in {expected}"),
            "send it in that encoding, or name the right one in `message.encoding`",
        )
    }

    pub(crate) fn too_deep() -> Self {
        Self::new(
            "message_deep",
            format!("the message is nested deeper than {}", super::limits::DEPTH_MAX),
            "no carrier sends such a message: look at where it came from",
        )
    }

    pub(crate) fn too_many_values() -> Self {
        Self::new(
            "message_long",
            format!("the message holds more than {} values", super::limits::NODES_MAX),
            "split it",
        )
    }
}
