//! Layouts of marketplaces' and programs' exports: which of their headings is which field, and their quirks.
//!
//! A layout is a file of the folder `markets`, with the place where its columns are documented. It is
//! recognised by headings that no other file has together. What cannot be said by naming columns is a
//! [`Rule`], of which there are few, and each is code.

#[cfg(test)]
use crate::field;
use crate::{DateOrder, FileKind, MappedTo, Mapping, header, table::Cells};
use serde::Deserialize;
use std::{collections::BTreeMap, sync::LazyLock};

#[cfg(test)]
mod tests;

/// The text of every layout, in the order they are tried.
const FILES: [&str; 5] = [
    include_str!("../../../markets/shopify/layout.toml"),
    include_str!("../../../markets/woocommerce/layout.toml"),
    include_str!("../../../markets/ebay/layout.toml"),
    include_str!("../../../markets/aliexpress/layout.toml"),
    include_str!("../../../markets/dianxiaomi/layout.toml"),
];

static LAYOUTS: LazyLock<Vec<Layout>> = LazyLock::new(|| {
    let read = |text: &&str| toml::from_str(text).expect("invariant: a test reads every layout");
    FILES.iter().map(read).collect()
});

/// The key that takes none of the layouts.
pub const OWN: &str = "own";

/// Every layout there is.
pub fn all() -> &'static [Layout] {
    &LAYOUTS
}

/// How one marketplace or program lays its files out.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// Its key.
    pub key: String,
    /// Its name, for people.
    pub name: String,
    kind: LayoutKind,
    /// What the layout rests on: a public sample, or columns documented somewhere.
    pub marked: Marked,
    /// Where that is, and when it was looked at.
    pub source: Vec<String>,
    /// The headings that a file of it has, all of them.
    pub recognised_by: Vec<String>,
    /// What it does otherwise than a plain table.
    #[serde(default)]
    pub rules: Vec<Rule>,
    #[serde(default)]
    date_order: Option<LayoutDates>,
    #[serde(default)]
    order_row_without: Option<String>,
    #[serde(default)]
    trailer: Vec<String>,
    fields: BTreeMap<String, OneOrMore>,
    #[serde(default)]
    joined: BTreeMap<String, Vec<String>>,
}

/// What a layout rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
pub enum Marked {
    /// A sample that its maker published.
    #[serde(rename = "public sample")]
    PublicSample,
    /// Columns that are documented in public, by its maker or by those who read it.
    #[serde(rename = "documented columns")]
    DocumentedColumns,
}

/// A quirk that a layout turns on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Years of two digits are of this century.
    ShortYears,
    /// All items of an order are in one cell, `【1】title (商家编码:SKU) (产品数量:2 piece)`, and the price is that
    /// of all of them together.
    ItemsInOneCell,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum LayoutKind {
    Orders,
    Products,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum LayoutDates {
    DayFirst,
    MonthFirst,
}

/// A heading, or several of which the first one that is filled in a row counts.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl OneOrMore {
    fn headings(&self) -> &[String] {
        match self {
            Self::One(heading) => std::slice::from_ref(heading),
            Self::More(headings) => headings,
        }
    }
}

/// The columns of a field in a file of a layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Columns {
    /// The first of them that is filled.
    FirstOf(Vec<usize>),
    /// All of them, one behind the other.
    Joined(Vec<usize>),
}

impl Columns {
    /// The columns, never none.
    pub(crate) fn list(&self) -> &[usize] {
        match self {
            Self::FirstOf(columns) | Self::Joined(columns) => columns,
        }
    }

    /// The text of the field in a row.
    pub(crate) fn text_of(&self, cells: Cells<'_>) -> String {
        let texts = self.list().iter().filter_map(|column| cells.get(*column));
        let mut filled = texts.filter(|text| !text.trim().is_empty());
        match self {
            Self::FirstOf(_) => filled.next().unwrap_or_default().to_owned(),
            Self::Joined(_) => filled.collect::<Vec<_>>().join(" "),
        }
    }
}

impl Layout {
    /// What its files are of.
    pub const fn kind(&self) -> FileKind {
        match self.kind {
            LayoutKind::Orders => FileKind::Orders,
            LayoutKind::Products => FileKind::Products,
        }
    }

    /// Whether it turns a rule on.
    pub fn has(&self, rule: Rule) -> bool {
        self.rules.contains(&rule)
    }

    /// Which of two numbers in a date is the day, where the layout says so.
    pub fn date_order(&self) -> Option<DateOrder> {
        self.date_order.map(|order| match order {
            LayoutDates::DayFirst => DateOrder::DayFirst,
            LayoutDates::MonthFirst => DateOrder::MonthFirst,
        })
    }

    /// Whether headings are those of the layout.
    pub(crate) fn is_of(&self, headings: &[String]) -> bool {
        self.recognised_by.iter().all(|wanted| column_of(wanted, headings).is_some())
    }

    /// What headings are worth: none unless they are those of the layout.
    pub(crate) fn score(&self, headings: &[String]) -> usize {
        let known =
            || self.fields.values().flat_map(OneOrMore::headings).chain(&self.recognised_by);
        let count = || known().filter(|wanted| column_of(wanted, headings).is_some()).count();
        if self.is_of(headings) { count() } else { 0 }
    }

    /// The columns of each field that headings of the layout have.
    pub(crate) fn columns(&self, headings: &[String]) -> BTreeMap<&str, Columns> {
        let found = |names: &[String]| -> Option<Vec<usize>> {
            let found: Vec<usize> =
                names.iter().filter_map(|name| column_of(name, headings)).collect();
            (!found.is_empty()).then_some(found)
        };
        let plain = self.fields.iter().filter_map(|(field, names)| {
            Some((field.as_str(), Columns::FirstOf(found(names.headings())?)))
        });
        let joined = self
            .joined
            .iter()
            .filter_map(|(field, names)| Some((field.as_str(), Columns::Joined(found(names)?))));
        plain.chain(joined).collect()
    }

    /// The mapping that its headings make: of a field with several columns, the first.
    pub(crate) fn mapping(&self, headings: &[String]) -> Mapping {
        let columns = self.columns(headings);
        columns.iter().fold(Mapping::default(), |mapping, (field, columns)| {
            let column = u32::try_from(columns.list()[0]).unwrap_or(u32::MAX);
            mapping.with(field, MappedTo::Column(column))
        })
    }

    /// The column whose absence makes a row tell of the order and of no item.
    pub(crate) fn item_column(&self, headings: &[String]) -> Option<usize> {
        column_of(self.order_row_without.as_deref()?, headings)
    }

    /// Whether a row stands below the table and is none of it.
    pub(crate) fn is_trailer(&self, cells: Cells<'_>) -> bool {
        // Marks of a trailer stand at its beginning; a note may hold them by chance.
        let mut first = cells.iter().take(2);
        first.any(|cell| self.trailer.iter().any(|mark| cell.contains(mark.as_str())))
    }

    /// Names of fields that the format does not have.
    #[cfg(test)]
    fn unknown_fields(&self) -> Vec<&str> {
        let names = self.fields.keys().chain(self.joined.keys());
        let is_unknown = |name: &&String| field::place_of(name, self.kind().fields()).is_none();
        names.filter(is_unknown).map(String::as_str).collect()
    }
}

fn column_of(wanted: &str, headings: &[String]) -> Option<usize> {
    let wanted = header::compared(wanted);
    headings.iter().position(|heading| header::compared(heading) == wanted)
}

/// The layout of a file of a kind with these headings: the one that is told, or the one they are of.
pub(crate) fn find(
    told: Option<&str>,
    headings: &[String],
    kind: FileKind,
) -> Option<&'static Layout> {
    let mut of_kind = all().iter().filter(|layout| layout.kind() == kind);
    match told {
        Some(key) => of_kind.find(|layout| layout.key == key),
        None => of_kind.find(|layout| layout.is_of(headings)),
    }
}
