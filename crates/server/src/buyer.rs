//! The buyer's page: where a parcel is, for whoever knows one of its numbers, without signing in.
//!
//! Rendered here, useful without scripts, in the reader's language, and small: [`page`] draws a parcel,
//! [`notice`] says that there is none or that too many were asked for. [`visitors`] keeps anybody from
//! walking through the numbers, by the address that [`client`] finds. What the page deliberately does not
//! show: names, addresses, postcodes, and carriers' free text, which may hold a courier's name, a telephone
//! number or who signed.

pub mod client;
mod events;
mod frame;
mod language;
mod map;
pub mod notice;
pub mod page;
mod progress;
mod standing;
#[cfg(test)]
mod tests;
pub mod visitors;
