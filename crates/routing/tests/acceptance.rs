//! Search and quote against written cases and an exhaustive oracle.
//!
//! One binary, so that the plain worlds of [`world`] are shared: `ladder` has one small case per rule,
//! `oracle` random worlds by the thousand.

#[cfg(test)]
mod ask;
#[cfg(test)]
mod ladder;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod world;
