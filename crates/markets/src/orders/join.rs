//! The rows of one order become the order, or all of them are rejected.

use super::{
    ReadOrder,
    fields::{
        ADDRESS1, CITY, COUNTRY, CURRENCY, DATE, FIELDS, FULL_ADDRESS, NAME, NOTE, ORDER, SERVICE,
        SKU, UNDELIVERABLE,
    },
    row::Parsed,
};
use crate::{Fate, Fault, ReadOptions, header::Header};
use portolan_model::{Address, ModelError, Order, OrderInput};

/// Joins the rows at `places` into an order. Rows may leave out what another row of the order says, and may
/// not contradict it.
pub(super) fn join(
    rows: &mut [Parsed],
    places: &[usize],
    header: &Header,
    options: &ReadOptions,
) -> Option<ReadOrder> {
    check_whole(rows, places, header);
    check_agreement(rows, places, header);
    let faulty = places.iter().find(|&&at| rows[at].fate.fate == Fate::Rejected).copied();
    let order = if faulty.is_none() { build(rows, places, header, options) } else { None };
    if order.is_none() {
        reject_rest(rows, places, header);
    }
    order
}

fn fault_at(
    header: &Header,
    line: u32,
    field: usize,
    code: &'static str,
    (what, mend): (impl Into<String>, impl Into<String>),
) -> Fault {
    let column = header.column(field).and_then(|column| u32::try_from(column + 1).ok());
    let field = FIELDS.get(field).map(|spec| spec.name);
    Fault { line: Some(line), column, field, what: what.into(), mend: mend.into(), code }
}

/// Whether the file has addresses in one column, and none for the street.
fn is_whole_address(header: &Header) -> bool {
    header.source(FULL_ADDRESS).is_some() && header.source(ADDRESS1).is_none()
}

/// The first row must say what no row says. A row whose own date or address is faulty is told about already.
fn check_whole(rows: &mut [Parsed], places: &[usize], header: &Header) {
    let Some(&first) = places.first() else { return };
    let is_told = |field: &str| {
        let mut faults = places.iter().flat_map(|&at| &rows[at].fate.faults);
        faults.any(|fault| fault.field == Some(field))
    };
    let is_whole = is_whole_address(header);
    let place = if is_whole { [FULL_ADDRESS].as_slice() } else { &[ADDRESS1, CITY] };
    let address_fields = [&[NAME], place, &[COUNTRY]].concat();
    let mut missing = Vec::new();
    if places.iter().all(|&at| rows[at].placed_at.is_none()) && !is_told("date") {
        missing.push(DATE);
    }
    let has_address_fault = FIELDS[NAME..SERVICE].iter().any(|spec| is_told(spec.name));
    if places.iter().all(|&at| rows[at].address.is_none()) && !has_address_fault {
        missing.extend(address_fields);
    }
    let line = rows[first].fate.line;
    for field in missing {
        let fault =
            fault_at(header, line, field, "cell_empty", ("the cell is empty", "fill it in"));
        rows[first].reject(fault);
    }
}

/// Rows of one order that say different things of it.
fn check_agreement(rows: &mut [Parsed], places: &[usize], header: &Header) {
    let first_with = |says: &dyn Fn(&Parsed) -> bool, rows: &[Parsed]| {
        places.iter().copied().find(|&at| says(&rows[at]))
    };
    let date = first_with(&|row| row.placed_at.is_some(), rows);
    let address = first_with(&|row| row.address.is_some(), rows);
    let service = first_with(&|row| row.service.is_some(), rows);
    let option = first_with(&|row| row.undeliverable.is_some(), rows);
    let mut faults = Vec::new();
    for &at in places {
        let row = &rows[at];
        let differs = [
            (DATE, date, differ(date, rows, at, |row| row.placed_at.as_ref(), |a, b| a == b)),
            (
                ADDRESS1,
                address,
                differ(address, rows, at, |row| row.address.as_ref(), same_address),
            ),
            (
                SERVICE,
                service,
                differ(service, rows, at, |row| row.service.as_ref(), |a, b| a == b),
            ),
            (
                UNDELIVERABLE,
                option,
                differ(option, rows, at, |row| row.undeliverable.as_ref(), |a, b| a == b),
            ),
        ];
        for (field, first, is_other) in differs {
            if let (Some(first), true) = (first, is_other) {
                let first_line = rows[first].fate.line;
                faults.push((at, disagreement(header, row, field, first_line)));
            }
        }
    }
    for (at, fault) in faults {
        rows[at].reject(fault);
    }
}

fn differ<T>(
    first: Option<usize>,
    rows: &[Parsed],
    at: usize,
    value: impl Fn(&Parsed) -> Option<&T>,
    is_same: impl Fn(&T, &T) -> bool,
) -> bool {
    let first = first.and_then(|first| value(&rows[first]));
    first.zip(value(&rows[at])).is_some_and(|(first, own)| !is_same(first, own))
}

fn disagreement(header: &Header, row: &Parsed, field: usize, first_line: u32) -> Fault {
    let order = row.fate.key.as_deref().unwrap_or_default();
    let thing = match field {
        ADDRESS1 => "address",
        SERVICE => "service",
        UNDELIVERABLE => "undeliverable option",
        _ => "date",
    };
    let what = format!("order `{order}` has another {thing} on line {first_line}");
    let mend = "make the rows agree, or give the order another number";
    let code = if field == ADDRESS1 { "order_address_differs" } else { "order_rows_differ" };
    let field = if field == ADDRESS1 && is_whole_address(header) { FULL_ADDRESS } else { field };
    fault_at(header, row.fate.line, field, code, (what, mend))
}

/// Whether two addresses are one, letter case and runs of blanks aside.
fn same_address(left: &Address, right: &Address) -> bool {
    let folded = |address: &Address| {
        let input = address.to_input();
        let postcode = address.postcode().map(|code| code.normal().to_owned());
        let mut parts = vec![input.name, input.company, input.city, input.region, input.country];
        parts.extend(input.lines);
        parts.extend([input.phone, input.email, input.tax_id]);
        parts.extend(postcode);
        let fold =
            |part: &String| part.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        parts.iter().map(fold).collect::<Vec<_>>()
    };
    left == right || folded(left) == folded(right)
}

fn build(
    rows: &mut [Parsed],
    places: &[usize],
    header: &Header,
    options: &ReadOptions,
) -> Option<ReadOrder> {
    let own = || places.iter().map(|&at| &rows[at]);
    let notes: Vec<&str> =
        own().map(|row| row.note.as_str()).filter(|note| !note.is_empty()).collect();
    let first = own().next()?;
    let first_line = first.fate.line;
    let input = OrderInput {
        reference: first.fate.key.clone()?,
        merchant: None,
        placed_at: own().find_map(|row| row.placed_at.clone())?,
        ship_from: None,
        recipient: own().find_map(|row| row.address.clone())?,
        lines: own().flat_map(|row| row.lines.iter().cloned()).collect(),
        service: own().find_map(|row| row.service.clone()),
        undeliverable: own()
            .find_map(|row| row.undeliverable)
            .unwrap_or(options.default_undeliverable),
        collect_on_delivery: None,
        note: joined(&notes),
    };
    let file_lines = own().map(|row| row.fate.line).collect();
    match Order::new(input) {
        Ok(order) => Some(ReadOrder { order, file_lines }),
        Err(faults) => {
            for told in faults {
                let field = match (told.field, &told.error) {
                    ("note", _) => NOTE,
                    (_, ModelError::MoneyMixed { .. }) => CURRENCY,
                    (_, ModelError::Count { .. }) => SKU,
                    _ => ORDER,
                };
                let fault =
                    fault_at(header, first_line, field, told.code(), (told.what(), told.mend()));
                rows[places[0]].reject(fault);
            }
            None
        }
    }
}

/// Different notes of an order's rows, one behind the other.
fn joined(notes: &[&str]) -> String {
    let mut distinct: Vec<&str> = Vec::new();
    for note in notes {
        if !distinct.contains(note) {
            distinct.push(note);
        }
    }
    distinct.join(" / ")
}

/// Sound rows of an order with a faulty one go no further.
fn reject_rest(rows: &mut [Parsed], places: &[usize], header: &Header) {
    let Some(&faulty) = places.iter().find(|&&at| rows[at].fate.fate == Fate::Rejected) else {
        return;
    };
    let faulty_line = rows[faulty].fate.line;
    for &at in places {
        if rows[at].fate.fate == Fate::Accepted {
            let what = format!("another row of the order, on line {faulty_line}, is faulty");
            let mend = format!("mend line {faulty_line}: an order is taken whole");
            let line = rows[at].fate.line;
            let fault = fault_at(header, line, ORDER, "order_incomplete", (what, mend));
            rows[at].reject(fault);
        }
    }
}
