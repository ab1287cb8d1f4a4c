//! Strong indices and the flat vectors they point into.
//!
//! An [`Idx`] of a leg cannot be used where an index of a tariff is wanted; an [`Arena`] is a vector that
//! is indexed by the indices of its own kind only. Indices are made by compiling and are valid for the one
//! snapshot they came from.

use std::{cmp::Ordering, fmt, hash, marker::PhantomData, ops};

/// The place of a `T` in its [`Arena`].
pub struct Idx<T> {
    raw: u32,
    kind: PhantomData<fn() -> T>,
}

impl<T> Idx<T> {
    /// The index of the `raw`th element.
    pub const fn new(raw: u32) -> Self {
        Self { raw, kind: PhantomData }
    }

    /// The position as a number, from 0.
    pub const fn raw(self) -> u32 {
        self.raw
    }

    /// The position as a vector's index, from 0.
    pub const fn index(self) -> usize {
        self.raw as usize
    }
}

impl<T> Clone for Idx<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Idx<T> {}

impl<T> PartialEq for Idx<T> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}

impl<T> Eq for Idx<T> {}

impl<T> PartialOrd for Idx<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Idx<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.raw.cmp(&other.raw)
    }
}

impl<T> hash::Hash for Idx<T> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.raw.hash(state);
    }
}

impl<T> fmt::Debug for Idx<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.raw)
    }
}

/// A vector indexed by [`Idx`] of its own kind.
#[derive(Debug, Clone)]
pub struct Arena<T>(Vec<T>);

impl<T> Arena<T> {
    /// Appends an element and tells its index.
    pub(crate) fn push(&mut self, value: T) -> Idx<T> {
        let raw = u32::try_from(self.0.len()).expect("invariant: tables are far below 2^32 rows");
        self.0.push(value);
        Idx::new(raw)
    }

    /// All indices, in order.
    ///
    /// # Panics
    /// Never: tables have far fewer than 2^32 rows.
    pub fn indices(&self) -> impl DoubleEndedIterator<Item = Idx<T>> + use<T> {
        let end = u32::try_from(self.0.len()).expect("invariant: tables are far below 2^32 rows");
        (0..end).map(Idx::new)
    }

    /// All elements with their indices, in order.
    pub fn entries(&self) -> impl Iterator<Item = (Idx<T>, &T)> {
        (0_u32..).map(Idx::new).zip(&self.0)
    }

    /// All elements, to be changed while compiling.
    pub(crate) fn as_mut_slice(&mut self) -> &mut [T] {
        &mut self.0
    }
}

impl<T> Default for Arena<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> FromIterator<T> for Arena<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

impl<T> ops::Deref for Arena<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T> ops::Index<Idx<T>> for Arena<T> {
    type Output = T;
    fn index(&self, index: Idx<T>) -> &T {
        &self.0[index.index()]
    }
}

impl<T> ops::IndexMut<Idx<T>> for Arena<T> {
    fn index_mut(&mut self, index: Idx<T>) -> &mut T {
        &mut self.0[index.index()]
    }
}
