//! Writing times: the patterns of `[[time]]` the other way round, without brackets and fractions.

use std::fmt::{self, Write as _};

use jiff::Timestamp;
use jiff::tz::Offset;

/// English names of months, short.
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// How a time is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern(Vec<Item>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Item {
    Year,
    ShortYear,
    Month,
    MonthName,
    Day,
    Hour,
    Minute,
    Second,
    /// `+08:00`.
    Offset,
    /// `+8`, `+5:30`.
    ShortOffset,
    Literal(char),
}

impl Pattern {
    /// Reads `YYYY`, `YY`, `MM`, `MMM`, `DD`, `hh`, `mm`, `ss`, `Z` (`+08:00`), `z` (`+8`); all else stands for
    /// itself. The error says what is wrong with it.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut items = Vec::new();
        let mut rest = text;
        while let Some(character) = rest.chars().next() {
            let run = rest.chars().take_while(|&next| next == character).count();
            let item = match (character, run) {
                ('Y', 4) => Item::Year,
                ('Y', 2) => Item::ShortYear,
                ('M', 2) => Item::Month,
                ('M', 3) => Item::MonthName,
                ('D', 2) => Item::Day,
                ('h', 2) => Item::Hour,
                ('m', 2) => Item::Minute,
                ('s', 2) => Item::Second,
                ('Z', 1) => Item::Offset,
                ('z', 1) => Item::ShortOffset,
                ('Y' | 'M' | 'D' | 'h' | 'm' | 's' | 'Z' | 'z', _) => {
                    return Err(format!("`{character}` {run} times over means nothing here"));
                }
                _ => Item::Literal(character),
            };
            let taken = if matches!(item, Item::Literal(_)) { 1 } else { run };
            rest = &rest[taken * character.len_utf8()..];
            items.push(item);
        }
        if items.is_empty() { Err("the pattern is empty".to_owned()) } else { Ok(Self(items)) }
    }

    /// The instant by a clock of this offset.
    pub(crate) fn write(&self, at: Timestamp, offset: Offset) -> String {
        let local = offset.to_datetime(at);
        let month = usize::try_from(local.month() - 1).unwrap_or_default();
        let mut text = String::new();
        for item in &self.0 {
            match item {
                Item::Year => write_to(&mut text, format_args!("{:04}", local.year())),
                Item::ShortYear => {
                    write_to(&mut text, format_args!("{:02}", local.year().rem_euclid(100)));
                }
                Item::Month => write_to(&mut text, format_args!("{:02}", local.month())),
                Item::MonthName => text.push_str(MONTHS.get(month).copied().unwrap_or_default()),
                Item::Day => write_to(&mut text, format_args!("{:02}", local.day())),
                Item::Hour => write_to(&mut text, format_args!("{:02}", local.hour())),
                Item::Minute => write_to(&mut text, format_args!("{:02}", local.minute())),
                Item::Second => write_to(&mut text, format_args!("{:02}", local.second())),
                Item::Offset => {
                    let (sign, hours, minutes) = parts(offset);
                    write_to(&mut text, format_args!("{sign}{hours:02}:{minutes:02}"));
                }
                Item::ShortOffset => match parts(offset) {
                    (sign, hours, 0) => write_to(&mut text, format_args!("{sign}{hours}")),
                    (sign, hours, minutes) => {
                        write_to(&mut text, format_args!("{sign}{hours}:{minutes:02}"));
                    }
                },
                Item::Literal(character) => text.push(*character),
            }
        }
        text
    }
}

fn write_to(text: &mut String, part: fmt::Arguments<'_>) {
    // Writing to a string in memory never fails.
    let _ = text.write_fmt(part);
}

fn parts(offset: Offset) -> (char, i32, i32) {
    let minutes = offset.seconds().abs() / 60;
    (if offset.seconds() < 0 { '-' } else { '+' }, minutes / 60, minutes % 60)
}
