//! What the stories of the network share: countries, zones, lines and processes, as plain data.

/// A country or territory, with what its times and prices are estimated from.
#[derive(Debug, Clone, PartialEq)]
pub struct Country {
    /// ISO 3166-1 alpha-2.
    pub code: String,
    /// Name in English.
    pub name: String,
    /// ISO 4217.
    pub currency: String,
    /// Region by UN M49: `Asia`, `Europe`, `Africa`, `Americas`, `Oceania`.
    pub region: String,
    /// Subregion by UN M49, such as `Western Europe`.
    pub subregion: String,
    /// The airport its mail and parcels land at; it may lie in another country.
    pub gateway: String,
    /// Great-circle kilometres from Shanghai Pudong to that airport.
    pub distance_km: u32,
    /// Whether it is one of the 40 largest markets, which have zones of their own.
    pub is_large: bool,
}

/// A postcode area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    /// Its key.
    pub key: String,
    /// The country it lies in.
    pub country: String,
    /// Whether carriers call it remote, so that it costs and takes more.
    pub is_remote: bool,
    /// Whether parcels are delivered to it by legs of its own.
    pub is_delivery: bool,
    /// Whether parcels are collected in it.
    pub is_collection: bool,
}

/// A line, with where it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its key.
    pub key: String,
    /// Who sells it.
    pub operator: String,
    /// How it exports: a word of the network format.
    pub export_mode: String,
    /// The price model it is priced by.
    pub price_model: String,
    /// The countries it delivers to; empty for a line that ends in a warehouse.
    pub countries: Vec<String>,
    /// The facilities it ends at; empty for a line that ends at the door.
    pub facilities: Vec<String>,
}

/// A process that may be charged for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    /// Its key.
    pub key: String,
    /// The facility it is done at.
    pub facility: String,
    /// The country of that facility.
    pub country: String,
    /// Its kind: a word of the network format.
    pub kind: String,
}

/// Everything prices are made from.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct World {
    /// Countries by code.
    pub countries: Vec<Country>,
    /// Zones by key.
    pub zones: Vec<Zone>,
    /// Lines by key.
    pub lines: Vec<Line>,
    /// Processes by key.
    pub processes: Vec<Process>,
    /// Services by key, cheapest class first.
    pub services: Vec<String>,
}
