//! Dates as a language writes them.

use jiff::civil::Date;

/// A language's names of days and months, and the order it puts them in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateTexts {
    /// Monday first.
    pub(super) weekdays: Vec<String>,
    /// January first, in the form that stands in a date.
    pub(super) months: Vec<String>,
    /// A day of this year.
    pub(super) day: String,
    /// A day of another year.
    pub(super) day_of_year: String,
    /// From one day to another.
    pub(super) range: String,
}

impl DateTexts {
    /// A day; with its year where that is not this one.
    pub fn day(&self, date: Date, this_year: i16) -> String {
        let weekday = usize::from(date.weekday().to_monday_zero_offset().unsigned_abs());
        let month = usize::from(date.month().unsigned_abs()) - 1;
        let name = |names: &[String], index: usize| names.get(index).cloned().unwrap_or_default();
        let pattern = if date.year() == this_year { &self.day } else { &self.day_of_year };
        pattern
            .replace("{weekday}", &name(&self.weekdays, weekday))
            .replace("{day}", &date.day().to_string())
            .replace("{month}", &name(&self.months, month))
            .replace("{year}", &date.year().to_string())
    }

    /// From one day to another; a single day where both are the same.
    pub fn range(&self, from: Date, to: Date, this_year: i16) -> String {
        if from >= to {
            return self.day(to, this_year);
        }
        let (from, to) = (self.day(from, this_year), self.day(to, this_year));
        self.range.replace("{from}", &from).replace("{to}", &to)
    }
}
