//! What things are packed in for the journey.

use crate::{Code, Mass, Size};

/// A type of box, bag or tube.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Packaging {
    code: Code,
    tare: Mass,
    inner: Size,
}

impl Packaging {
    /// A packaging by its key, its own mass when empty, and the room inside.
    pub const fn new(code: Code, tare: Mass, inner: Size) -> Self {
        Self { code, tare, inner }
    }

    /// Its key.
    pub const fn code(&self) -> &Code {
        &self.code
    }

    /// Its mass when empty.
    pub const fn tare(&self) -> Mass {
        self.tare
    }

    /// The room inside.
    pub const fn inner(&self) -> Size {
        self.inner
    }
}
