//! Regression trees over binned features, grown leaf by leaf where the gain is largest.
//!
//! A tree is grown for several targets at once: the gain of a cut is the sum over their gradients. What stands in
//! the leaves is the caller's business. Growth is exact and deterministic: no threads, no randomness but the seed.

mod bins;
mod grow;

#[cfg(test)]
mod tests;

pub(crate) use bins::Bins;
pub(crate) use grow::{Growth, Sample, grow};

/// A cut: `feature <= cut` goes left, and so does what is not told.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Node {
    pub feature: u16,
    pub bin: u8,
    pub cut: f32,
    /// Places of the branches; a place at or past the count of nodes is a leaf.
    pub left: u32,
    pub right: u32,
}

/// A tree with `width` values in each leaf.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tree {
    pub nodes: Vec<Node>,
    pub width: usize,
    /// Values of the leaves, one leaf after the other.
    pub values: Vec<f64>,
}

impl Tree {
    /// The values of the leaf that features fall into.
    pub fn values_of(&self, features: &[f32]) -> &[f64] {
        let leaf = self.descend(|node| {
            let value = features[node.feature as usize];
            value.is_nan() || value <= node.cut
        });
        &self.values[leaf * self.width..(leaf + 1) * self.width]
    }

    /// The leaf of a row of a binned table.
    pub fn leaf_of(&self, bins: &Bins, row: usize) -> usize {
        self.descend(|node| bins.bin(node.feature as usize, row) <= node.bin)
    }

    fn descend(&self, is_left: impl Fn(&Node) -> bool) -> usize {
        let mut at = 0;
        while let Some(node) = self.nodes.get(at) {
            at = if is_left(node) { node.left } else { node.right } as usize;
        }
        at - self.nodes.len()
    }
}
