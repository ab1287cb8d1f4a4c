//! Hand-over documents: what one party declared, what the other counted, and what that proves.

use std::collections::BTreeSet;

use jiff::Timestamp;
use portolan_model::{Code, Identifier};

use crate::timeline::HandOver;

/// A counted hand-over between two parties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOverDocument {
    /// The document's key.
    pub key: Code,
    /// When the count was closed.
    pub at: Timestamp,
    /// Who gave.
    pub giver: Code,
    /// Who took.
    pub taker: Code,
    /// What the giver said was there.
    pub declared: BTreeSet<Identifier>,
    /// What the taker counted.
    pub counted: BTreeSet<Identifier>,
}

impl HandOverDocument {
    /// Declared and counted: custody moved.
    pub fn accepted(&self) -> impl Iterator<Item = &Identifier> {
        self.declared.intersection(&self.counted)
    }

    /// Declared and not counted: the giver still answers for it.
    pub fn short(&self) -> impl Iterator<Item = &Identifier> {
        self.declared.difference(&self.counted)
    }

    /// Counted and not declared: the taker has it, and so custody moved too.
    pub fn over(&self) -> impl Iterator<Item = &Identifier> {
        self.counted.difference(&self.declared)
    }

    /// What it says of a parcel that is known by any of these identifiers; `None` where it names none.
    /// A parcel counted under one number is there, though another of its numbers was declared.
    pub fn about(&self, identifiers: &[Identifier]) -> Option<HandOver> {
        let names = |set: &BTreeSet<Identifier>| identifiers.iter().any(|one| set.contains(one));
        let accepted = names(&self.counted);
        (accepted || names(&self.declared)).then(|| HandOver {
            at: self.at,
            document: self.key.clone(),
            giver: self.giver.clone(),
            taker: self.taker.clone(),
            accepted,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_parts_into_accepted_short_and_over() {
        let number = |text: &str| Identifier::parse(text).unwrap();
        let set = |texts: &[&str]| texts.iter().map(|text| number(text)).collect();
        let document = HandOverDocument {
            key: Code::parse("mf-1").unwrap(),
            at: Timestamp::UNIX_EPOCH,
            giver: Code::parse("seller").unwrap(),
            taker: Code::parse("post").unwrap(),
            declared: set(&["A-1", "A-2"]),
            counted: set(&["A-2", "A-3"]),
        };
        let all = |found: Vec<&Identifier>| found.into_iter().cloned().collect::<Vec<_>>();
        assert_eq!(all(document.accepted().collect()), [number("A-2")]);
        assert_eq!(all(document.short().collect()), [number("A-1")]);
        assert_eq!(all(document.over().collect()), [number("A-3")]);
        let accepted = |texts: &[&str]| {
            let numbers: Vec<Identifier> = texts.iter().map(|text| number(text)).collect();
            document.about(&numbers).map(|about| about.accepted)
        };
        assert_eq!(accepted(&["A-1"]), Some(false));
        assert_eq!(accepted(&["A-1", "A-3"]), Some(true));
        assert_eq!(accepted(&["A-4"]), None);
    }
}
