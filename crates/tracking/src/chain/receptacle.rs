//! What the numbers of receptacles and despatches say by themselves: a bag bears the number of its despatch.

use portolan_model::{Identifier, IdentifierScheme, S8, S9};

/// The despatch that a receptacle lies in by its own number (UPU S9), whichever scheme it was told under;
/// `None` where the number says nothing of it.
pub fn despatch_of(receptacle: &Identifier) -> Option<Identifier> {
    let despatch = s9_of(receptacle)?.despatch().to_string();
    Identifier::read(IdentifierScheme::Despatch, &despatch).ok()
}

/// Whether a thing may lie in another, as far as their numbers tell: a receptacle in its own despatch and in
/// no other, a despatch in no receptacle. What is known by other numbers may lie anywhere.
pub fn may_lie_in(inner: &Identifier, outer: &Identifier) -> bool {
    match (s9_of(inner), s8_of(inner), s9_of(outer), s8_of(outer)) {
        (Some(bag), _, _, Some(despatch)) => bag.despatch() == despatch,
        (Some(_), _, Some(_), _) | (_, Some(_), Some(_), _) | (_, Some(_), _, Some(_)) => false,
        _ => true,
    }
}

fn s9_of(identifier: &Identifier) -> Option<S9> {
    match identifier {
        Identifier::S10(_) => None,
        Identifier::Other(other) => S9::parse(other.value()).ok(),
    }
}

fn s8_of(identifier: &Identifier) -> Option<S8> {
    match identifier {
        Identifier::S10(_) => None,
        Identifier::Other(other) => S8::parse(other.value()).ok(),
    }
}
