//! Carriers' formats as data: an adapter is a folder with an `adapter.toml`, read once and applied often.
//!
//! [`Adapter::load`] reads the files, telling every fault at once; [`Adapter::read`] turns the bytes of one
//! message into scans. Pure: no I/O and no clock; whatever the bytes are, it neither panics nor takes more
//! than its limits allow ([`limits`]). [`scan_line`] writes a scan as a line of JSON and reads it back.
//! What it deliberately does not do: ask carriers for messages, or judge which scan to believe. The format
//! is described in the book, under "Carrier adapters".

mod clock;
mod compile;
mod draft;
mod fault;
mod field;
mod fields;
pub mod limits;
mod meaning;
mod path;
mod reading;
pub mod sample;
pub mod scan_line;
pub mod signature;
pub mod template;
#[cfg(test)]
mod tests;
mod tree;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use portolan_model::{Code, CountryCode, IdentifierScheme};

pub use fault::{AdapterFault, AdapterFaults, MessageFault};
pub use reading::{AlsoKnown, Reading, UnknownCode};

use draft::{FILE, Findings};
use path::Syntax;
use signature::Signature;
use tree::Tree;

/// One file of an adapter's folder.
#[derive(Debug, Clone, Copy)]
pub struct AdapterFile<'f> {
    /// Its path within the folder, with `/`.
    pub path: &'f str,
    /// Its bytes.
    pub bytes: &'f [u8],
}

/// What a message is written in.
#[derive(Debug, Clone, PartialEq, Eq)]
enum MessageKind {
    Json,
    Xml,
    Csv { separator: u8 },
    Edifact { groups: Vec<Box<str>> },
}

impl MessageKind {
    const fn syntax(&self) -> Syntax {
        match self {
            Self::Json => Syntax::Members,
            Self::Xml | Self::Csv { .. } | Self::Edifact { .. } => Syntax::Elements,
        }
    }

    const fn as_str(&self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Xml => "xml",
            Self::Csv { .. } => "csv",
            Self::Edifact { .. } => "edifact",
        }
    }
}

/// A carrier's format, ready to read messages.
#[derive(Debug, Clone)]
pub struct Adapter {
    name: Code,
    title: String,
    operator: Code,
    source: String,
    identifier_scheme: IdentifierScheme,
    kind: MessageKind,
    encoding: &'static encoding_rs::Encoding,
    parcels: Vec<path::Path>,
    events: Vec<path::Path>,
    fields: fields::Fields,
    also_known: Vec<(IdentifierScheme, field::Field)>,
    times: Vec<clock::TimeWay>,
    zones: clock::Zones,
    meanings: meaning::Meanings,
    operators: HashMap<String, Code>,
    countries: HashMap<String, CountryCode>,
    signature: Option<Signature>,
    samples_without: Vec<(sample::Case, String)>,
    template: Option<template::Template>,
    samples: Option<Arc<[u8]>>,
}

impl Adapter {
    /// Reads an adapter from the files of its folder; only `adapter.toml` counts here, the samples are
    /// kept as they are ([`Adapter::samples`]) and checked by [`sample::check`]. Every fault is told at once.
    pub fn load(files: &[AdapterFile<'_>]) -> Result<Self, AdapterFaults> {
        let mut findings = Findings::default();
        let adapter = Self::compile(files, &mut findings);
        match adapter {
            Some(mut adapter) if findings.faults.is_empty() => {
                adapter.samples = sample::joined(files);
                Ok(adapter)
            }
            _ => {
                findings.faults.sort();
                Err(AdapterFaults { faults: findings.faults })
            }
        }
    }

    fn compile(files: &[AdapterFile<'_>], findings: &mut Findings) -> Option<Self> {
        let Some(file) = files.iter().find(|file| file.path == FILE) else {
            let what = format!("the folder has no {FILE}");
            findings.add("", "adapter_missing", what, "write one");
            return None;
        };
        if file.bytes.len() > limits::ADAPTER_BYTES_MAX {
            let what = format!("it is longer than {} bytes", limits::ADAPTER_BYTES_MAX);
            findings.add("", "adapter_long", what, "shorten its tables");
            return None;
        }
        let Ok(text) = std::str::from_utf8(file.bytes) else {
            findings.add("", "adapter_encoding", "it is not UTF-8".to_owned(), "save it as UTF-8");
            return None;
        };
        match text.parse::<toml::Table>() {
            Ok(table) => compile::compile(&table, findings),
            Err(fault) => {
                let line = fault.span().map_or(1, |span| {
                    let before = text.as_bytes().iter().take(span.start);
                    1 + before.filter(|&&byte| byte == b'\n').count()
                });
                let what = format!("line {line}: {}", fault.message());
                findings.add("", "adapter_toml", what, "mend the TOML");
                None
            }
        }
    }

    /// Its sample messages one after the other, where its folder has any: what messages of this layout have
    /// in common. At most [`limits::SAMPLES_BYTES_MAX`].
    pub fn samples(&self) -> Option<Arc<[u8]>> {
        self.samples.clone()
    }

    /// Its key, and the source of its scans.
    pub const fn name(&self) -> &Code {
        &self.name
    }

    /// The carrier's name.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The operator that holds what it scans, unless an event says otherwise.
    pub const fn operator(&self) -> &Code {
        &self.operator
    }

    /// Where the layout was published, and when it was seen.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// What its messages are written in: `json`, `xml`, `csv` or `edifact`.
    pub const fn format(&self) -> &'static str {
        self.kind.as_str()
    }

    /// How its messages are signed, where they are.
    pub const fn signature(&self) -> Option<&Signature> {
        self.signature.as_ref()
    }

    /// The cases that its samples do not show, each with the reason why not.
    pub fn samples_without(&self) -> &[(sample::Case, String)] {
        &self.samples_without
    }

    /// How many codes, texts and stages its tables know.
    pub fn meanings_known(&self) -> usize {
        let tables = &self.meanings;
        let texts = tables.exact.len() + tables.prefix.len() + tables.contains.len();
        tables.codes.len() + tables.stages.len() + texts
    }

    /// Reads one message that reached us at an instant.
    pub fn read(&self, bytes: &[u8], received_at: Timestamp) -> Reading {
        let read = self.decode(bytes).and_then(|text| {
            let tree = self.parse(&text)?;
            Ok(reading::read(self, &tree, received_at))
        });
        read.unwrap_or_else(Reading::unreadable)
    }

    fn parse<'t>(&self, text: &'t str) -> Result<Tree<'t>, MessageFault> {
        match &self.kind {
            MessageKind::Json => tree::json::parse(text),
            MessageKind::Xml => tree::xml::parse(text),
            MessageKind::Csv { separator } => tree::sheet::parse(text, *separator),
            MessageKind::Edifact { groups } => tree::edifact::parse(text, groups),
        }
    }

    /// The message's text: in the encoding an XML document declares, else in the adapter's.
    fn decode<'b>(&self, bytes: &'b [u8]) -> Result<Cow<'b, str>, MessageFault> {
        if bytes.len() > limits::MESSAGE_BYTES_MAX {
            let what = format!("the message is longer than {} bytes", limits::MESSAGE_BYTES_MAX);
            return Err(MessageFault::new("message_long", what, "split it"));
        }
        let declared = if self.kind == MessageKind::Xml { declared_encoding(bytes)? } else { None };
        let encoding = declared.unwrap_or(self.encoding);
        if encoding == encoding_rs::UTF_8 {
            let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
            let text = std::str::from_utf8(bytes);
            return text.map(Cow::Borrowed).map_err(|_| MessageFault::encoding("UTF-8"));
        }
        let (text, _, had_errors) = encoding.decode(bytes);
        if had_errors { Err(MessageFault::encoding(encoding.name())) } else { Ok(text) }
    }
}

/// The encoding that an XML declaration names, where it names one.
fn declared_encoding(bytes: &[u8]) -> Result<Option<&'static encoding_rs::Encoding>, MessageFault> {
    if bytes.starts_with(b"\xFF\xFE") {
        return Ok(Some(encoding_rs::UTF_16LE));
    }
    if bytes.starts_with(b"\xFE\xFF") {
        return Ok(Some(encoding_rs::UTF_16BE));
    }
    let head = &bytes[..bytes.len().min(200)];
    let head: String = head.iter().map(|&byte| char::from(byte)).collect();
    let Some((declaration, _)) = head.split_once("?>") else { return Ok(None) };
    let Some((_, rest)) = declaration.split_once("encoding") else { return Ok(None) };
    let rest = rest.trim_start().trim_start_matches('=').trim_start();
    let label: String = rest.chars().skip(1).take_while(|c| !matches!(c, '"' | '\'')).collect();
    let known = encoding_rs::Encoding::for_label(label.as_bytes());
    known.map(Some).ok_or_else(|| MessageFault::encoding("an encoding that is known here"))
}
