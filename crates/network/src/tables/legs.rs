//! `legs.csv`

use crate::{
    draft::Draft,
    read::{
        CellFault, Column, Placed, Row, Table, TableRow,
        cell::{Count, Hours, Kilometres, LoadGrams, PartsPerMillion, YesNo},
        key, maybe, need,
    },
    records::{Leg, Node, NodeIdx},
    timetable::Timetable,
};
use portolan_model::Code;

pub(crate) struct LegRow {
    operator: Code,
    from: Code,
    to: Code,
    mode: Code,
    clearance: Option<Code>,
    distance_km: Option<Kilometres>,
    headway: Option<Hours>,
    p50: Hours,
    p90: Hours,
    capacity_grams: Option<LoadGrams>,
    capacity_pieces: Option<Count>,
    tracked: YesNo,
    loss_ppm: PartsPerMillion,
    damage_ppm: PartsPerMillion,
}

/// The mode of a leg on which the sender brings the parcel.
const DROP_OFF: &str = "drop_off";

impl TableRow for LegRow {
    const FILE: &'static str = "legs.csv";
    const IS_REQUIRED: bool = true;
    const COLUMNS: &'static [Column] = &[
        key("leg"),
        need("operator"),
        need("from"),
        need("to"),
        need("mode"),
        maybe("clearance"),
        maybe("distance_km"),
        maybe("headway_hours"),
        need("p50_hours"),
        need("p90_hours"),
        maybe("capacity_grams"),
        maybe("capacity_pieces"),
        need("tracked"),
        need("loss_ppm"),
        need("damage_ppm"),
    ];
    type Key = Code;

    fn key(row: &mut Row) -> Code {
        row.need("leg")
    }

    fn read(row: &mut Row, _: Code) -> Self {
        let leg = Self {
            operator: row.need("operator"),
            from: row.need("from"),
            to: row.need("to"),
            mode: row.need("mode"),
            clearance: row.maybe("clearance"),
            distance_km: row.maybe("distance_km"),
            headway: row.maybe("headway_hours"),
            p50: row.need("p50_hours"),
            p90: row.need("p90_hours"),
            capacity_grams: row.maybe("capacity_grams"),
            capacity_pieces: row.maybe("capacity_pieces"),
            tracked: row.need("tracked"),
            loss_ppm: row.need("loss_ppm"),
            damage_ppm: row.need("damage_ppm"),
        };
        super::check_quantiles(row, leg.p50, leg.p90);
        row.check(leg.from != leg.to, "to", || {
            CellFault::new("leg_circular", "the leg ends where it begins", "name another place")
        });
        leg
    }
}

pub(crate) fn link(draft: &mut Draft, table: &Table<LegRow>) {
    for (key, placed) in &table.rows {
        let leg = link_one(draft, key, placed);
        draft.legs.push(placed.at, key.as_str(), leg);
    }
    for (index, leg) in draft.legs.arena.entries() {
        draft.nodes.arena[leg.from].out_legs.push(index);
        draft.nodes.arena[leg.to].in_legs.push(index);
    }
}

fn link_one(draft: &mut Draft, key: &Code, placed: &Placed<LegRow>) -> Option<Leg> {
    let (at, row) = (placed.at, &placed.row);
    let operator = draft.operator(at, "operator", row.operator.as_str());
    let from = draft.node(at, "from", row.from.as_str());
    let to = draft.node(at, "to", row.to.as_str());
    let (operator, from, to) = (operator?, from?, to?);
    if !at.is_broken {
        check_ends(draft, placed, from, to);
    }
    let territory = |node| draft.nodes.arena[node].territory;
    Some(Leg {
        key: key.clone(),
        operator,
        from,
        to,
        mode: row.mode.clone(),
        is_drop_off: row.mode.as_str() == DROP_OFF,
        clearance: row.clearance.clone(),
        crosses_border: territory(from) != territory(to),
        distance_km: row.distance_km.map_or(0, Kilometres::to_u32),
        headway_seconds: row.headway.map(|headway| headway.seconds),
        p50_seconds: row.p50.seconds,
        p90_seconds: row.p90.seconds,
        capacity_grams: row.capacity_grams.map(|grams| grams.0),
        capacity_pieces: row.capacity_pieces.map(Count::to_u32),
        tracked: row.tracked.is_yes(),
        loss_ppm: row.loss_ppm.to_u32(),
        damage_ppm: row.damage_ppm.to_u32(),
        departures: Vec::new(),
        is_scheduled: false,
        is_sold_alone: false,
        rides: Vec::new(),
        disruptions: Vec::new(),
        timetable: Timetable::new(&placed.provenance.valid, &[]),
        provenance: placed.provenance.clone(),
    })
}

/// What the places at both ends say against a leg: errors by column.
fn end_faults(row: &LegRow, from: &Node, to: &Node) -> Vec<(&'static str, CellFault)> {
    let mut faults = Vec::new();
    if !from.is_facility() && !to.is_facility() {
        let fault = CellFault::new("leg_zones", "both ends are zones", "pass through a facility");
        faults.push(("to", fault));
    } else if !from.is_facility() && !from.zone_kinds().collection {
        let what = format!("zone `{}` is not for collection", from.key);
        let fault = CellFault::new("zone_kind", what, "add collection to the zone's kinds");
        faults.push(("from", fault));
    } else if !to.is_facility() && !to.zone_kinds().delivery {
        let what = format!("zone `{}` is not for delivery", to.key);
        let fault = CellFault::new("zone_kind", what, "add delivery to the zone's kinds");
        faults.push(("to", fault));
    }
    if row.mode.as_str() == DROP_OFF && from.is_facility() {
        let what = "senders bring parcels from a zone, not from a facility";
        faults.push(("from", CellFault::new("drop_off_from", what, "name a zone")));
    }
    if from.territory == to.territory && row.clearance.is_some() {
        let what = "the leg crosses no customs border";
        faults.push(("clearance", CellFault::new("clearance_needless", what, "empty the cell")));
    }
    faults
}

/// Tells what the places at both ends say about a leg.
fn check_ends(draft: &mut Draft, placed: &Placed<LegRow>, from: NodeIdx, to: NodeIdx) {
    let (at, row) = (placed.at, &placed.row);
    let (from, to) = (&draft.nodes.arena[from], &draft.nodes.arena[to]);
    let crosses = from.territory != to.territory;
    for (column, fault) in end_faults(row, from, to) {
        draft.faults.push(at.error(column, fault));
    }
    if crosses && row.clearance.is_none() {
        let what = "the leg crosses a customs border without a clearance";
        let mend = "write how it is cleared: postal, 9610, express, general …";
        draft.warning(at, "clearance", CellFault::new("clearance_missing", what, mend));
    }
}
