//! Rows of `tariffs.csv`, `tariff_bands.csv` and `surcharges.csv`, in the columns of the format. Cells are
//! text; the network's own checks judge them.

/// A row of `tariffs.csv`, in its columns; empty where the format allows nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tariff {
    /// The key.
    pub tariff: String,
    /// `buy` or `sell`.
    pub side: String,
    /// `developing`, `mature` or empty.
    pub tier: String,
    /// `line`, `leg`, `zone`, `process` or `service`.
    pub scope: String,
    /// Key of what is priced.
    pub of: String,
    /// Where the ride begins.
    pub from: String,
    /// Where it ends.
    pub to: String,
    /// ISO 4217.
    pub currency: String,
    /// `actual` or `chargeable`.
    pub band_by: String,
    /// `actual` or `chargeable`.
    pub charge_by: String,
    /// cm³ per kg.
    pub volumetric_divisor: String,
    /// Volumetric mass counts only above this longest side.
    pub volumetric_side_mm: String,
    /// Volumetric mass counts only above this ratio.
    pub volumetric_ratio: String,
    /// Share of the excess that is not charged.
    pub volumetric_subtract_percent: String,
    /// Least charged mass.
    pub minimum_grams: String,
    /// Charged mass is a multiple of this.
    pub round_up_grams: String,
    /// Least price.
    pub minimum_price: String,
    /// First day of validity.
    pub valid_from: String,
    /// Last day of validity.
    pub valid_to: String,
    /// Where it was published, or the rule.
    pub source: String,
    /// Whether a rule estimated it.
    pub is_estimated: bool,
    /// Its bands.
    pub bands: Vec<Band>,
}

/// A row of `tariff_bands.csv` of one tariff; its source is the tariff's.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Band {
    /// Exclusive.
    pub from_grams: u32,
    /// Inclusive; `None` has no end.
    pub to_grams: Option<u32>,
    /// Flat price.
    pub flat: String,
    /// Price per item.
    pub per_item: String,
    /// Price per kilogram.
    pub per_kg: String,
    /// Grams the first price covers.
    pub first_grams: String,
    /// The first price.
    pub first_price: String,
    /// Grams of a further step.
    pub step_grams: String,
    /// Price of a step.
    pub step_price: String,
}

/// A row of `surcharges.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Surcharge {
    /// The key.
    pub surcharge: String,
    /// `buy` or `sell`.
    pub side: String,
    /// `developing`, `mature` or empty.
    pub tier: String,
    /// `line`, `leg`, `zone`, `service` or `operator`.
    pub scope: String,
    /// Key of what it is charged on.
    pub of: String,
    /// `fuel`, `remote_area`, `peak`, `relabelling`, `goods` or `clearance`.
    pub kind: String,
    /// Zones, separated by `|`.
    pub zones: String,
    /// Classes of goods, separated by `|`.
    pub goods: String,
    /// Percent of the tariff's charge.
    pub percent: String,
    /// Per item.
    pub per_item: String,
    /// Per kilogram of charged mass.
    pub per_kg: String,
    /// Least amount.
    pub minimum_price: String,
    /// ISO 4217.
    pub currency: String,
    /// First day of validity.
    pub valid_from: String,
    /// Last day of validity.
    pub valid_to: String,
    /// Where it was published, or the rule.
    pub source: String,
    /// Whether a rule estimated it.
    pub is_estimated: bool,
}

/// All prices of a network.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Prices {
    /// Tariffs with their bands.
    pub tariffs: Vec<Tariff>,
    /// Surcharges.
    pub surcharges: Vec<Surcharge>,
}
