//! One row of an order file: what it says by itself, before it is joined with the order's other rows.

use super::{
    fields::{
        ADDRESS1, ADDRESS2, ADDRESS3, CITY, COMPANY, COUNTRY, CURRENCY, DATE, EMAIL, FULL_ADDRESS,
        NAME, NOTE, ORDER, PHONE, POSTCODE, QUANTITY, REGION, SERVICE, SKU, TAX_ID, UNDELIVERABLE,
        UNIT_PRICE,
    },
    items::{self, Item},
    whole_address,
};
use crate::{
    Fate, Fault, ReadOptions, RowFate, amounts,
    dates::{self, DateFault, DateHabits},
    layouts::{Layout, Rule},
    numbers,
    sheet::Row,
};
use std::collections::HashMap;

use portolan_model::{
    Address, AddressInput, Code, ModelError, Money, OrderLine, Sku, Undeliverable, ZonedInstant,
    address::check, limits, order::checked_reference,
};

/// What a row says.
pub(super) struct Parsed {
    pub fate: RowFate,
    pub warnings: Vec<Fault>,
    pub placed_at: Option<ZonedInstant>,
    pub address: Option<Address>,
    pub lines: Vec<OrderLine>,
    pub service: Option<Code>,
    pub undeliverable: Option<Undeliverable>,
    pub note: String,
}

/// The text of the currency that each order told first, by its reference.
pub(super) type Currencies = HashMap<String, String>;

/// Puts the currency that the order's earlier row told in a row that leaves it empty.
fn carry_currency(row: &mut Row<'_>, currencies: &mut Currencies) {
    if row.has(CURRENCY) {
        let told = (row.text(ORDER).to_owned(), row.text(CURRENCY).to_owned());
        currencies.entry(told.0).or_insert(told.1);
    } else if let Some(told) = currencies.get(row.text(ORDER)) {
        row.set(CURRENCY, told.clone());
    }
}

/// Reads a row; a row without a date or an address leaves them to another row of its order.
pub(super) fn parse(
    mut row: Row<'_>,
    options: &ReadOptions,
    knows_sku: &dyn Fn(&Sku) -> bool,
    currencies: &mut Currencies,
) -> Parsed {
    if row.is_skipped {
        let fate = row.into_fate(None);
        return Parsed {
            fate,
            warnings: Vec::new(),
            placed_at: None,
            address: None,
            lines: Vec::new(),
            service: None,
            undeliverable: None,
            note: String::new(),
        };
    }
    keep_digits(&mut row);
    row.require(ORDER);
    let reference = row.text(ORDER).to_owned();
    let reference =
        if reference.is_empty() { None } else { row.keep(ORDER, checked_reference(&reference)) };
    carry_currency(&mut row, currencies);
    let placed_at = placed_at(&mut row, options);
    let lines = order_lines(&mut row, options, knows_sku);
    let address = address(&mut row);
    let service = optional(&mut row, SERVICE, |text| Code::parse(&text.to_ascii_lowercase()));
    let undeliverable = optional(&mut row, UNDELIVERABLE, Undeliverable::parse);
    let note = row.text(NOTE).to_owned();
    if note.chars().count() > limits::NOTE_LENGTH_MAX {
        let (length, max) = (note.chars().count(), limits::NOTE_LENGTH_MAX);
        row.tell(NOTE, ModelError::TextLong { what: "the note", length, max });
    }
    let warnings = std::mem::take(&mut row.warnings);
    let fate = row.into_fate(reference);
    Parsed { fate, warnings, placed_at, address, lines, service, undeliverable, note }
}

impl Parsed {
    /// Rejects the row for one more fault.
    pub(super) fn reject(&mut self, fault: Fault) {
        self.fate.fate = Fate::Rejected;
        self.fate.faults.push(fault);
    }
}

fn optional<T>(
    row: &mut Row<'_>,
    field: usize,
    parse: impl FnOnce(&str) -> Result<T, ModelError>,
) -> Option<T> {
    if !row.has(field) {
        return None;
    }
    let value = parse(row.text(field));
    row.keep(field, value)
}

/// Texts of digits that a spreadsheet took for numbers: lost digits are a fault, a `.0` behind is taken off.
fn keep_digits(row: &mut Row<'_>) {
    for field in [ORDER, SKU, POSTCODE, PHONE, TAX_ID] {
        if numbers::is_power_of_ten(row.text(field)) {
            let what =
                format!("`{}` was a number to a spreadsheet and lost its digits", row.text(field));
            let mend = "format the column as text, and enter it anew";
            row.fault(field, "digits_lost", what, mend);
        }
        if let Some(digits) = numbers::without_zero_fraction(row.text(field)).map(str::to_owned) {
            let what =
                format!("`{}` was a number to a spreadsheet: `.0` was taken off", row.text(field));
            row.warn(field, "digits_mended", what, "format the column as text");
            row.set(field, digits);
        }
    }
}

fn placed_at(row: &mut Row<'_>, options: &ReadOptions) -> Option<ZonedInstant> {
    if !row.has(DATE) {
        return None;
    }
    let text = crate::cells::excerpt(row.text(DATE));
    let habits = DateHabits {
        order: options.date_order.or_else(|| row.layout.and_then(Layout::date_order)),
        has_short_years: row.layout.is_some_and(|layout| layout.has(Rule::ShortYears)),
    };
    let fault = match dates::read(row.text(DATE), habits, &options.zone) {
        Ok(told) => return Some(told),
        Err(fault) => fault,
    };
    let (code, what, mend) = match fault {
        DateFault::NotADate => {
            ("date_format", format!("`{text}` is not a date"), "write it as 2026-11-22")
        }
        DateFault::Ambiguous => (
            "date_ambiguous",
            format!("`{text}` can be read in two ways"),
            "write it as 2026-11-22, or tell whether day or month comes first",
        ),
        DateFault::ShortYear => (
            "date_short_year",
            format!("`{text}` has a short year"),
            "write the year with four digits",
        ),
        DateFault::OutOfRange => {
            ("date_range", format!("`{text}` is no year of an order"), "check the date's year")
        }
    };
    row.fault(DATE, code, what, mend);
    None
}

/// The items of a row: one, or those of a cell that holds several, or none where the row sums an order.
fn order_lines(
    row: &mut Row<'_>,
    options: &ReadOptions,
    knows_sku: &dyn Fn(&Sku) -> bool,
) -> Vec<OrderLine> {
    if row.is_of_order {
        return Vec::new();
    }
    let holds_several = row.layout.is_some_and(|layout| layout.has(Rule::ItemsInOneCell));
    if let Some(items) = items::list_items(row.text(SKU)).filter(|_| holds_several) {
        return lines_of_cell(row, &items, options, knows_sku);
    }
    let sku = if row.require(SKU) { known_sku(row, None, knows_sku) } else { None };
    let quantity = quantity(row, None);
    let has_price = row.require(UNIT_PRICE);
    let price = if has_price { amounts::read(row, UNIT_PRICE, CURRENCY, options) } else { None };
    let (Some(sku), Some(quantity), Some(price)) = (sku, quantity, price) else {
        return Vec::new();
    };
    row.keep(UNIT_PRICE, OrderLine::new(sku, quantity, price)).into_iter().collect()
}

/// The items of a cell. The price is that of all of them together: it tells the price of one only where
/// there is one item, or where somebody wrote the prices of all, with a bar between.
fn lines_of_cell(
    row: &mut Row<'_>,
    items: &[Item],
    options: &ReadOptions,
    knows_sku: &dyn Fn(&Sku) -> bool,
) -> Vec<OrderLine> {
    let skus: Vec<_> =
        items.iter().map(|item| known_sku(row, Some(&item.sku), knows_sku)).collect();
    let counts: Vec<_> = items.iter().map(|item| quantity(row, Some(&item.quantity))).collect();
    if !row.require(UNIT_PRICE) {
        return Vec::new();
    }
    let text = row.text(UNIT_PRICE).to_owned();
    let parts: Vec<&str> = text.split('|').collect();
    let read =
        |row: &mut Row<'_>, part| amounts::read_text(row, UNIT_PRICE, part, CURRENCY, options);
    let prices: Vec<Option<Money>> = match (items, parts.as_slice(), counts.as_slice()) {
        ([_], [total], [Some(count)]) => {
            let total = read(row, *total);
            vec![total.and_then(|total| price_of_one(row, total, *count))]
        }
        (_, parts, _) if parts.len() == items.len() => {
            parts.iter().map(|part| read(row, *part)).collect()
        }
        _ => {
            let what = format!(
                "the cell holds {} items, and the price is that of all of them together",
                items.len()
            );
            let mend = "write the price of one piece of each item, such as `5.00 | 7.50`";
            row.fault(UNIT_PRICE, "item_price_missing", what, mend);
            return Vec::new();
        }
    };
    let whole = skus.into_iter().zip(counts).zip(prices);
    let lines = whole.filter_map(|((sku, count), price)| {
        let line = OrderLine::new(sku?, count?, price?);
        row.keep(UNIT_PRICE, line)
    });
    lines.collect()
}

/// What one piece cost where `count` cost `total`; a price that does not come out even is a fault.
fn price_of_one(row: &mut Row<'_>, total: Money, count: u32) -> Option<Money> {
    let count = i64::from(count);
    if total.minor() % count == 0 {
        return Some(Money::from_minor(total.minor() / count, total.currency()));
    }
    let what = format!("{total} cannot be parted among {count} pieces");
    let mend = "correct the total, or give the pieces that cost more a row of their own";
    row.fault(UNIT_PRICE, "item_price_missing", what, mend);
    None
}

/// The SKU of a row or of one of its items, if there is such a product.
fn known_sku(
    row: &mut Row<'_>,
    item: Option<&str>,
    knows_sku: &dyn Fn(&Sku) -> bool,
) -> Option<Sku> {
    let text = item.unwrap_or_else(|| row.text(SKU)).to_owned();
    if text.is_empty() {
        let mend = "give the product a SKU in the shop, or write it here";
        row.fault(SKU, "cell_empty", "an item has no SKU", mend);
        return None;
    }
    let sku = row.keep(SKU, Sku::parse(&text))?;
    if !knows_sku(&sku) {
        let what = format!("there is no product `{sku}`");
        let mend = "import it with a product file first, or correct the SKU";
        row.fault(SKU, "product_unknown", what, mend);
    }
    Some(sku)
}

/// How many pieces a row has, or one of its items.
fn quantity(row: &mut Row<'_>, item: Option<&str>) -> Option<u32> {
    if item.is_none() && !row.require(QUANTITY) {
        return None;
    }
    let told = item.unwrap_or_else(|| row.text(QUANTITY)).to_owned();
    let text = crate::cells::excerpt(&told);
    let Some(number) = numbers::whole(&told) else {
        let what = format!("`{text}` is not a whole number");
        row.fault(QUANTITY, "quantity_format", what, "write how many pieces, such as 2");
        return None;
    };
    let known = u32::try_from(number).ok().filter(|n| (1..=limits::QUANTITY_MAX).contains(n));
    if known.is_none() {
        let mend = format!("give 1 to {}, and more pieces in another order", limits::QUANTITY_MAX);
        row.fault(QUANTITY, "quantity_range", format!("{text} pieces cannot be sent"), mend);
    }
    known
}

/// The columns that say where somebody is; where all are empty, the row has no address. Exports repeat the
/// buyer's e-mail on rows that leave the rest to the first.
const ADDRESS: [usize; 10] =
    [NAME, COMPANY, ADDRESS1, ADDRESS2, ADDRESS3, FULL_ADDRESS, CITY, REGION, POSTCODE, COUNTRY];

fn address(row: &mut Row<'_>) -> Option<Address> {
    if ADDRESS.iter().all(|&field| !row.has(field)) {
        return None;
    }
    if !whole_address::split(row) {
        return None;
    }
    let text = |field| row.text(field).to_owned();
    let input = AddressInput {
        name: text(NAME),
        company: text(COMPANY),
        lines: vec![text(ADDRESS1), text(ADDRESS2), text(ADDRESS3)],
        city: text(CITY),
        region: text(REGION),
        postcode: text(POSTCODE),
        country: text(COUNTRY),
        phone: text(PHONE),
        email: text(EMAIL),
        tax_id: text(TAX_ID),
    };
    tell_habits(row, &input);
    let faults = match Address::new(&input) {
        Ok(address) => return Some(address),
        Err(faults) => faults,
    };
    for fault in faults {
        let field = match fault.field {
            "name" => NAME,
            "company" => COMPANY,
            "lines" => ADDRESS1,
            "city" => CITY,
            "region" => REGION,
            "postcode" => POSTCODE,
            "country" => COUNTRY,
            "phone" => PHONE,
            "email" => EMAIL,
            _ => TAX_ID,
        };
        match fault.error {
            ModelError::TextEmpty { .. } => {
                row.require(field);
            }
            error => row.tell(field, error),
        }
    }
    None
}

/// Tells what looks wrong by the habits of the country. A postcode in another field's place is a fault; of
/// everything else the network's own rules decide later, so it is worth a look and no more.
fn tell_habits(row: &mut Row<'_>, input: &AddressInput) {
    for fault in check::validate(input) {
        match fault.code {
            "postcode_misplaced" => row.fault(POSTCODE, fault.code, fault.what, fault.mend),
            // Names of regions are written in Latin letters in too many ways to warn of them.
            "postcode_shape" | "postcode_of_other_region" => {
                row.warn(POSTCODE, fault.code, fault.what, &fault.mend);
            }
            _ => {}
        }
    }
}
