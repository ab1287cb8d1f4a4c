//! Duty, import tax and fees of a consignment, by dated rows of law.
//!
//! Pure: a [`Declaration`], the rows of a country's [`Scheme`] and a [`Reckoning`] (the day, the currency
//! and the rates of exchange) go in, an [`Assessment`] comes out: each charge with its row, and each
//! charge that no row can tell, with the reason. What is not known is never zero. The rows themselves are
//! data (`duties.csv` of the network folder); the rules by which they are read stand in
//! `docs/src/reference/duty.md`. Start at [`assess`], which finds the scheme, or at [`duty`].

mod amount;
mod assessment;
mod choose;
mod declaration;
mod duty;
mod error;
mod hs_list;
mod reckoning;
mod row;
mod scheme;
#[cfg(test)]
mod testing;

pub use assessment::{Assessment, Condition, DutyLine, Gap, Rate, Unknown};
pub use declaration::{Declaration, DeclarationInput, Item};
pub use duty::duty;
pub use error::CustomsError;
pub use hs_list::{EDITION as HS_EDITION, HsList, HsMatch};
pub use reckoning::{Exchange, Reckoning};
pub use row::{
    Basis, ChargeKind, Collected, DutyRow, DutyRowInput, Measure, Measured, Terms, Threshold,
};
pub use scheme::{DutyTable, Scheme, assess};
