//! `tariffs.csv`

use crate::{
    draft::Draft,
    read::{
        CellFault, Column, Placed, Row, Table, TableRow,
        cell::{Grams, Millimetres, Percent, Positive, Price},
        key, maybe, need,
    },
    records::{ChargeBasis, Tariff, TariffSubject, Volumetric},
    word::Word,
};
use portolan_model::{ClientTier, Code, Currency, Side};
use rust_decimal::Decimal;

pub(crate) struct TariffRow {
    side: Side,
    tier: Option<ClientTier>,
    scope: Scope,
    of: Code,
    from: Option<String>,
    to: Option<String>,
    currency: Currency,
    band_by: Option<ChargeBasis>,
    charge_by: Option<ChargeBasis>,
    volumetric: VolumetricCells,
    minimum_grams: Option<Grams>,
    round_up_grams: Option<Grams>,
    minimum_price: Option<Price>,
}

/// The cells about volume.
struct VolumetricCells {
    divisor: Option<Positive>,
    side_mm: Option<Millimetres>,
    ratio: Option<Positive>,
    subtract_percent: Option<Percent<100>>,
}

/// What a tariff prices.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Line,
    Leg,
    Zone,
    Process,
    Service,
}

impl Word for Scope {
    const WHAT: &'static str = "scope";
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Line, "line"),
        (Self::Leg, "leg"),
        (Self::Zone, "zone"),
        (Self::Process, "process"),
        (Self::Service, "service"),
    ];
}

impl TableRow for TariffRow {
    const FILE: &'static str = "tariffs.csv";
    const COLUMNS: &'static [Column] = &[
        key("tariff"),
        need("side"),
        maybe("tier"),
        need("scope"),
        need("of"),
        maybe("from"),
        maybe("to"),
        need("currency"),
        maybe("band_by"),
        maybe("charge_by"),
        maybe("volumetric_divisor"),
        maybe("volumetric_side_mm"),
        maybe("volumetric_ratio"),
        maybe("volumetric_subtract_percent"),
        maybe("minimum_grams"),
        maybe("round_up_grams"),
        maybe("minimum_price"),
    ];
    type Key = Code;

    fn key(row: &mut Row) -> Code {
        row.need("tariff")
    }

    fn read(row: &mut Row, _: Code) -> Self {
        let (scope, is_known) = row.need_known("scope");
        let tariff = Self {
            side: row.need("side"),
            tier: row.maybe("tier"),
            scope,
            of: row.need_where(is_known, "of"),
            from: row.maybe("from"),
            to: row.maybe("to"),
            currency: row.need("currency"),
            band_by: row.maybe("band_by"),
            charge_by: row.maybe("charge_by"),
            volumetric: VolumetricCells {
                divisor: row.maybe("volumetric_divisor"),
                side_mm: row.maybe("volumetric_side_mm"),
                ratio: row.maybe("volumetric_ratio"),
                subtract_percent: row.maybe("volumetric_subtract_percent"),
            },
            minimum_grams: row.maybe("minimum_grams"),
            round_up_grams: row.maybe("round_up_grams"),
            minimum_price: row.maybe("minimum_price"),
        };
        super::check_tier(row, tariff.side, tariff.tier);
        let cells = &tariff.volumetric;
        let has_rule =
            cells.side_mm.is_some() || cells.ratio.is_some() || cells.subtract_percent.is_some();
        row.check(cells.divisor.is_some() || !has_rule, "volumetric_divisor", || {
            let what = "a rule about volume has no divisor";
            CellFault::new("divisor_missing", what, "fill in the divisor or empty the rule")
        });
        tariff
    }
}

impl TariffRow {
    fn link(placed: &Placed<Self>, draft: &mut Draft, key: &Code) -> Option<Tariff> {
        let (at, row) = (placed.at, &placed.row);
        let of = row.of.as_str();
        let subject = match row.scope {
            Scope::Line => draft.line(at, "of", of).map(TariffSubject::Line),
            Scope::Leg => draft.leg(at, "of", of).map(TariffSubject::Leg),
            Scope::Zone => draft.zone(at, "of", of).map(TariffSubject::Zone),
            Scope::Process => draft.process(at, "of", of).map(TariffSubject::Process),
            Scope::Service => draft.service(at, "of", of).map(TariffSubject::Service),
        };
        let from = draft.end(at, "from", row.from.as_deref());
        let to = draft.end(at, "to", row.to.as_deref());
        Some(Tariff {
            key: key.clone(),
            side: row.side,
            tier: row.tier,
            subject: subject?,
            from: from?,
            to: to?,
            currency: row.currency,
            band_by: row.band_by.unwrap_or(ChargeBasis::Actual),
            charge_by: row.charge_by.unwrap_or(ChargeBasis::Actual),
            volumetric: row.volumetric.rule(),
            minimum_grams: row.minimum_grams.map_or(0, Grams::to_u32),
            round_up_grams: row.round_up_grams.map_or(1, Grams::to_u32),
            minimum_price: row.minimum_price.map_or(Decimal::ZERO, |price| price.0),
            bands: Vec::new(),
            provenance: placed.provenance.clone(),
        })
    }
}

impl VolumetricCells {
    fn rule(&self) -> Option<Volumetric> {
        self.divisor.map(|divisor| Volumetric {
            divisor: divisor.0,
            side_mm: self.side_mm.map(Millimetres::to_u32),
            ratio: self.ratio.map(|ratio| ratio.0),
            subtract_percent: self.subtract_percent.map_or(Decimal::ZERO, |percent| percent.0),
        })
    }
}

pub(crate) fn link(draft: &mut Draft, table: &Table<TariffRow>) {
    for (key, placed) in &table.rows {
        let tariff = TariffRow::link(placed, draft, key);
        if let Some(Tariff { side: Side::Buy, subject: TariffSubject::Leg(leg), .. }) = tariff {
            draft.legs.arena[leg].is_sold_alone = true;
        }
        draft.tariffs.push(placed.at, key.as_str(), tariff);
    }
}
