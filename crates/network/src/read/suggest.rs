//! The known name nearest to a mistyped one.

/// Most names compared for one suggestion: beyond that a reader is told none rather than kept waiting.
const NAMES_COMPARED_MAX: usize = 50_000;

/// The nearest of some names, if one is near enough to have been meant.
pub(crate) fn nearest<'a>(
    wanted: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let length = wanted.chars().count();
    let near_enough = (length / 3).max(1);
    let measured = known.into_iter().take(NAMES_COMPARED_MAX).filter_map(|name| {
        let apart = name.len().abs_diff(wanted.len());
        let distance = (apart <= 3 * near_enough).then(|| distance(wanted, name))?;
        (distance <= near_enough).then_some((distance, name))
    });
    measured.min().map(|(_, name)| name)
}

/// `did you mean …`, or another mend where nothing is near.
pub(crate) fn mend<'a>(
    wanted: &str,
    known: impl IntoIterator<Item = &'a str>,
    otherwise: &str,
) -> String {
    nearest(wanted, known)
        .map_or_else(|| otherwise.to_owned(), |name| format!("did you mean `{name}`?"))
}

/// Single letters put in, left out, changed or swapped with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let changed = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = changed.min(last[j] + 1).min(row[j - 1] + 1);
            let is_swap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if is_swap {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}
