//! Which pieces go into one box: all of them, unless a rule forces them apart.
//!
//! About goods and room alone: no network, no prices. [`segregate`] parts goods that may not travel
//! together; [`fill`] parts what passes a limit of mass or room, first fit from the heaviest. Both are
//! simple and valid, not optimal.

use super::Share;
use portolan_model::{BatteryKind, BatteryPacking, BatteryUn, Goods, GoodsClass, GoodsSet};

/// Goods that may leak or burn: never in one box with a battery (ICAO Technical Instructions, packing
/// instructions 966 and 967: batteries are kept from damage and short circuit).
const WET: GoodsSet = GoodsSet::EMPTY
    .with(GoodsClass::Liquid)
    .with(GoodsClass::Paste)
    .with(GoodsClass::Aerosol)
    .with(GoodsClass::Flammable)
    .with(GoodsClass::Alcohol);

/// Some pieces of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thing {
    /// How many pieces.
    pub pieces: u32,
    /// Mass of one, in grams.
    pub mass_grams: u32,
    /// Volume of one, in cubic millimetres.
    pub volume_mm3: u64,
    /// What it is.
    pub goods: Goods,
}

/// What one box can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Mass, in grams.
    pub mass_grams: u64,
    /// Volume, in cubic millimetres.
    pub volume_mm3: u64,
}

/// Why things cannot be put into boxes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FillFault {
    /// One piece of the thing is heavier than a box may be.
    PieceTooHeavy(usize),
    /// More boxes than one order may have.
    TooManyBoxes,
}

/// The groups of things that may travel together, fewest first needed: batteries alone by their UN
/// number; equipment with batteries by UN number and packing; wet goods apart from both. Ordinary goods
/// go with whichever group there is.
pub fn segregate(things: &[Thing]) -> Vec<Vec<usize>> {
    let mut groups: Vec<(Kind, Vec<usize>)> = Vec::new();
    for (index, thing) in things.iter().enumerate() {
        let kind = kind_of(thing.goods);
        match groups.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, members)) => members.push(index),
            None => groups.push((kind, vec![index])),
        }
    }
    let ordinary = groups.iter().position(|(kind, _)| *kind == Kind::Ordinary);
    let host = groups.iter().position(|(kind, _)| kind.hosts_ordinary());
    if let (Some(ordinary), Some(host)) = (ordinary, host) {
        let guests = std::mem::take(&mut groups[ordinary].1);
        groups[host].1.extend(guests);
        groups[host].1.sort_unstable();
    }
    groups.into_iter().map(|(_, members)| members).filter(|members| !members.is_empty()).collect()
}

/// What decides whom a thing may travel with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Ordinary,
    Wet,
    Battery(BatteryUn, BatteryPacking),
}

impl Kind {
    /// Batteries alone take nothing else into their box.
    fn hosts_ordinary(self) -> bool {
        match self {
            Self::Ordinary => false,
            Self::Wet => true,
            Self::Battery(_, packing) => packing != BatteryPacking::Alone,
        }
    }
}

fn kind_of(goods: Goods) -> Kind {
    match goods.battery() {
        Some(battery) => Kind::Battery(battery.un(), battery.packing()),
        None if goods.classes().intersects(WET) => Kind::Wet,
        None => Kind::Ordinary,
    }
}

/// What is in a box together; the battery with the most energy stands for all.
pub fn goods_of(things: &[Thing], shares: &[Share]) -> Goods {
    let mut classes = GoodsSet::EMPTY;
    let mut battery: Option<BatteryKind> = None;
    for share in shares {
        let goods = things[share.thing].goods;
        classes = classes.union(goods.classes());
        let energy = |kind: &BatteryKind| kind.milliwatt_hours().unwrap_or_default();
        battery = battery.into_iter().chain(goods.battery()).max_by_key(energy);
    }
    if classes != GoodsSet::of(GoodsClass::General) {
        classes = classes.without(GoodsClass::General);
    }
    Goods::new(classes, battery).unwrap_or_else(|_| Goods::general())
}

/// Puts a group of things into as few boxes as first fit finds, heaviest pieces first. A piece that is
/// too bulky for any box gets one of its own.
pub fn fill(
    things: &[Thing],
    group: &[usize],
    room: Room,
    boxes_max: usize,
) -> Result<Vec<Vec<Share>>, FillFault> {
    let mut order = group.to_vec();
    order.sort_by_key(|&index| std::cmp::Reverse((things[index].mass_grams, index)));
    let mut boxes: Vec<Filling> = Vec::new();
    for index in order {
        let thing = &things[index];
        if u64::from(thing.mass_grams) > room.mass_grams {
            return Err(FillFault::PieceTooHeavy(index));
        }
        let mut left = thing.pieces;
        for filling in &mut boxes {
            left -= filling.take(index, thing, left, room);
        }
        while left > 0 {
            if boxes.len() >= boxes_max {
                return Err(FillFault::TooManyBoxes);
            }
            let mut filling = Filling::default();
            left -= filling.take(index, thing, left, room).max(filling.force(index, thing));
            boxes.push(filling);
        }
    }
    let mut filled: Vec<Vec<Share>> = boxes.into_iter().map(|filling| filling.shares).collect();
    for shares in &mut filled {
        shares.sort_by_key(|share| share.thing);
    }
    Ok(filled)
}

/// A box being filled.
#[derive(Debug, Default)]
struct Filling {
    shares: Vec<Share>,
    mass_grams: u64,
    volume_mm3: u64,
}

impl Filling {
    /// Takes as many of `wanted` pieces as there is room for.
    fn take(&mut self, index: usize, thing: &Thing, wanted: u32, room: Room) -> u32 {
        let fits = |room: u64, used: u64, each: u64| room.saturating_sub(used) / each.max(1);
        let by_mass = fits(room.mass_grams, self.mass_grams, thing.mass_grams.into());
        let by_volume = fits(room.volume_mm3, self.volume_mm3, thing.volume_mm3);
        let pieces = u32::try_from(by_mass.min(by_volume)).unwrap_or(u32::MAX).min(wanted);
        self.put(index, thing, pieces);
        pieces
    }

    /// Takes one piece into an empty box whatever its volume.
    fn force(&mut self, index: usize, thing: &Thing) -> u32 {
        if self.shares.is_empty() {
            self.put(index, thing, 1);
        }
        self.shares.iter().map(|share| share.pieces).sum()
    }

    fn put(&mut self, index: usize, thing: &Thing, pieces: u32) {
        if pieces > 0 {
            self.shares.push(Share { thing: index, pieces });
            self.mass_grams += u64::from(thing.mass_grams) * u64::from(pieces);
            self.volume_mm3 += thing.volume_mm3.saturating_mul(pieces.into());
        }
    }
}
