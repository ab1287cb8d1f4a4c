//! Overseas warehouses: picking and packing, and local delivery from them.

use anyhow::Result;

use crate::atlas::Nation;
use crate::draft::{Draft, Leg, LineWay, Risk, Runs, Stage, road_hours};
use crate::work::{Work, process};

/// Adds the lines that deliver from stock abroad.
///
/// # Errors
/// When a table names what does not exist.
pub fn add(draft: &mut Draft) -> Result<()> {
    for way in draft.ways_of("warehouse") {
        for warehouse in &way.gateways {
            process(
                draft,
                Work {
                    key: &format!("{warehouse}-pick-pack"),
                    facility: warehouse,
                    kind: "packing",
                    applies: "always",
                    clearance: "",
                    step: "3",
                    shift: ("123456", "08:00", "18:00"),
                    hours: (4.0, 12.0),
                    capacity: "5000",
                },
            )?;
            for code in &way.countries {
                let nation = draft.atlas.nation(code)?.clone();
                add_delivery(draft, &way, warehouse, &nation)?;
            }
        }
    }
    Ok(())
}

/// Local delivery takes four fifths of the post's own hours, and the road besides to another country.
fn add_delivery(draft: &mut Draft, way: &LineWay, warehouse: &str, nation: &Nation) -> Result<()> {
    let home = draft.node(warehouse)?.country.clone();
    let (p50, p90) = nation.group.deliver;
    for zone in draft.zones_of(&nation.code) {
        let is_remote = draft.remote_zones.contains(&zone);
        let factor = if is_remote { 1.4 } else { 0.8 };
        let is_home = home == nation.code;
        let (road50, road90) =
            if is_home { (0.0, 0.0) } else { road_hours(draft.km(warehouse, &zone)?) };
        let key = format!("{warehouse}-deliver-{zone}");
        draft.leg(Leg {
            key: key.clone(),
            operator: way.operator.clone(),
            from: warehouse.into(),
            to: zone.clone(),
            mode: "courier",
            clearance: way.clearance.clone(),
            hours: ((p50 * factor + road50).round(), (p90 * factor + road90).round()),
            runs: Runs::Weekly {
                weekdays: "123456".into(),
                departs: "18:30".into(),
                cutoff: 0.5,
                skips_holidays: true,
            },
            risk: Risk::LocalDelivery,
            risk_factor: nation.group.loss,
            source: "rule:transit-1".into(),
        })?;
        draft.ride(&way.key, &key, Stage::Only(1))?;
    }
    Ok(())
}
