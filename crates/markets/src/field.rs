//! The fields of a format: their names, what they hold, and the headings they go by.

/// A field of a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// The field's name in the format.
    pub name: &'static str,
    /// What it holds.
    pub kind: FieldKind,
    /// Whether a file must have it.
    pub need: Need,
    /// Other headings it is known by, as they are compared: lower case, without blanks, dashes and underscores.
    pub aliases: &'static [&'static str],
    /// What the field is told of.
    pub scope: Scope,
}

impl Field {
    /// Whether no file is read without it. A field that another one may stand for is not required by itself.
    pub const fn is_required(&self) -> bool {
        matches!(self.need, Need::Must)
    }

    /// The field that may stand for it, where one of the two must be there.
    pub const fn substitute(&self) -> Option<&'static str> {
        match self.need {
            Need::Unless(other) => Some(other),
            Need::Must | Need::May => None,
        }
    }
}

/// Whether a file must have a field's column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Always.
    Must,
    /// It may be left out.
    May,
    /// Unless the file has that other field.
    Unless(&'static str),
}

/// What a field is told of, where several rows make one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The row itself.
    Row,
    /// The order, which one of its rows may tell for all.
    Order,
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FieldKind {
    /// A text for people.
    Text,
    /// Letters and digits that name something: an order, a SKU, a tax number. They are never counted.
    Reference,
    /// A day, with or without a time.
    Date,
    /// A whole number.
    Count,
    /// An amount of money.
    Money,
    /// The code of a currency.
    Currency,
    /// A whole address, its parts between commas or line breaks.
    Address,
    /// A country.
    Country,
    /// A postcode.
    Postcode,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A mass or a length, with its unit.
    Measure,
    /// One of a list, or several.
    Choice,
}

impl FieldKind {
    /// The stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Reference => "reference",
            Self::Date => "date",
            Self::Count => "count",
            Self::Money => "money",
            Self::Currency => "currency",
            Self::Address => "address",
            Self::Country => "country",
            Self::Postcode => "postcode",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Measure => "measure",
            Self::Choice => "choice",
        }
    }
}

/// What a file is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FileKind {
    /// Orders, a row for each SKU bought.
    Orders,
    /// Products, a row for each.
    Products,
}

impl FileKind {
    /// The stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Orders => "orders",
            Self::Products => "products",
        }
    }

    /// The fields of its format.
    pub const fn fields(self) -> &'static [Field] {
        match self {
            Self::Orders => crate::orders::FIELDS,
            Self::Products => crate::products::FIELDS,
        }
    }
}

/// The place of a field among `fields`.
pub(crate) fn place_of(name: &str, fields: &[Field]) -> Option<usize> {
    fields.iter().position(|field| field.name == name)
}

/// The fields that must be there and are not, where `has` tells by its place whether one is.
pub(crate) fn missing(fields: &'static [Field], has: &dyn Fn(usize) -> bool) -> Vec<&'static str> {
    let is_missing = |(place, field): &(usize, &Field)| match field.need {
        Need::Must => !has(*place),
        Need::May => false,
        Need::Unless(other) => !has(*place) && !place_of(other, fields).is_some_and(has),
    };
    let absent = fields.iter().enumerate().filter(is_missing);
    absent.map(|(_, field)| field.name).collect()
}
