//! Growing one tree: histograms per leaf, the best cut of all leaves first.

use super::{Bins, Node, Tree};

/// How a tree is grown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Growth {
    pub leaves: usize,
    /// Least weight of a leaf.
    pub leaf_weight: f64,
    /// Weight that pulls a leaf's gain to nothing.
    pub ridge: f64,
}

/// Sums of a bin: weight, then the gradients.
type Sums<const C: usize> = ([f64; C], f64);

/// The rows a tree is grown on, and what they ask for.
pub(crate) struct Sample<'a, const C: usize> {
    pub bins: &'a Bins,
    /// Gradients of each row, weight included, and the weight.
    pub asks: &'a [Sums<C>],
    /// Features that may be cut.
    pub features: &'a [usize],
}

struct Leaf<const C: usize> {
    rows: Vec<u32>,
    histogram: Vec<Sums<C>>,
    total: Sums<C>,
    best: Option<Cut>,
    /// The node and side that point here.
    parent: Option<(usize, bool)>,
}

#[derive(Clone, Copy)]
struct Cut {
    feature: usize,
    bin: u8,
    gain: f64,
}

/// Grows a tree on rows; gives it without values, and the rows of each leaf.
pub(crate) fn grow<const C: usize>(
    sample: &Sample<'_, C>,
    rows: Vec<u32>,
    growth: &Growth,
) -> (Tree, Vec<Vec<u32>>) {
    let layout = Layout::new(sample);
    let histogram = layout.histogram(sample, &rows);
    let total =
        rows.iter().fold(([0.0; C], 0.0), |sums, &row| plus(sums, sample.asks[row as usize]));
    let mut root = Leaf { rows, histogram, total, best: None, parent: None };
    root.best = layout.best_cut(sample, &root, growth);
    let mut leaves = vec![root];
    let mut nodes: Vec<Node> = Vec::new();
    while leaves.len() < growth.leaves {
        let gain = |leaf: &Leaf<C>| leaf.best.map_or(0.0, |cut| cut.gain);
        let Some(at) = (0..leaves.len())
            .reduce(|a, b| if gain(&leaves[b]) > gain(&leaves[a]) { b } else { a })
        else {
            break;
        };
        let Some(cut) = leaves[at].best else { break };
        let leaf = leaves.swap_remove(at);
        if let Some((parent, is_left)) = leaf.parent {
            let place = u32::try_from(nodes.len()).unwrap_or(u32::MAX);
            let node = &mut nodes[parent];
            *(if is_left { &mut node.left } else { &mut node.right }) = place;
        }
        let edge = sample.bins.edge(cut.feature, cut.bin);
        let feature = u16::try_from(cut.feature).unwrap_or(u16::MAX);
        nodes.push(Node { feature, bin: cut.bin, cut: edge, left: 0, right: 0 });
        leaves.extend(layout.split(sample, leaf, (cut, nodes.len() - 1), growth));
    }
    finish(nodes, leaves)
}

fn finish<const C: usize>(mut nodes: Vec<Node>, leaves: Vec<Leaf<C>>) -> (Tree, Vec<Vec<u32>>) {
    let count = nodes.len();
    for (number, leaf) in leaves.iter().enumerate() {
        if let Some((parent, is_left)) = leaf.parent {
            let place = u32::try_from(count + number).unwrap_or(u32::MAX);
            let node = &mut nodes[parent];
            *(if is_left { &mut node.left } else { &mut node.right }) = place;
        }
    }
    let rows = leaves.into_iter().map(|leaf| leaf.rows).collect();
    (Tree { nodes, width: 0, values: Vec::new() }, rows)
}

fn plus<const C: usize>(mut left: Sums<C>, right: Sums<C>) -> Sums<C> {
    for (sum, add) in left.0.iter_mut().zip(right.0) {
        *sum += add;
    }
    left.1 += right.1;
    left
}

fn minus<const C: usize>(mut left: Sums<C>, right: &Sums<C>) -> Sums<C> {
    for (sum, take) in left.0.iter_mut().zip(right.0) {
        *sum -= take;
    }
    left.1 -= right.1;
    left
}

fn score<const C: usize>(sums: &Sums<C>, ridge: f64) -> f64 {
    sums.0.iter().map(|gradient| gradient * gradient).sum::<f64>() / (sums.1 + ridge)
}

/// Where each feature's bins stand in a histogram.
struct Layout {
    offsets: Vec<usize>,
    size: usize,
}

impl Layout {
    fn new<const C: usize>(sample: &Sample<'_, C>) -> Self {
        let mut size = 0;
        let mut offsets = Vec::with_capacity(sample.features.len());
        for &feature in sample.features {
            offsets.push(size);
            size += sample.bins.count(feature);
        }
        Self { offsets, size }
    }

    fn histogram<const C: usize>(&self, sample: &Sample<'_, C>, rows: &[u32]) -> Vec<Sums<C>> {
        let mut histogram = vec![([0.0; C], 0.0); self.size];
        for (&offset, &feature) in self.offsets.iter().zip(sample.features) {
            let column = sample.bins.column(feature);
            let part = &mut histogram[offset..offset + sample.bins.count(feature)];
            for &row in rows {
                let sums = &mut part[usize::from(column[row as usize])];
                *sums = plus(*sums, sample.asks[row as usize]);
            }
        }
        histogram
    }

    fn best_cut<const C: usize>(
        &self,
        sample: &Sample<'_, C>,
        leaf: &Leaf<C>,
        growth: &Growth,
    ) -> Option<Cut> {
        let whole = score(&leaf.total, growth.ridge);
        let mut best: Option<Cut> = None;
        for (&offset, &feature) in self.offsets.iter().zip(sample.features) {
            let count = sample.bins.count(feature);
            let mut left = ([0.0; C], 0.0);
            for bin in 0..count - 1 {
                left = plus(left, leaf.histogram[offset + bin]);
                let right = minus(leaf.total, &left);
                if left.1 < growth.leaf_weight || right.1 < growth.leaf_weight {
                    continue;
                }
                let gain = score(&left, growth.ridge) + score(&right, growth.ridge) - whole;
                if gain > best.map_or(GAIN_MIN, |cut| cut.gain) {
                    best = Some(Cut { feature, bin: u8::try_from(bin).unwrap_or(u8::MAX), gain });
                }
            }
        }
        best
    }

    /// The two halves of a leaf; the larger one's histogram is what the smaller leaves over.
    fn split<const C: usize>(
        &self,
        sample: &Sample<'_, C>,
        leaf: Leaf<C>,
        (cut, node): (Cut, usize),
        growth: &Growth,
    ) -> [Leaf<C>; 2] {
        let column = sample.bins.column(cut.feature);
        let (left, right): (Vec<u32>, Vec<u32>) =
            leaf.rows.iter().partition(|&&row| column[row as usize] <= cut.bin);
        let is_left_small = left.len() <= right.len();
        let small = self.histogram(sample, if is_left_small { &left } else { &right });
        let mut large = leaf.histogram;
        for (sums, take) in large.iter_mut().zip(&small) {
            *sums = minus(*sums, take);
        }
        let (left_sums, right_sums) = if is_left_small { (small, large) } else { (large, small) };
        let make = |rows: Vec<u32>, histogram: Vec<Sums<C>>, is_left: bool| {
            let total = rows
                .iter()
                .fold(([0.0; C], 0.0), |sums, &row| plus(sums, sample.asks[row as usize]));
            let mut half =
                Leaf { rows, histogram, total, best: None, parent: Some((node, is_left)) };
            half.best = self.best_cut(sample, &half, growth);
            half
        };
        [make(left, left_sums, true), make(right, right_sums, false)]
    }
}

/// A gain below it is the rounding of sums.
const GAIN_MIN: f64 = 1e-9;
