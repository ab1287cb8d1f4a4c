//! One row of a product file.

use super::fields::{
    BATTERY_PACKING, BATTERY_UN, BATTERY_WH, CURRENCY, DESCRIPTION_EN, DESCRIPTION_LOCAL, GOODS,
    HEIGHT, HS_CODE, LENGTH, MASS, ORIGIN, SKU, VALUE, WIDTH,
};
use crate::{ReadOptions, amounts, cells, numbers, sheet::Row};
use portolan_model::{
    BatteryKind, BatteryPacking, BatteryUn, CountryCode, Goods, GoodsSet, HsCode, Mass, ModelError,
    Product, ProductInput, Size, Sku,
};

/// Reads a row that is not empty; what is wrong with it is told in the row.
pub(super) fn parse(row: &mut Row<'_>, options: &ReadOptions) -> Option<Product> {
    if numbers::is_power_of_ten(row.text(SKU)) {
        let what = format!("`{}` was a number to a spreadsheet and lost its digits", row.text(SKU));
        row.fault(SKU, "digits_lost", what, "format the column as text, and enter it anew");
    }
    let sku = required(row, SKU, Sku::parse);
    let has_description = row.require(DESCRIPTION_EN);
    let mass = mass(row);
    let size = size(row);
    let hs = required(row, HS_CODE, HsCode::parse);
    let origin = required(row, ORIGIN, CountryCode::parse);
    let goods = goods(row);
    let has_value = row.require(VALUE);
    let value = if has_value { amounts::read(row, VALUE, CURRENCY, options) } else { None };
    if !has_description {
        return None;
    }
    let input = ProductInput {
        sku: sku?,
        description_en: row.text(DESCRIPTION_EN).to_owned(),
        description_local: row.text(DESCRIPTION_LOCAL).to_owned(),
        mass: mass?,
        size: size?,
        hs: hs?,
        origin: origin?,
        goods: goods?,
        value: value?,
    };
    let faults = match Product::new(input) {
        Ok(product) => return Some(product),
        Err(faults) => faults,
    };
    for fault in faults {
        let field = match fault.field {
            "description_en" => DESCRIPTION_EN,
            "description_local" => DESCRIPTION_LOCAL,
            _ => VALUE,
        };
        row.tell(field, fault.error);
    }
    None
}

fn required<T>(
    row: &mut Row<'_>,
    field: usize,
    parse: impl FnOnce(&str) -> Result<T, ModelError>,
) -> Option<T> {
    if !row.require(field) {
        return None;
    }
    let value = parse(row.text(field));
    row.keep(field, value)
}

/// A cell's measure as plain text with its unit: the cell's own, or the heading's (`mass_kg`).
fn measure(row: &mut Row<'_>, field: usize, units: [&str; 3]) -> Option<String> {
    if !row.require(field) {
        return None;
    }
    let text = row.text(field).to_owned();
    let end = text.find(|c: char| c.is_alphabetic()).unwrap_or(text.len());
    let (number, unit) = (text[..end].trim(), text[end..].trim());
    let shown = cells::excerpt(&text);
    let heading_unit = units.iter().find(|unit| row.heading(field).ends_with(*unit));
    let unit = match (unit, heading_unit) {
        ("", None) => {
            let what = format!("`{shown}` has no unit");
            let mend = format!("write one behind the number, such as `{shown} {}`", units[1]);
            row.fault(field, "unit_missing", what, mend);
            return None;
        }
        ("", Some(&unit)) => {
            if unit == "grams" {
                "g"
            } else {
                unit
            }
        }
        (unit, _) => unit,
    };
    match numbers::plain(number) {
        Ok(plain) if plain.starts_with('-') => {
            let what = format!("`{shown}` is negative");
            row.fault(field, "measure_negative", what, "write a number above zero");
            None
        }
        Ok(plain) => Some(format!("{plain} {unit}")),
        Err(numbers::NumberFault::Ambiguous) => {
            let what = format!("`{shown}` can be read in two ways");
            let mend = "write thousands without a sign and decimals behind a point";
            row.fault(field, "number_ambiguous", what, mend);
            None
        }
        Err(numbers::NumberFault::NotANumber) => {
            let what = format!("`{shown}` is not a number with a unit");
            row.fault(
                field,
                "measure_format",
                what,
                format!("write it such as `12.5 {}`", units[1]),
            );
            None
        }
    }
}

fn mass(row: &mut Row<'_>) -> Option<Mass> {
    let text = measure(row, MASS, ["grams", "kg", "g"])?;
    row.keep(MASS, Mass::parse(&text))
}

fn size(row: &mut Row<'_>) -> Option<Size> {
    let mut edge = |field| {
        let text = measure(row, field, ["mm", "cm", "m"])?;
        let edge_mm =
            Size::parse_edge_mm(&text).and_then(|mm| Size::new_box(mm, mm, mm).map(|_| mm));
        row.keep(field, edge_mm)
    };
    // All three are read before one can end it, so that each has its own fault.
    let edges = (edge(LENGTH), edge(WIDTH), edge(HEIGHT));
    let size = Size::new_box(edges.0?, edges.1?, edges.2?);
    row.keep(LENGTH, size)
}

fn goods(row: &mut Row<'_>) -> Option<Goods> {
    if !row.require(GOODS) {
        return None;
    }
    if !row.has(BATTERY_UN) {
        let orphan = [BATTERY_PACKING, BATTERY_WH].into_iter().find(|&field| row.has(field));
        if orphan.is_some() {
            let what = "the UN number is missing beside the battery's packing or energy";
            row.fault(BATTERY_UN, "battery_format", what, "write UN3090, UN3091, UN3480 or UN3481");
            return None;
        }
        let goods = Goods::parse(row.text(GOODS));
        let field =
            if matches!(goods, Err(ModelError::BatteryMissing)) { BATTERY_UN } else { GOODS };
        return row.keep(field, goods);
    }
    let classes = row.keep(GOODS, GoodsSet::parse(row.text(GOODS)));
    let battery = battery(row);
    let goods = Goods::new(classes?, Some(battery?));
    row.keep(GOODS, goods)
}

fn battery(row: &mut Row<'_>) -> Option<BatteryKind> {
    let un = BatteryUn::parse(&with_un(row.text(BATTERY_UN)));
    let un = row.keep(BATTERY_UN, un);
    let packing = if row.require(BATTERY_PACKING) {
        row.keep(BATTERY_PACKING, BatteryPacking::parse(row.text(BATTERY_PACKING)))
    } else {
        None
    };
    let energy = if row.has(BATTERY_WH) {
        Some(row.keep(BATTERY_WH, BatteryKind::parse_energy(row.text(BATTERY_WH)))?)
    } else {
        None
    };
    let kind = BatteryKind::new(un?, packing?, energy);
    row.keep(BATTERY_PACKING, kind)
}

/// `UN3481` of `UN 3481` and of `3481`.
fn with_un(text: &str) -> String {
    let digits = text.trim_start_matches(|c: char| !c.is_ascii_digit());
    if digits.is_empty() { text.to_owned() } else { format!("un{digits}") }
}
