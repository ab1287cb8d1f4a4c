//! How what a sample gives differs from what is expected of it, scan by scan and key by key.

use std::collections::BTreeMap;
use std::fmt;

use crate::adapter::tree::{Kind, Tree, Value, json};

/// One difference. Lines are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// A line is expected and not given.
    Missing {
        /// Its place in what is expected.
        line: usize,
        /// What it says.
        text: String,
    },
    /// A line is given and not expected.
    Unexpected {
        /// Its place in what is given.
        line: usize,
        /// What it says.
        text: String,
    },
    /// A scan has another value under a key.
    Value {
        /// The scan's place in what is given.
        line: usize,
        /// The key, as `place.city`.
        key: String,
        /// What is expected; nothing where the key should not be there.
        expected: Option<String>,
        /// What is given; nothing where the key is not there.
        given: Option<String>,
    },
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |value: &Option<String>| match value {
            Some(value) => format!("`{value}`"),
            None => "nothing".to_owned(),
        };
        match self {
            Self::Missing { line, text } => write!(f, "expected line {line} is not given: {text}"),
            Self::Unexpected { line, text } => write!(f, "line {line} is not expected: {text}"),
            Self::Value { line, key, expected, given } => {
                let (expected, given) = (shown(expected), shown(given));
                write!(f, "line {line}: {key} is {given}, expected is {expected}")
            }
        }
    }
}

/// Lines that are compared each with each, at most: more of them are compared one by one, in order.
const ALIGNED_MAX: usize = 1_000;

/// The differences of what is given from what is expected, in the order of the lines.
pub fn differences(expected: &[String], given: &[String]) -> Vec<Difference> {
    let mut found = Vec::new();
    let (mut wanted, mut told) = (0, 0);
    let ends = [(expected.len(), given.len())];
    for (same_wanted, same_told) in aligned(expected, given).into_iter().chain(ends) {
        let gap = (&expected[wanted..same_wanted], &given[told..same_told]);
        of_gap((wanted, told), gap.0, gap.1, &mut found);
        (wanted, told) = (same_wanted + 1, same_told + 1);
    }
    found
}

/// The places of lines that are the same on both sides, as many as there can be, both rising.
fn aligned(expected: &[String], given: &[String]) -> Vec<(usize, usize)> {
    let (rows, columns) = (expected.len(), given.len());
    if rows.max(columns) > ALIGNED_MAX {
        let both = expected.iter().zip(given).enumerate();
        return both.filter(|(_, (one, other))| one == other).map(|(at, _)| (at, at)).collect();
    }
    // How many lines the rest of both sides share, from every pair of places on.
    let mut shared = vec![vec![0_usize; columns + 1]; rows + 1];
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            shared[row][column] = if expected[row] == given[column] {
                shared[row + 1][column + 1] + 1
            } else {
                shared[row + 1][column].max(shared[row][column + 1])
            };
        }
    }
    let (mut row, mut column) = (0, 0);
    let mut pairs = Vec::new();
    while row < rows && column < columns {
        if expected[row] == given[column] {
            pairs.push((row, column));
            (row, column) = (row + 1, column + 1);
        } else if shared[row + 1][column] >= shared[row][column + 1] {
            row += 1;
        } else {
            column += 1;
        }
    }
    pairs
}

/// Between two lines that are the same: scans are compared in pairs, what is left over stands alone.
fn of_gap(
    (wanted, told): (usize, usize),
    expected: &[String],
    given: &[String],
    found: &mut Vec<Difference>,
) {
    for at in 0..expected.len().max(given.len()) {
        let (one, other) = (expected.get(at), given.get(at));
        if let Some((one, other)) = one.zip(other)
            && let Some(values) = of_scans(told + at + 1, one, other)
        {
            found.extend(values);
            continue;
        }
        found.extend(
            one.map(|text| Difference::Missing { line: wanted + at + 1, text: text.clone() }),
        );
        found.extend(
            other.map(|text| Difference::Unexpected { line: told + at + 1, text: text.clone() }),
        );
    }
}

/// The keys in which two scans differ; none where one of the lines is no scan.
fn of_scans(line: usize, expected: &str, given: &str) -> Option<Vec<Difference>> {
    let (mut expected, mut given) = (keys_of(expected)?, keys_of(given)?);
    let mut keys: Vec<String> = expected.keys().chain(given.keys()).cloned().collect();
    keys.sort();
    keys.dedup();
    let differ = keys.into_iter().filter_map(|key| {
        let (expected, given) = (expected.remove(&key), given.remove(&key));
        let is_other = expected != given;
        is_other.then_some(Difference::Value { line, key, expected, given })
    });
    Some(differ.collect())
}

/// Every value of a line with an object by its key; keys within objects behind a dot.
fn keys_of(line: &str) -> Option<BTreeMap<String, String>> {
    let tree = json::parse(line).ok().filter(|tree| tree.kind(0) == Kind::Record)?;
    let mut keys = BTreeMap::new();
    collect(&tree, 0, "", &mut keys);
    Some(keys)
}

fn collect(tree: &Tree<'_>, at: usize, within: &str, keys: &mut BTreeMap<String, String>) {
    for child in tree.children(at) {
        let key = format!("{within}{}", tree.name(child));
        match tree.value(child) {
            Value::Scalar(text) => _ = keys.insert(key, text.to_owned()),
            Value::Null => _ = keys.insert(key, String::new()),
            Value::Record | Value::List => collect(tree, child, &format!("{key}."), keys),
        }
    }
}
