//! The service points nearest to a point: walk north and south from its latitude until no nearer one can
//! come.

use crate::{Snapshot, records::ServicePointIdx};
use portolan_model::{CountryCode, GeoPoint, Postcode};

/// Metres of a micro-degree of latitude, rounded down so that the walk never stops too early.
const METRES_PER_MICRO_DEGREE: f64 = 0.110;

impl Snapshot {
    /// The service points of a country nearest to a postcode (to the point of its most specific zone),
    /// nearest first; none where the postcode lies in no zone.
    pub fn nearest_service_points(
        &self,
        country: CountryCode,
        postcode: Option<&Postcode>,
        count: usize,
    ) -> Vec<ServicePointIdx> {
        let Ok(zones) = self.zones_of(country, postcode) else {
            return Vec::new();
        };
        let points = self.lookups.service_points.get(&zones.end.country);
        let place = self.point_of(&zones.end);
        let (Some(points), Some(place)) = (points, place) else {
            return Vec::new();
        };
        let middle = points.partition_point(|&(latitude, _)| latitude < place.latitude_micro());
        let mut nearest = Nearest { snapshot: self, place, count, found: Vec::new() };
        nearest.walk(points[middle..].iter());
        nearest.walk(points[..middle].iter().rev());
        nearest.found.into_iter().map(|(_, index)| index).collect()
    }
}

/// The nearest points found so far, nearest first.
struct Nearest<'a> {
    snapshot: &'a Snapshot,
    place: GeoPoint,
    count: usize,
    found: Vec<(u32, ServicePointIdx)>,
}

impl Nearest<'_> {
    fn walk<'b>(&mut self, points: impl Iterator<Item = &'b (i32, ServicePointIdx)>) {
        for &(latitude, index) in points {
            let apart = f64::from(latitude.abs_diff(self.place.latitude_micro()));
            let farthest = self.found.last().map_or(u32::MAX, |&(metres, _)| metres);
            let is_full = self.found.len() >= self.count;
            if is_full && apart * METRES_PER_MICRO_DEGREE > f64::from(farthest) {
                return;
            }
            let metres = self.place.distance_metres(&self.snapshot.service_points[index].point);
            let place = self.found.partition_point(|&known| known < (metres, index));
            if place < self.count {
                self.found.insert(place, (metres, index));
                self.found.truncate(self.count);
            }
        }
    }
}
