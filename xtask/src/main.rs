//! Chores of development.
fn main() {}
