//! Formats of times, compiled once: `YYYY-MM-DD[Thh:mm[:ss[.f]][Z]]` and its like.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use portolan_model::scan::TimePrecision;

/// A time as its text gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Clock {
    pub(crate) local: DateTime,
    pub(crate) precision: TimePrecision,
    pub(crate) offset: Option<Offset>,
    /// Whether it was counted from 1970 and so is no one's local time.
    pub(crate) is_epoch: bool,
}

/// How a time is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Format {
    /// Seconds since 1970.
    EpochSeconds,
    /// Milliseconds since 1970.
    EpochMilliseconds,
    /// A pattern.
    Pattern(Vec<Item>),
    /// The pattern of [`ISO`] or [`ISO_BLANK`], with the sign between date and time: most times of most
    /// carriers are written so, and are read in one step where they are written in full.
    Iso(u8, Vec<Item>),
}

/// One piece of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Item {
    Year,
    ShortYear,
    /// At least and at most so many digits.
    Month(usize, usize),
    MonthName,
    Day(usize, usize),
    Hour(usize, usize),
    Minute,
    Second,
    Fraction,
    HalfDay,
    Offset,
    Literal(char),
    /// May be missing as a whole.
    Optional(Vec<Item>),
}

/// English names of months; three letters are enough to tell them apart.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// ISO 8601 as carriers write it, the date alone included.
const ISO: &str = "YYYY-MM-DD[Thh:mm[:ss[.f]][[ ]Z]]";
/// The same with a blank for the `T`.
const ISO_BLANK: &str = "YYYY-MM-DD[ hh:mm[:ss[.f]][[ ]Z]]";

impl Format {
    /// Reads a format: `iso`, `iso_blank`, `epoch_seconds`, `epoch_milliseconds` or a pattern.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        match text {
            "iso" => return Self::parse(ISO),
            "iso_blank" => return Self::parse(ISO_BLANK),
            "epoch_seconds" => return Ok(Self::EpochSeconds),
            "epoch_milliseconds" => return Ok(Self::EpochMilliseconds),
            _ => {}
        }
        let characters: Vec<char> = text.chars().collect();
        let mut at = 0;
        let items = compile(&characters, &mut at, 0)?;
        if !has(&items, |item| matches!(item, Item::Year | Item::ShortYear)) {
            return Err("a format of times needs a year".to_owned());
        }
        Ok(match text {
            ISO => Self::Iso(b'T', items),
            ISO_BLANK => Self::Iso(b' ', items),
            _ => Self::Pattern(items),
        })
    }

    /// The time that a text tells, where it fits the format to its last character.
    pub(crate) fn read(&self, text: &str) -> Option<Clock> {
        match self {
            Self::EpochSeconds => epoch(text, 1_000),
            Self::EpochMilliseconds => epoch(text, 1),
            Self::Pattern(items) => by_items(items, text),
            Self::Iso(between, items) => {
                in_full(text, *between).map_or_else(|| by_items(items, text), Parts::clock)
            }
        }
    }
}

fn by_items(items: &[Item], text: &str) -> Option<Clock> {
    let mut parts = Parts::default();
    let rest = walk(items, text, &mut parts)?;
    if rest.is_empty() { parts.clock() } else { None }
}

/// `YYYY-MM-DDThh:mm:ss`, with an offset as `Z` or `+hh:mm` or without one. Of anything else the pattern
/// has to tell what it is.
fn in_full(text: &str, between: u8) -> Option<Parts> {
    let (told, rest) = text.as_bytes().split_first_chunk::<19>()?;
    let pair = |at: usize| {
        let (tens, ones) = (told[at].wrapping_sub(b'0'), told[at + 1].wrapping_sub(b'0'));
        if tens < 10 && ones < 10 { i8::try_from(tens * 10 + ones).ok() } else { None }
    };
    let signs = [told[4], told[7], told[10], told[13], told[16]];
    if signs != [b'-', b'-', between, b':', b':'] {
        return None;
    }
    let offset = match rest {
        [] => None,
        b"Z" => Some(Offset::UTC),
        [b'+' | b'-', _, _, b':', _, _] => Some(read_offset(text.get(19..)?)?),
        _ => return None,
    };
    let second = pair(17)?;
    if second > 60 {
        return None;
    }
    Some(Parts {
        year: i16::from(pair(0)?) * 100 + i16::from(pair(2)?),
        month: pair(5)?,
        day: pair(8)?,
        hour: Some(pair(11)?),
        minute: pair(14)?,
        second: Some(second),
        is_afternoon: None,
        offset,
    })
}

fn has(items: &[Item], is_wanted: fn(&Item) -> bool) -> bool {
    items.iter().any(|item| match item {
        Item::Optional(inner) => has(inner, is_wanted),
        item => is_wanted(item),
    })
}

fn epoch(text: &str, scale: i64) -> Option<Clock> {
    // Some carriers write a fraction; an event is not told finer than the second.
    let whole = text.split('.').next().unwrap_or(text);
    let milliseconds = whole.parse::<i64>().ok()?.checked_mul(scale)?;
    let instant = jiff::Timestamp::from_second(milliseconds.div_euclid(1_000)).ok()?;
    let local = Offset::UTC.to_datetime(instant);
    let precision = TimePrecision::Second;
    Some(Clock { local, precision, offset: Some(Offset::UTC), is_epoch: true })
}

fn compile(text: &[char], at: &mut usize, depth: usize) -> Result<Vec<Item>, String> {
    let mut items = Vec::new();
    while let Some(&character) = text.get(*at) {
        if character == ']' {
            let fault = "a bracket closes what was not opened".to_owned();
            return if depth > 0 { Ok(items) } else { Err(fault) };
        }
        if character == '[' {
            *at += 1;
            if depth >= 4 {
                return Err("brackets stand within brackets more than four deep".to_owned());
            }
            items.push(Item::Optional(compile(text, at, depth + 1)?));
            if text.get(*at) != Some(&']') {
                return Err("a bracket is not closed".to_owned());
            }
            *at += 1;
            continue;
        }
        let run = text[*at..].iter().take_while(|&&next| next == character).count();
        let item = match (character, run) {
            ('Y', 4) => Item::Year,
            ('Y', 2) => Item::ShortYear,
            ('M', 2) => Item::Month(2, 2),
            ('M', 1) => Item::Month(1, 2),
            ('M', 3 | 4) => Item::MonthName,
            ('D', 2) => Item::Day(2, 2),
            ('D', 1) => Item::Day(1, 2),
            ('h', 2) => Item::Hour(2, 2),
            ('h', 1) => Item::Hour(1, 2),
            ('m', 2) => Item::Minute,
            ('s', 2) => Item::Second,
            ('f', 1) => Item::Fraction,
            ('a', 1) => Item::HalfDay,
            ('Z', 1) => Item::Offset,
            ('Y' | 'M' | 'D' | 'h' | 'm' | 's' | 'f' | 'a' | 'Z', _) => {
                return Err(format!("`{character}` {run} times over means nothing in a format"));
            }
            _ => {
                items.push(Item::Literal(character));
                *at += 1;
                continue;
            }
        };
        items.push(item);
        *at += run;
    }
    if depth > 0 { Err("a bracket is not closed".to_owned()) } else { Ok(items) }
}

/// What was read so far.
#[derive(Debug, Clone, Copy, Default)]
struct Parts {
    year: i16,
    month: i8,
    day: i8,
    hour: Option<i8>,
    minute: i8,
    second: Option<i8>,
    is_afternoon: Option<bool>,
    offset: Option<Offset>,
}

impl Parts {
    fn clock(self) -> Option<Clock> {
        let date = Date::new(self.year, self.month, self.day).ok()?;
        let Some(hour) = self.hour else {
            let local = date.to_datetime(Time::midnight());
            let precision = TimePrecision::Day;
            return Some(Clock { local, precision, offset: None, is_epoch: false });
        };
        let hour = match self.is_afternoon {
            None => hour,
            Some(_) if !(1..=12).contains(&hour) => return None,
            Some(is_afternoon) => hour % 12 + if is_afternoon { 12 } else { 0 },
        };
        let precision =
            if self.second.is_some() { TimePrecision::Second } else { TimePrecision::Minute };
        // A leap second is told as 60; nothing here counts that finely.
        let second = self.second.unwrap_or(0).min(59);
        let local = if hour == 24 && self.minute == 0 && second == 0 {
            date.tomorrow().ok()?.to_datetime(Time::midnight())
        } else {
            date.to_datetime(Time::new(hour, self.minute, second, 0).ok()?)
        };
        Some(Clock { local, precision, offset: self.offset, is_epoch: false })
    }
}

fn walk<'t>(items: &[Item], text: &'t str, parts: &mut Parts) -> Option<&'t str> {
    let mut rest = text;
    for item in items {
        rest = match item {
            Item::Optional(inner) => {
                let before = *parts;
                walk(inner, rest, parts).unwrap_or_else(|| {
                    *parts = before;
                    rest
                })
            }
            item => take(item, rest, parts)?,
        };
    }
    Some(rest)
}

fn take<'t>(item: &Item, text: &'t str, parts: &mut Parts) -> Option<&'t str> {
    match item {
        Item::Literal(wanted) => text.strip_prefix(*wanted),
        Item::Year => {
            let (value, rest) = digits(text, 4, 4)?;
            parts.year = value;
            Some(rest)
        }
        Item::ShortYear => {
            let (value, rest) = digits(text, 2, 2)?;
            parts.year = 2000 + value;
            Some(rest)
        }
        Item::Month(least, most) => small(text, *least, *most, &mut parts.month),
        Item::Day(least, most) => small(text, *least, *most, &mut parts.day),
        Item::Hour(least, most) => small(text, *least, *most, parts.hour.insert(0)),
        Item::Minute => small(text, 2, 2, &mut parts.minute),
        Item::Second => {
            let rest = small(text, 2, 2, parts.second.insert(0))?;
            if parts.second > Some(60) { None } else { Some(rest) }
        }
        Item::Fraction => {
            let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
            if rest.len() == text.len() || text.len() - rest.len() > 9 { None } else { Some(rest) }
        }
        Item::MonthName => month_name(text, parts),
        Item::HalfDay => {
            let mark = text.get(..2)?.to_ascii_lowercase();
            parts.is_afternoon = Some(match mark.as_str() {
                "am" => false,
                "pm" => true,
                _ => return None,
            });
            Some(&text[2..])
        }
        Item::Offset => {
            let length = if text.starts_with(['Z', 'z']) {
                1
            } else {
                let is_part = |c: char| c.is_ascii_digit() || c == ':';
                1 + text.get(1..)?.find(|c| !is_part(c)).unwrap_or(text.len() - 1)
            };
            parts.offset = Some(read_offset(&text[..length])?);
            Some(&text[length..])
        }
        Item::Optional(_) => None,
    }
}

fn small<'t>(text: &'t str, least: usize, most: usize, into: &mut i8) -> Option<&'t str> {
    let (value, rest) = digits(text, least, most)?;
    *into = i8::try_from(value).ok()?;
    Some(rest)
}

/// Takes digits off the front: as many as there are, between `least` and `most`.
fn digits(text: &str, least: usize, most: usize) -> Option<(i16, &str)> {
    let count = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
    if count < least {
        return None;
    }
    let value = text[..count].bytes().fold(0_i16, |sum, digit| sum * 10 + i16::from(digit - b'0'));
    Some((value, &text[count..]))
}

fn month_name<'t>(text: &'t str, parts: &mut Parts) -> Option<&'t str> {
    let length = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    if length < 3 {
        return None;
    }
    let word = text[..length].to_ascii_lowercase();
    let position = MONTHS.iter().position(|month| month.starts_with(&word))?;
    parts.month = i8::try_from(position + 1).ok()?;
    let rest = &text[length..];
    Some(rest.strip_prefix('.').unwrap_or(rest))
}

/// Reads `Z`, `+08:00`, `-7:00`, `+0530`, `+08`, `+8`, each with `GMT` or `UTC` before it or without.
pub(crate) fn read_offset(text: &str) -> Option<Offset> {
    let after = |mark| text.strip_prefix(mark).map(str::trim_start);
    let rest = after("GMT").or_else(|| after("UTC"));
    let text = rest.unwrap_or(text);
    if rest == Some("") || text.eq_ignore_ascii_case("z") {
        return Some(Offset::UTC);
    }
    let (sign, rest) = match text.as_bytes().first()? {
        b'+' => (1, &text[1..]),
        b'-' => (-1, &text[1..]),
        _ => return None,
    };
    let (hours, minutes) = match rest.split_once(':') {
        Some((hours, minutes)) => (hours, minutes),
        None if rest.len() == 4 && rest.is_ascii() => rest.split_at(2),
        None => (rest, "0"),
    };
    let number = |text: &str| {
        let fits = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        if fits { text.parse::<i32>().ok() } else { None }
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    if hours > 18 || minutes > 59 {
        return None;
    }
    Offset::from_seconds(sign * (hours * 3_600 + minutes * 60)).ok()
}
