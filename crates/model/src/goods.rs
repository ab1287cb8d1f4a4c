//! What kind of goods a thing holds, as far as carriers and countries treat kinds differently.
//!
//! A thing has one class or several. A battery is a class that also needs its UN number and packing
//! (IATA Dangerous Goods Regulations, lithium battery guidance): [`Goods`] with the battery class and no
//! [`BatteryKind`] cannot be built, because no line could say yes or no to it.

use crate::{ModelError, limits, money::is_plain_decimal, names::named_enum, text};
use rust_decimal::{Decimal, prelude::ToPrimitive};
use std::{fmt, str::FromStr};

#[cfg(test)]
mod tests;

named_enum! {
    /// A class of goods.
    pub enum GoodsClass("goods class") {
        /// Nothing special applies.
        General = "general",
        /// Papers without value.
        Document = "document",
        /// A battery or a thing with one.
        Battery = "battery",
        /// A liquid.
        Liquid = "liquid",
        /// A powder.
        Powder = "powder",
        /// A paste, gel or cream.
        Paste = "paste",
        /// A spray can.
        Aerosol = "aerosol",
        /// A thing with a magnetic field: magnets, loudspeakers, motors.
        Magnet = "magnet",
        /// Food for people.
        Food = "food",
        /// A plant or a part of one.
        Plant = "plant",
        /// A seed for sowing.
        Seed = "seed",
        /// Meat, milk, leather, feathers and other things of animals.
        AnimalProduct = "animal_product",
        /// A cosmetic.
        Cosmetic = "cosmetic",
        /// A medicine or a food supplement.
        Medicine = "medicine",
        /// A medical device.
        MedicalDevice = "medical_device",
        /// A knife, scissors, a razor.
        Blade = "blade",
        /// A toy or model that looks like a weapon.
        WeaponReplica = "weapon_replica",
        /// A thing that burns easily.
        Flammable = "flammable",
        /// Clothing, shoes, textiles.
        Clothing = "clothing",
        /// An electric or electronic thing.
        Electronics = "electronics",
        /// Jewellery and watches.
        Jewellery = "jewellery",
        /// A thing that breaks easily.
        Fragile = "fragile",
        /// A toy.
        Toy = "toy",
        /// A book or other printed matter.
        Book = "book",
        /// Tobacco and electronic cigarettes.
        Tobacco = "tobacco",
        /// An alcoholic drink.
        Alcohol = "alcohol",
        /// A thing that bears a protected brand.
        Branded = "branded",
    }
}

/// A set of goods classes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct GoodsSet(u64);

impl GoodsSet {
    /// No class at all.
    pub const EMPTY: Self = Self(0);

    /// The set of one class.
    pub const fn of(class: GoodsClass) -> Self {
        Self(1 << class as u32)
    }

    /// This set with a class more.
    #[must_use]
    pub const fn with(self, class: GoodsClass) -> Self {
        Self(self.0 | Self::of(class).0)
    }

    /// This set with a class less.
    #[must_use]
    pub const fn without(self, class: GoodsClass) -> Self {
        Self(self.0 & !Self::of(class).0)
    }

    /// What is in either set.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in both sets.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether a class is in it.
    pub const fn contains(self, class: GoodsClass) -> bool {
        self.0 & Self::of(class).0 != 0
    }

    /// Whether the sets share a class.
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether it holds no class.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Its classes, in the order of [`GoodsClass::ALL`].
    pub fn classes(self) -> impl Iterator<Item = GoodsClass> {
        GoodsClass::ALL.iter().copied().filter(move |&class| self.contains(class))
    }

    /// Reads class names with `|` between; an empty text is the empty set.
    pub fn parse(text: &str) -> Result<Self, ModelError> {
        let names = text.split('|').map(str::trim).filter(|name| !name.is_empty());
        names.map(GoodsClass::parse).try_fold(Self::EMPTY, |set, class| Ok(set.with(class?)))
    }
}

impl FromIterator<GoodsClass> for GoodsSet {
    fn from_iter<T: IntoIterator<Item = GoodsClass>>(classes: T) -> Self {
        classes.into_iter().fold(Self::EMPTY, Self::with)
    }
}

impl fmt::Display for GoodsSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.classes().map(GoodsClass::as_str).collect();
        f.pad(&names.join("|"))
    }
}

impl fmt::Debug for GoodsSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{self}}}")
    }
}

named_enum! {
    /// The UN number of a lithium battery.
    pub enum BatteryUn("UN number") {
        /// Lithium metal batteries alone.
        Un3090 = "un3090",
        /// Lithium metal batteries packed with or contained in equipment.
        Un3091 = "un3091",
        /// Lithium ion batteries alone.
        Un3480 = "un3480",
        /// Lithium ion batteries packed with or contained in equipment.
        Un3481 = "un3481",
    }
}

named_enum! {
    /// How a battery travels with its equipment.
    pub enum BatteryPacking("battery packing") {
        /// Without equipment.
        Alone = "alone",
        /// Beside its equipment in one package.
        PackedWith = "packed_with",
        /// Built into its equipment.
        ContainedIn = "contained_in",
    }
}

/// A lithium battery: its UN number, its packing and, where known, its energy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BatteryKind {
    un: BatteryUn,
    packing: BatteryPacking,
    milliwatt_hours: Option<u32>,
}

impl BatteryKind {
    /// A battery; only a packing that the UN number stands for is accepted, and an energy above nothing.
    pub fn new(
        un: BatteryUn,
        packing: BatteryPacking,
        milliwatt_hours: Option<u32>,
    ) -> Result<Self, ModelError> {
        let is_alone_number = matches!(un, BatteryUn::Un3090 | BatteryUn::Un3480);
        if is_alone_number != (packing == BatteryPacking::Alone) {
            return Err(ModelError::BatteryPair { un: un.as_str(), packing: packing.as_str() });
        }
        match milliwatt_hours {
            Some(energy) if energy == 0 || energy > limits::BATTERY_MILLIWATT_HOURS_MAX => {
                Err(ModelError::BatteryEnergy { found: format!("{energy} mWh") })
            }
            _ => Ok(Self { un, packing, milliwatt_hours }),
        }
    }

    /// Reads `UN3481 contained_in`, optionally with ` 18.5Wh` behind; a UN number that stands for one
    /// packing alone (3090, 3480) needs none.
    pub fn parse(text: &str) -> Result<Self, ModelError> {
        let fault = || ModelError::BatteryFormat { found: text::excerpt(text) };
        let mut words = text.split_whitespace();
        let un = BatteryUn::parse(words.next().unwrap_or_default()).map_err(|_| fault())?;
        let (mut packing, mut energy) = (None, None);
        for word in words {
            if let Ok(known) = BatteryPacking::parse(word) {
                packing = Some(known);
            } else {
                energy = Some(Self::parse_energy(word).map_err(|_| fault())?);
            }
        }
        let packing = match (packing, un) {
            (Some(known), _) => known,
            (None, BatteryUn::Un3090 | BatteryUn::Un3480) => BatteryPacking::Alone,
            (None, _) => return Err(fault()),
        };
        Self::new(un, packing, energy)
    }

    /// Reads watt-hours, such as `18.5` or `18.5 Wh`, as milliwatt-hours, rounded up.
    pub fn parse_energy(text: &str) -> Result<u32, ModelError> {
        let fault = || ModelError::BatteryEnergy { found: text::excerpt(text) };
        let lower = text.trim().to_ascii_lowercase();
        let number = lower.strip_suffix("wh").unwrap_or(&lower).trim_end();
        if !is_plain_decimal(number) {
            return Err(fault());
        }
        let watt_hours = Decimal::from_str_exact(number).map_err(|_| fault())?;
        let energy = watt_hours.checked_mul(Decimal::ONE_THOUSAND).ok_or_else(fault)?.ceil();
        let energy = energy.to_u32().filter(|&energy| energy > 0).ok_or_else(fault)?;
        if energy > limits::BATTERY_MILLIWATT_HOURS_MAX { Err(fault()) } else { Ok(energy) }
    }

    /// The UN number.
    pub const fn un(&self) -> BatteryUn {
        self.un
    }

    /// How it travels with its equipment.
    pub const fn packing(&self) -> BatteryPacking {
        self.packing
    }

    /// Its energy in milliwatt-hours, where known.
    pub const fn milliwatt_hours(&self) -> Option<u32> {
        self.milliwatt_hours
    }
}

impl fmt::Display for BatteryKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.un.as_str().to_ascii_uppercase(), self.packing)?;
        match self.milliwatt_hours {
            Some(energy) => {
                write!(f, " {}Wh", Decimal::from_i128_with_scale(energy.into(), 3).normalize())
            }
            None => Ok(()),
        }
    }
}

impl FromStr for BatteryKind {
    type Err = ModelError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

/// What a thing holds: at least one class, and a battery's kind exactly where the battery class is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Goods {
    classes: GoodsSet,
    battery: Option<BatteryKind>,
}

impl Goods {
    /// Goods of some classes; a battery brings its class with it.
    pub fn new(classes: GoodsSet, battery: Option<BatteryKind>) -> Result<Self, ModelError> {
        let has_class = classes.contains(GoodsClass::Battery);
        match battery {
            Some(_) => Ok(Self { classes: classes.with(GoodsClass::Battery), battery }),
            None if has_class => Err(ModelError::BatteryMissing),
            None if classes.is_empty() => Err(ModelError::GoodsEmpty),
            None => Ok(Self { classes, battery }),
        }
    }

    /// Goods of class `general`.
    pub const fn general() -> Self {
        Self { classes: GoodsSet::of(GoodsClass::General), battery: None }
    }

    /// Reads `food`, `electronics|UN3481 contained_in` or `electronics|battery|UN3481 contained_in 18.5Wh`.
    pub fn parse(text: &str) -> Result<Self, ModelError> {
        let is_battery = |part: &&str| part.to_ascii_lowercase().starts_with("un");
        let parts = text.split('|').map(str::trim).filter(|part| !part.is_empty());
        let (batteries, classes): (Vec<&str>, Vec<&str>) = parts.partition(is_battery);
        let battery = match batteries.as_slice() {
            [] => None,
            [one] => Some(BatteryKind::parse(one)?),
            _ => return Err(ModelError::BatteryFormat { found: text::excerpt(text) }),
        };
        Self::new(GoodsSet::parse(&classes.join("|"))?, battery)
    }

    /// The classes.
    pub const fn classes(&self) -> GoodsSet {
        self.classes
    }

    /// The battery's kind, where there is one.
    pub const fn battery(&self) -> Option<BatteryKind> {
        self.battery
    }

    /// Whether the goods have a class.
    pub const fn contains(&self, class: GoodsClass) -> bool {
        self.classes.contains(class)
    }
}

impl fmt::Display for Goods {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.battery {
            Some(battery) => write!(f, "{}|{battery}", self.classes),
            None => write!(f, "{}", self.classes),
        }
    }
}

impl FromStr for Goods {
    type Err = ModelError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}
