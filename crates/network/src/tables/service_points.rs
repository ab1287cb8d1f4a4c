//! `service_points.csv`

use super::zones::point;
use crate::{
    draft::Draft,
    limits,
    read::{Column, Placed, Row, Table, TableRow, cell::Degrees, key, maybe, need},
    records::{ServicePoint, ServicePointKind, TimeOfDay, WeekdayMask},
};
use portolan_model::Code;

pub(crate) struct ServicePointRow {
    zone: Code,
    operator: Code,
    kind: ServicePointKind,
    name: String,
    address: String,
    postcode: String,
    latitude: Degrees<90>,
    longitude: Degrees<180>,
    weekdays: Option<WeekdayMask>,
    opens: Option<TimeOfDay>,
    closes: Option<TimeOfDay>,
}

impl TableRow for ServicePointRow {
    const FILE: &'static str = "service_points.csv";
    const ROWS_MAX: usize = limits::SERVICE_POINT_ROWS_MAX;
    const COLUMNS: &'static [Column] = &[
        key("service_point"),
        need("zone"),
        need("operator"),
        need("kind"),
        need("name"),
        maybe("address"),
        maybe("postcode"),
        need("latitude"),
        need("longitude"),
        maybe("weekdays"),
        maybe("opens"),
        maybe("closes"),
    ];
    type Key = Code;

    fn key(row: &mut Row) -> Code {
        row.need("service_point")
    }

    fn read(row: &mut Row, _: Code) -> Self {
        let point = Self {
            zone: row.need("zone"),
            operator: row.need("operator"),
            kind: row.need("kind"),
            name: row.need("name"),
            address: row.text("address"),
            postcode: row.text("postcode"),
            latitude: row.need("latitude"),
            longitude: row.need("longitude"),
            weekdays: row.maybe("weekdays"),
            opens: row.maybe("opens"),
            closes: row.maybe("closes"),
        };
        super::check_hours(row, point.opens, point.closes);
        point
    }
}

pub(crate) fn link(draft: &mut Draft, table: Table<ServicePointRow>) {
    for (key, placed) in table.rows {
        let at = placed.at;
        let point = link_one(draft, &key, placed);
        draft.service_points.push(at, key.as_str(), point);
    }
}

fn link_one(
    draft: &mut Draft,
    key: &Code,
    placed: Placed<ServicePointRow>,
) -> Option<ServicePoint> {
    let (at, row) = (placed.at, placed.row);
    let zone = draft.zone(at, "zone", row.zone.as_str());
    let operator = draft.operator(at, "operator", row.operator.as_str());
    Some(ServicePoint {
        key: key.clone(),
        zone: zone?,
        operator: operator?,
        kind: row.kind,
        name: row.name,
        address: row.address,
        postcode: row.postcode,
        point: point(row.latitude, row.longitude),
        weekdays: row.weekdays.unwrap_or(WeekdayMask::ALL),
        opens: row.opens.unwrap_or(TimeOfDay::START),
        closes: row.closes.unwrap_or(TimeOfDay::END),
        provenance: placed.provenance,
    })
}
