//! A table of features, each cut into at most 48 bins of about equal weight; bin 0 is "not told".

/// Bins a feature may have beside that of what is not told.
const BINS_MAX: usize = 48;
/// Rows looked at to find the cuts.
const SAMPLE_ROWS: usize = 20_000;

/// The table, column by column.
#[derive(Debug, Clone)]
pub(crate) struct Bins {
    /// Upper edges of each feature's bins from 1; the last bin has none.
    pub cuts: Vec<Vec<f32>>,
    columns: Vec<Vec<u8>>,
}

impl Bins {
    /// Bins a table given row by row.
    pub fn new(table: &[f32], width: usize) -> Self {
        let rows = table.len().checked_div(width).unwrap_or(0);
        let step = rows.div_ceil(SAMPLE_ROWS).max(1);
        let mut cuts = Vec::with_capacity(width);
        let mut columns = Vec::with_capacity(width);
        for feature in 0..width {
            let value = |row: usize| table[row * width + feature];
            let sample = (0..rows).step_by(step).map(value).filter(|value| !value.is_nan());
            let edges = edges_of(sample.collect());
            columns.push((0..rows).map(|row| bin_of(&edges, value(row))).collect());
            cuts.push(edges);
        }
        Self { cuts, columns }
    }

    /// The bin of a cell.
    pub fn bin(&self, feature: usize, row: usize) -> u8 {
        self.columns[feature][row]
    }

    /// A feature's bins, row by row.
    pub fn column(&self, feature: usize) -> &[u8] {
        &self.columns[feature]
    }

    /// How many bins a feature has.
    pub fn count(&self, feature: usize) -> usize {
        self.cuts[feature].len() + 2
    }

    /// The largest value that still lies in a bin; below everything for what is not told.
    pub fn edge(&self, feature: usize, bin: u8) -> f32 {
        match bin.checked_sub(1) {
            Some(at) => self.cuts[feature][usize::from(at)],
            None => f32::NEG_INFINITY,
        }
    }
}

fn bin_of(edges: &[f32], value: f32) -> u8 {
    if value.is_nan() {
        return 0;
    }
    u8::try_from(1 + edges.partition_point(|&edge| edge < value)).unwrap_or(u8::MAX)
}

/// Edges between different values, so that every bin holds about as many rows.
fn edges_of(mut values: Vec<f32>) -> Vec<f32> {
    values.sort_by(f32::total_cmp);
    let mut edges: Vec<f32> = Vec::new();
    let per_bin = values.len().div_ceil(BINS_MAX).max(1);
    let mut filled = 0;
    for pair in values.windows(2) {
        filled += 1;
        if filled >= per_bin && pair[0] < pair[1] {
            edges.push(pair[0] + (pair[1] - pair[0]) / 2.0);
            filled = 0;
        }
    }
    edges.dedup();
    edges
}
