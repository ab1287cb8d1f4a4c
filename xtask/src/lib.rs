//! Checks of the house, run as tests: which crate may depend on which, and what a tidy tree is.
//!
//! Each check is a pure function over what `cargo metadata` or `git ls-files` says, so that its own tests can
//! show it a tree with a fault in it. `tests/` runs them over this repository.

pub mod layers;
pub mod tidy;
pub mod tree;
