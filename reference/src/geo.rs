//! Positions and distances on a sphere.

/// Mean radius of the Earth in kilometres.
const EARTH_KM: f64 = 6371.0;

/// A point by its degrees.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Position {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

impl Position {
    /// Great-circle kilometres to another point (haversine).
    pub fn km_to(self, other: Self) -> f64 {
        let (a, b) = (self.latitude.to_radians(), other.latitude.to_radians());
        let across = (other.longitude - self.longitude).to_radians() / 2.0;
        let along = (b - a) / 2.0;
        let h = along.sin().powi(2) + a.cos() * b.cos() * across.sin().powi(2);
        2.0 * EARTH_KM * h.sqrt().min(1.0).asin()
    }

    /// A point so many degrees away, so that facilities of a city do not lie on one another.
    #[must_use]
    pub fn moved(self, north: f64, east: f64) -> Self {
        Self { latitude: self.latitude + north, longitude: self.longitude + east }
    }
}
