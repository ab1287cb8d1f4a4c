//! Makes `network/reference` from committed facts (`reference/facts`) and hand-written tables
//! (`reference/tables`).
//!
//! Reading and writing files is done by [`folder`]; everything between is a pure function of the tables
//! read, so that the network generated twice is byte for byte the same. Start at [`generate`]. Prices are
//! made by [`pricing`], everything else by a module for each story. What is estimated follows a rule that
//! `reference/README.md` names.

pub mod pricing;
pub mod world;
