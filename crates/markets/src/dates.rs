//! Dates as spreadsheets and marketplaces write them.

/// Which of two numbers in `03/04/2026` is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateOrder {
    /// The third of April, as in most of the world.
    DayFirst,
    /// The fourth of March, as in the United States.
    MonthFirst,
}
