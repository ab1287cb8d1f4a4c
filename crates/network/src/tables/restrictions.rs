//! `restrictions.csv`

use crate::{
    draft::Draft,
    read::{
        At, CellFault, Column, Placed, Row, Table, TableRow,
        cell::{BatteryName, Grams, Millimetres, Price},
        key, maybe, need,
    },
    records::{Direction, GoodsFilter, Restriction, RestrictionLimits, RestrictionSubject},
    word::Word,
};
use portolan_model::{Code, Currency};

pub(crate) struct RestrictionRow {
    scope: Scope,
    of: String,
    direction: Option<Direction>,
    destinations: Vec<String>,
    goods: GoodsFilter,
    limits: RestrictionLimits,
    reason: String,
    reason_zh: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Operator,
    Line,
    Leg,
    Facility,
    Service,
    Country,
}

impl Word for Scope {
    const WHAT: &'static str = "scope";
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Operator, "operator"),
        (Self::Line, "line"),
        (Self::Leg, "leg"),
        (Self::Facility, "facility"),
        (Self::Service, "service"),
        (Self::Country, "country"),
    ];
}

impl TableRow for RestrictionRow {
    const FILE: &'static str = "restrictions.csv";
    const COLUMNS: &'static [Column] = &[
        key("restriction"),
        need("scope"),
        need("of"),
        maybe("direction"),
        maybe("destinations"),
        maybe("goods"),
        maybe("battery"),
        maybe("mass_max_grams"),
        maybe("mass_min_grams"),
        maybe("side_max_mm"),
        maybe("sum_max_mm"),
        maybe("length_plus_girth_max_mm"),
        maybe("side_min_mm"),
        maybe("second_side_min_mm"),
        maybe("roll_length_max_mm"),
        maybe("roll_sum_max_mm"),
        maybe("value_max"),
        maybe("currency"),
        need("reason"),
        maybe("reason_zh"),
    ];
    type Key = Code;

    fn key(row: &mut Row) -> Code {
        row.need("restriction")
    }

    fn read(row: &mut Row, _: Code) -> Self {
        let (scope, is_known) = row.need_known("scope");
        let classes = super::goods(row, "goods");
        let batteries = row.list::<BatteryName>("battery");
        let batteries = batteries.into_iter().map(|BatteryName(un, packing)| (un, packing));
        let restriction = Self {
            scope,
            of: row.need_where(is_known, "of"),
            direction: row.maybe("direction"),
            destinations: row.list("destinations"),
            goods: GoodsFilter { classes, batteries: batteries.collect() },
            limits: read_limits(row),
            reason: row.need("reason"),
            reason_zh: row.text("reason_zh"),
        };
        let is_country = restriction.scope == Scope::Country;
        row.check(is_country == restriction.direction.is_some(), "direction", || {
            let what = "a direction belongs to the scope `country` and to no other";
            CellFault::new("direction_scope", what, "write to, from or through for a country")
        });
        restriction
    }
}

fn read_limits(row: &mut Row) -> RestrictionLimits {
    let value_max = row.maybe::<Price>("value_max").map(|value| value.0);
    let currency = row.maybe::<Currency>("currency");
    super::check_currency(row, value_max.is_some(), currency.is_some());
    let limits = RestrictionLimits {
        mass_max_grams: row.maybe("mass_max_grams").map(Grams::to_u32),
        mass_min_grams: row.maybe("mass_min_grams").map(Grams::to_u32),
        side_max_mm: row.maybe("side_max_mm").map(Millimetres::to_u32),
        sum_max_mm: row.maybe("sum_max_mm").map(Millimetres::to_u32),
        length_plus_girth_max_mm: row.maybe("length_plus_girth_max_mm").map(Millimetres::to_u32),
        side_min_mm: row.maybe("side_min_mm").map(Millimetres::to_u32),
        second_side_min_mm: row.maybe("second_side_min_mm").map(Millimetres::to_u32),
        roll_length_max_mm: row.maybe("roll_length_max_mm").map(Millimetres::to_u32),
        roll_sum_max_mm: row.maybe("roll_sum_max_mm").map(Millimetres::to_u32),
        value_max: value_max.zip(currency),
    };
    let masses = limits.mass_min_grams.zip(limits.mass_max_grams);
    row.check(masses.is_none_or(|(min, max)| min <= max), "mass_max_grams", || {
        let what = "the heaviest mass is below the lightest";
        CellFault::new("limits_backwards", what, "swap the two")
    });
    limits
}

pub(crate) fn link(draft: &mut Draft, table: &Table<RestrictionRow>) {
    for (key, placed) in &table.rows {
        let (at, row) = (placed.at, &placed.row);
        let subject = link_subject(draft, at, placed);
        let destinations = draft.each(&row.destinations, |draft, name| {
            let end = draft.end(at, "destinations", Some(name.as_str()))?;
            match end {
                crate::records::End::Place(node) if draft.nodes.arena[node].is_facility() => {
                    draft.zone(at, "destinations", name).map(crate::records::End::Place)
                }
                other => Some(other),
            }
        });
        let (Some(subject), Some(destinations)) = (subject, destinations) else {
            continue;
        };
        draft.restrictions.push(Restriction {
            key: key.clone(),
            subject,
            destinations,
            goods: row.goods.clone(),
            limits: row.limits.clone(),
            reason: row.reason.clone(),
            reason_zh: row.reason_zh.clone(),
            provenance: placed.provenance.clone(),
        });
    }
}

fn link_subject(
    draft: &mut Draft,
    at: At,
    placed: &Placed<RestrictionRow>,
) -> Option<RestrictionSubject> {
    let of = placed.row.of.as_str();
    match placed.row.scope {
        Scope::Operator => draft.operator(at, "of", of).map(RestrictionSubject::Operator),
        Scope::Line => draft.line(at, "of", of).map(RestrictionSubject::Line),
        Scope::Leg => draft.leg(at, "of", of).map(RestrictionSubject::Leg),
        Scope::Facility => draft.facility(at, "of", of).map(RestrictionSubject::Facility),
        Scope::Service => draft.service(at, "of", of).map(RestrictionSubject::Service),
        Scope::Country => {
            let country = draft.country_named(at, "of", of)?;
            placed.row.direction.map(|way| RestrictionSubject::Country(country, way))
        }
    }
}
