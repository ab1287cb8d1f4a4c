//! Histories of deliveries: every row that is kept can be learned from.

use portolan_promise::{
    Book,
    history::{ReadOptions, read},
};

/// History tables.
///
/// # Panics
/// When that does not hold: it is a fault of the parser.
pub fn history(bytes: &[u8]) {
    let now = jiff::Timestamp::from_second(1_800_000_000).unwrap_or(jiff::Timestamp::MAX);
    let Ok(history) = read(bytes, &ReadOptions { now, ignored: Vec::new() }) else { return };
    assert!(history.rows.len() <= history.rows_read, "a row is kept once");
    assert!(history.faults.len() <= history.faults_count, "faults are counted");
    for row in &history.rows {
        let observation = &row.observation;
        let shipped = observation.features.shipped_at;
        assert!(shipped <= now, "nothing leaves in the future");
        let ends = [observation.handed_over_at, observation.delivered_at];
        assert!(ends.into_iter().flatten().all(|end| shipped <= end && end <= now));
        assert_eq!(observation.features.extras.len(), history.extra_columns.len());
    }
    let book = Book::new(&history.observations());
    assert_eq!(book.len(), history.rows.len());
}
