//! `tariff_bands.csv`

use super::{Pair, TariffRow};
use crate::{
    draft::Draft,
    read::{
        At, CellFault, Column, Row, Table, TableRow,
        cell::{Grams, GramsFrom, Price},
        key, maybe,
    },
    records::{Band, Tariff, TariffIdx},
};
use portolan_model::Code;
use rust_decimal::Decimal;
use std::collections::{HashMap, HashSet};

pub(crate) struct TariffBandRow {
    to_grams: Option<Grams>,
    flat: Option<Price>,
    per_item: Option<Price>,
    per_kg: Option<Price>,
    first_grams: Option<GramsFrom>,
    first_price: Option<Price>,
    step_grams: Option<Grams>,
    step_price: Option<Price>,
}

impl TableRow for TariffBandRow {
    const FILE: &'static str = "tariff_bands.csv";
    const COLUMNS: &'static [Column] = &[
        key("tariff"),
        key("from_grams"),
        maybe("to_grams"),
        maybe("flat"),
        maybe("per_item"),
        maybe("per_kg"),
        maybe("first_grams"),
        maybe("first_price"),
        maybe("step_grams"),
        maybe("step_price"),
    ];
    type Key = Pair<Code, u32>;

    fn key(row: &mut Row) -> Self::Key {
        Pair(row.need("tariff"), row.need::<GramsFrom>("from_grams").to_u32())
    }

    fn read(row: &mut Row, Pair(_, from_grams): Self::Key) -> Self {
        let band = Self {
            to_grams: row.maybe("to_grams"),
            flat: row.maybe("flat"),
            per_item: row.maybe("per_item"),
            per_kg: row.maybe("per_kg"),
            first_grams: row.maybe("first_grams"),
            first_price: row.maybe("first_price"),
            step_grams: row.maybe("step_grams"),
            step_price: row.maybe("step_price"),
        };
        row.check(band.to_grams.is_none_or(|to| to.to_u32() > from_grams), "to_grams", || {
            let what = "the band ends where it begins or before";
            CellFault::new("band_backwards", what, "write more than from_grams")
        });
        row.check(band.step_grams.is_some() == band.step_price.is_some(), "step_price", || {
            let what = "only one of step_grams and step_price is given";
            CellFault::new("step_half", what, "give both or neither")
        });
        band
    }
}

/// Gives each tariff its bands, by mass, and tells overlaps, holes and falling prices.
pub(crate) fn link(draft: &mut Draft, table: &Table<TariffBandRow>, tariffs: &Table<TariffRow>) {
    let mut places: HashMap<(TariffIdx, u32), At> = HashMap::new();
    let mut torn: HashSet<&str> = HashSet::new();
    for (Pair(key, from_grams), placed) in &table.rows {
        let row = &placed.row;
        let known = draft.tariff(placed.at, "tariff", key.as_str());
        let Some(tariff) = known.filter(|_| !placed.at.is_broken) else {
            torn.insert(key.as_str());
            continue;
        };
        let price = |price: Option<Price>| price.map_or(Decimal::ZERO, |price| price.0);
        places.insert((tariff, *from_grams), placed.at);
        draft.tariffs.arena[tariff].bands.push(Band {
            from_grams: *from_grams,
            to_grams: row.to_grams.map(Grams::to_u32),
            fixed: price(row.flat) + price(row.per_item) + price(row.first_price),
            per_kg: price(row.per_kg),
            first_grams: row.first_grams.map_or(0, GramsFrom::to_u32),
            step_grams: row.step_grams.map_or(0, Grams::to_u32),
            step_price: price(row.step_price),
            provenance: placed.provenance.clone(),
        });
    }
    for (key, placed) in &tariffs.rows {
        let Some(tariff) = draft.tariffs.get(key.as_str()) else {
            continue;
        };
        let bands = &draft.tariffs.arena[tariff].bands;
        if bands.is_empty() && !torn.contains(key.as_str()) {
            let what = format!("tariff `{key}` has no band");
            let fault = CellFault::new("tariff_empty", what, "add rows to tariff_bands.csv");
            draft.faults.push(placed.at.error("tariff", fault));
        }
        for (from_grams, fault, is_error) in band_faults(&draft.tariffs.arena[tariff]) {
            let at = places[&(tariff, from_grams)];
            let fault = if is_error {
                at.error("from_grams", fault)
            } else {
                at.warning("from_grams", fault)
            };
            draft.faults.push(fault);
        }
    }
}

/// Overlaps, holes and falling prices between bands that count on the same days.
fn band_faults(tariff: &Tariff) -> Vec<(u32, CellFault, bool)> {
    let bands = &tariff.bands;
    let mut faults = Vec::new();
    for (position, band) in bands.iter().enumerate() {
        let counts_with = |other: &&Band| other.provenance.valid.overlaps(&band.provenance.valid);
        let Some(before) = bands[..position].iter().rev().find(counts_with) else {
            continue;
        };
        let start = band.from_grams;
        match before.to_grams {
            Some(end) if end == start => {
                // The least mass of this band should not cost less than the greatest of the one before.
                let (least, most) =
                    (charge(tariff, band, start + 1), charge(tariff, before, start));
                if least < most {
                    let what = format!("{} g cost {least} and {start} g cost {most}", start + 1);
                    let fault = CellFault::new("price_falls", what, "check both prices");
                    faults.push((start, fault, false));
                }
            }
            Some(end) if end < start => {
                let what = format!("masses from {} g to {start} g lie in no band", end + 1);
                let fault = CellFault::new("band_hole", what, "begin where the band before ends");
                faults.push((start, fault, false));
            }
            _ => {
                let what = format!("the band overlaps the one from {} g", before.from_grams);
                let mend = "begin where the band before ends";
                faults.push((start, CellFault::new("band_overlap", what, mend), true));
            }
        }
    }
    faults
}

/// The price of an actual mass in a band.
fn charge(tariff: &Tariff, band: &Band, grams: u32) -> Decimal {
    let charged = grams.max(tariff.minimum_grams);
    let charged = u64::from(charged).next_multiple_of(tariff.round_up_grams.max(1).into());
    crate::pricing::band_price(band, charged).max(tariff.minimum_price).normalize()
}
