//! Stub.
#[derive(Default)]
pub struct Serials;
