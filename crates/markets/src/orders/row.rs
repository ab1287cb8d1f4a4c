//! One row of an order file: what it says by itself, before it is joined with the order's other rows.

use super::fields::{
    ADDRESS1, ADDRESS2, ADDRESS3, CITY, COMPANY, COUNTRY, CURRENCY, DATE, EMAIL, NAME, NOTE, ORDER,
    PHONE, POSTCODE, QUANTITY, REGION, SERVICE, SKU, TAX_ID, UNDELIVERABLE, UNIT_PRICE,
};
use crate::{
    Fate, Fault, ReadOptions, RowFate, amounts,
    dates::{self, DateFault},
    numbers,
    sheet::Row,
};
use portolan_model::{
    Address, AddressInput, Code, ModelError, OrderLine, Sku, Undeliverable, ZonedInstant, limits,
    order::checked_reference,
};

/// What a row says.
pub(super) struct Parsed {
    pub fate: RowFate,
    pub warnings: Vec<Fault>,
    pub placed_at: Option<ZonedInstant>,
    pub address: Option<Address>,
    pub line: Option<OrderLine>,
    pub service: Option<Code>,
    pub undeliverable: Option<Undeliverable>,
    pub note: String,
}

/// Reads a row; a row without a date or an address leaves them to another row of its order.
pub(super) fn parse(
    mut row: Row<'_>,
    options: &ReadOptions,
    knows_sku: &dyn Fn(&Sku) -> bool,
) -> Parsed {
    if row.is_skipped {
        let fate = row.into_fate(None);
        return Parsed {
            fate,
            warnings: Vec::new(),
            placed_at: None,
            address: None,
            line: None,
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
    let placed_at = placed_at(&mut row, options);
    let line = order_line(&mut row, options, knows_sku);
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
    Parsed { fate, warnings, placed_at, address, line, service, undeliverable, note }
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
    let fault = match dates::read(row.text(DATE), options.date_order, &options.zone) {
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

fn order_line(
    row: &mut Row<'_>,
    options: &ReadOptions,
    knows_sku: &dyn Fn(&Sku) -> bool,
) -> Option<OrderLine> {
    let sku = if row.require(SKU) { row.keep(SKU, Sku::parse(row.text(SKU))) } else { None };
    if let Some(sku) = &sku
        && !knows_sku(sku)
    {
        let what = format!("there is no product `{sku}`");
        row.fault(
            SKU,
            "product_unknown",
            what,
            "import it with a product file first, or correct the SKU",
        );
    }
    let quantity = quantity(row);
    let has_price = row.require(UNIT_PRICE);
    let price = if has_price { amounts::read(row, UNIT_PRICE, CURRENCY, options) } else { None };
    let line = OrderLine::new(sku?, quantity?, price?);
    row.keep(UNIT_PRICE, line)
}

fn quantity(row: &mut Row<'_>) -> Option<u32> {
    if !row.require(QUANTITY) {
        return None;
    }
    let text = crate::cells::excerpt(row.text(QUANTITY));
    let Some(number) = numbers::whole(row.text(QUANTITY)) else {
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

/// The columns of an address; where all are empty, the row has none.
const ADDRESS: [usize; 12] = [
    NAME, COMPANY, ADDRESS1, ADDRESS2, ADDRESS3, CITY, REGION, POSTCODE, COUNTRY, PHONE, EMAIL,
    TAX_ID,
];

fn address(row: &mut Row<'_>) -> Option<Address> {
    if ADDRESS.iter().all(|&field| !row.has(field)) {
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
