//! The data of a CN 23 customs declaration, on pages of their own behind the label.
//!
//! The fields are those that such a declaration is said to ask for: sender and addressee, why the goods
//! travel, every kind of goods, totals, papers that go with them, date and signature. The official form was
//! not before us; its layout and wording are not reproduced and no conformance with it is claimed.
//! Start at [`Cn23::new`].

use crate::{Cn22, Cn22Input, LabelError, limits};
use portolan_model::{Identifier, Mass};

pub(crate) mod draw;
#[cfg(test)]
mod tests;

/// A checked declaration of any value: totals that are sums, one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cn23 {
    declared: Cn22,
}

impl Cn23 {
    /// Checks a declaration as [`Cn22::new`] does; its ceiling does not bind here.
    ///
    /// # Errors
    /// [`LabelError::RowCount`], [`LabelError::DeclaredCurrency`], [`LabelError::DeclaredTotal`] or
    /// [`LabelError::Empty`].
    pub fn new(input: Cn22Input) -> Result<Self, LabelError> {
        Cn22::new(Cn22Input { ceiling: None, ..input }).map(|declared| Self { declared })
    }

    /// What is declared.
    pub const fn declared(&self) -> &Cn22 {
        &self.declared
    }
}

/// Whether a parcel goes by parcel post, which is declared on a CN 23 whatever its value: an S10 number
/// whose service begins with `C`, or more mass than letter post takes. From general knowledge of postal
/// habits: have it confirmed by the post that takes the parcels.
pub fn is_parcel_post(tracking: &Identifier, mass: Mass) -> bool {
    let is_parcel_number = match tracking {
        Identifier::S10(number) => number.to_string().starts_with('C'),
        Identifier::Other(_) => false,
    };
    is_parcel_number || mass.grams() > limits::LETTER_POST_GRAMS_MAX
}
