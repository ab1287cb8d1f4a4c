//! A place as histories write it, `lat,lon`, `CC postcode`, a postcode or a name, as areas from coarse to fine.
//!
//! Nothing is looked up: a name is only a name. What the areas are good for is shrinkage: a street corner
//! seen once is judged by its town, the town by its province.

#[cfg(test)]
mod tests;

/// Sides, in degrees, of the cells that coordinates fall into.
const GRID_DEGREES: [f64; 4] = [8.0, 3.0, 1.0, 0.3];
/// Mean radius of the earth (IUGG), kilometres.
const EARTH_RADIUS_KM: f64 = 6_371.009;

/// A point on the globe, in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Latitude, −90 to 90.
    pub latitude: f64,
    /// Longitude, −180 to 180.
    pub longitude: f64,
}

impl Point {
    /// A point, if the degrees are those of one. `0,0` is what databases write for "not known".
    pub fn new(latitude: f64, longitude: f64) -> Option<Self> {
        let is_on_globe = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
        let is_null = latitude == 0.0 && longitude == 0.0;
        (is_on_globe && !is_null).then_some(Self { latitude, longitude })
    }

    /// Great-circle distance in kilometres (haversine).
    pub fn distance_km(self, other: Self) -> f64 {
        let (lat1, lat2) = (self.latitude.to_radians(), other.latitude.to_radians());
        let half_lat = libm::sin((lat2 - lat1) / 2.0);
        let half_lon = libm::sin((other.longitude - self.longitude).to_radians() / 2.0);
        let chord = half_lat * half_lat + libm::cos(lat1) * libm::cos(lat2) * half_lon * half_lon;
        2.0 * EARTH_RADIUS_KM * libm::asin(libm::sqrt(chord.clamp(0.0, 1.0)))
    }
}

/// A place: its areas from coarse to fine, and where it is if that is told.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Place {
    /// Names of areas, each within the one before; the last is the place as written.
    pub areas: Vec<String>,
    /// Its coordinates.
    pub point: Option<Point>,
}

impl Place {
    /// Reads a place. Every text is one; an empty one has no areas.
    pub fn parse(text: &str) -> Self {
        let text = text.trim();
        if text.is_empty() {
            return Self::default();
        }
        if let Some(point) = parse_point(text) {
            return Self { areas: cells_of(point), point: Some(point) };
        }
        let upper = text.to_uppercase();
        Self { areas: postcode_areas(&upper).unwrap_or_else(|| name_areas(&upper)), point: None }
    }

    /// The same place with coordinates told beside it.
    #[must_use]
    pub fn at(self, point: Option<Point>) -> Self {
        Self { point: self.point.or(point), ..self }
    }

    /// The coarse area by which promises are calibrated; empty for an unknown place.
    pub fn region(&self) -> String {
        let is_country = |area: &&String| area.len() == 2 && self.areas.len() > 2;
        let coarse = self.areas.first().filter(is_country).and(self.areas.get(1));
        match (coarse.or(self.areas.first()), self.point) {
            (Some(area), _) => area.clone(),
            (None, Some(point)) => cells_of(point).swap_remove(0),
            (None, None) => String::new(),
        }
    }
}

fn parse_point(text: &str) -> Option<Point> {
    let (latitude, longitude) = text.split_once([',', ';']).or_else(|| text.split_once(' '))?;
    let is_decimal = |part: &str| part.contains('.') || part.trim().starts_with('-');
    if !is_decimal(latitude) && !is_decimal(longitude) {
        return None;
    }
    let degrees = |part: &str| part.trim().parse::<f64>().ok().filter(|d| d.is_finite());
    Point::new(degrees(latitude)?, degrees(longitude)?)
}

fn cells_of(point: Point) -> Vec<String> {
    let cell = |side: &f64| {
        let row = (point.latitude / side).floor();
        let column = (point.longitude / side).floor();
        format!("@{side}:{row}:{column}")
    };
    GRID_DEGREES.iter().map(cell).collect()
}

/// `75011`, `FR 75011`, `BR-01310-100`, `SW1A 1AA`: country, then ever longer beginnings of the code.
fn postcode_areas(upper: &str) -> Option<Vec<String>> {
    let (country, code) = match upper.split_once([' ', '-']) {
        Some((head, rest)) if head.len() == 2 && head.bytes().all(|b| b.is_ascii_alphabetic()) => {
            (Some(head), rest)
        }
        _ => (None, upper),
    };
    let signs: Vec<char> = code.chars().filter(char::is_ascii_alphanumeric).collect();
    let has_digit = signs.iter().any(char::is_ascii_digit);
    let is_code = (2..=10).contains(&signs.len())
        && has_digit
        && code.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ' || c == '-');
    if !is_code {
        return None;
    }
    let country = country.unwrap_or_default();
    let mut areas: Vec<String> =
        if country.is_empty() { Vec::new() } else { vec![country.to_owned()] };
    for length in [1, 2, 3].into_iter().filter(|&l| l < signs.len()).chain([signs.len()]) {
        areas.push(format!("{country} {}", signs[..length].iter().collect::<String>()));
    }
    Some(areas)
}

/// `Campinas, SP`, `SP - Campinas`: whatever stands last behind a comma is the larger area.
fn name_areas(upper: &str) -> Vec<String> {
    let parts: Vec<&str> =
        upper.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    match parts.len() {
        0 => Vec::new(),
        count => (0..count).rev().map(|from| parts[from..].join(", ")).collect(),
    }
}
