//! A load example made on demand: an overlay of many service points in China, laid in rings around the
//! centres of the origin cities and marked estimated (rule:point-2). Nothing of it is a fact.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, ensure};

use crate::atlas::Atlas;
use crate::record::Sources;
use crate::rows::{Row, Tables};

/// Most points that are made at once: the format's own limit.
const POINTS_MAX: usize = 2_000_000;
/// Points on the first ring around a centre; each further ring has as many more.
const RING: usize = 6;
/// Degrees between rings: about a kilometre.
const RING_DEGREES: f64 = 0.009;

/// The files of an overlay with `count` service points.
///
/// # Errors
/// When there are more than the format allows, or no cities.
pub fn service_points(sources: &Sources, count: usize) -> Result<BTreeMap<String, Vec<u8>>> {
    ensure!(count <= POINTS_MAX, "{count} points are more than the format's {POINTS_MAX}");
    let atlas = Atlas::read(sources)?;
    ensure!(!atlas.cities.is_empty(), "there are no cities");
    let mut tables = Tables::default();
    for index in 0..count {
        let city = atlas.cities.get(index % atlas.cities.len()).context("a city")?;
        let (north, east) = offset(index / atlas.cities.len());
        let row = Row::estimate("rule:point-2")
            .set("service_point", format!("load-{}-{index:06}", city.key))
            .set("zone", format!("cn-{}", city.key))
            .set("operator", if index % 3 == 0 { "cainiao" } else { "china-post" })
            .set("kind", if index % 3 == 0 { "locker" } else { "both" })
            .set("name", format!("Point {index} {}", city.name))
            .set("latitude", format!("{:.5}", city.position.latitude + north))
            .set("longitude", format!("{:.5}", city.position.longitude + east))
            .set("weekdays", "1234567")
            .set("opens", "09:00")
            .set("closes", "21:00");
        tables.add("service_points", row)?;
    }
    tables.files()
}

/// Where the point of this index lies about the centre: on the ring that has room for it, turned by its
/// place on the ring.
fn offset(index: usize) -> (f64, f64) {
    let (mut ring, mut place) = (1, index);
    while place >= ring * RING {
        place -= ring * RING;
        ring += 1;
    }
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    let angle = std::f64::consts::TAU * number(place) / number(ring * RING);
    let radius = RING_DEGREES * number(ring);
    (radius * angle.cos(), radius * angle.sin())
}
