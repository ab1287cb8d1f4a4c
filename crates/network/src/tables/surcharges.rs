//! `surcharges.csv`

use crate::{
    draft::Draft,
    read::{
        CellFault, Column, Row, Table, TableRow,
        cell::{Percent, Price},
        key, maybe, need,
    },
    records::{Surcharge, SurchargeKind, SurchargeSubject},
    word::Word,
};
use portolan_model::{ClientTier, Code, Currency, GoodsSet, Side};
use rust_decimal::Decimal;

pub(crate) struct SurchargeRow {
    side: Side,
    tier: Option<ClientTier>,
    scope: Scope,
    of: Code,
    kind: SurchargeKind,
    zones: Vec<Code>,
    goods: GoodsSet,
    percent: Option<Percent<1000>>,
    per_item: Option<Price>,
    per_kg: Option<Price>,
    minimum_price: Option<Price>,
    currency: Option<Currency>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Line,
    Leg,
    Zone,
    Service,
    Operator,
}

impl Word for Scope {
    const WHAT: &'static str = "scope";
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Line, "line"),
        (Self::Leg, "leg"),
        (Self::Zone, "zone"),
        (Self::Service, "service"),
        (Self::Operator, "operator"),
    ];
}

impl TableRow for SurchargeRow {
    const FILE: &'static str = "surcharges.csv";
    const COLUMNS: &'static [Column] = &[
        key("surcharge"),
        need("side"),
        maybe("tier"),
        need("scope"),
        need("of"),
        need("kind"),
        maybe("zones"),
        maybe("goods"),
        maybe("percent"),
        maybe("per_item"),
        maybe("per_kg"),
        maybe("minimum_price"),
        maybe("currency"),
    ];
    type Key = Code;

    fn key(row: &mut Row) -> Code {
        row.need("surcharge")
    }

    fn read(row: &mut Row, _: Code) -> Self {
        let (scope, is_known) = row.need_known("scope");
        let surcharge = Self {
            side: row.need("side"),
            tier: row.maybe("tier"),
            scope,
            of: row.need_where(is_known, "of"),
            kind: row.need("kind"),
            zones: row.list("zones"),
            goods: super::goods(row, "goods"),
            percent: row.maybe("percent"),
            per_item: row.maybe("per_item"),
            per_kg: row.maybe("per_kg"),
            minimum_price: row.maybe("minimum_price"),
            currency: row.maybe("currency"),
        };
        super::check_tier(row, surcharge.side, surcharge.tier);
        let amounts = [surcharge.per_item, surcharge.per_kg, surcharge.minimum_price];
        let has_amount = amounts.iter().any(Option::is_some);
        super::check_currency(row, has_amount, surcharge.currency.is_some());
        row.check(has_amount || surcharge.percent.is_some(), "percent", || {
            let what = "the surcharge charges nothing";
            CellFault::new("surcharge_empty", what, "fill in percent, per_item or per_kg")
        });
        surcharge
    }
}

pub(crate) fn link(draft: &mut Draft, table: &Table<SurchargeRow>) {
    for (key, placed) in &table.rows {
        let (at, row) = (placed.at, &placed.row);
        let of = row.of.as_str();
        let subject = match row.scope {
            Scope::Line => draft.line(at, "of", of).map(SurchargeSubject::Line),
            Scope::Leg => draft.leg(at, "of", of).map(SurchargeSubject::Leg),
            Scope::Zone => draft.zone(at, "of", of).map(SurchargeSubject::Zone),
            Scope::Service => draft.service(at, "of", of).map(SurchargeSubject::Service),
            Scope::Operator => draft.operator(at, "of", of).map(SurchargeSubject::Operator),
        };
        let zones = draft.each(&row.zones, |draft, zone| draft.zone(at, "zones", zone.as_str()));
        let (Some(subject), Some(zones)) = (subject, zones) else {
            continue;
        };
        let price = |price: Option<Price>| price.map_or(Decimal::ZERO, |price| price.0);
        draft.surcharges.push(Surcharge {
            key: key.clone(),
            side: row.side,
            tier: row.tier,
            subject,
            kind: row.kind,
            zones,
            goods: row.goods,
            percent: row.percent.map_or(Decimal::ZERO, |percent| percent.0),
            per_item: price(row.per_item),
            per_kg: price(row.per_kg),
            minimum_price: price(row.minimum_price),
            currency: row.currency,
            provenance: placed.provenance.clone(),
        });
    }
}
