//! The ways to part an order: goods, boxes, masses.

use portolan_model::{Mass, Money, Packaging, Size};

use super::fill::{FillFault, Room, Thing, fill, goods_of, segregate};
use super::{Lane, Ordered, Planned, Share, SplitError, boxes, carried};
use crate::limits::{FILLS_MAX, SPLIT_PARCELS_MAX, WAYS_MAX};

/// The ways to part an order, fewest parcels first: by what each line of the service carries at most, and
/// with the largest boxes left out. The first is to be taken unless rules on mass or size refuse it. At
/// least one.
pub fn plan_ways(
    lane: Lane,
    ordered: &[Ordered],
    packaging: &[Packaging],
) -> Result<Vec<Vec<Planned>>, SplitError> {
    let boxes = boxes::smallest_first(packaging);
    let order = Order { ordered, things: ordered.iter().map(thing_of).collect() };
    let limits = carried::heaviest_grams(lane.snapshot, lane.service, lane.country, lane.day);
    let mut ways: Vec<Vec<Planned>> = Vec::new();
    let mut refused = None;
    for limit in limits {
        for count in (1..=boxes.len().max(1)).rev() {
            let smaller = &boxes[..count.min(boxes.len())];
            let is_boxed = |way: &[Planned]| way.iter().all(|parcel| parcel.packaging.is_some());
            match order.part(smaller, limit.into()) {
                Ok(way) if smaller.len() == boxes.len() || is_boxed(&way) => ways.push(way),
                Ok(_) => {}
                Err(error) => refused = refused.or(Some(error)),
            }
        }
    }
    let heaviest = |way: &[Planned]| way.iter().map(|parcel| parcel.mass.grams()).max();
    ways.sort_by_key(Vec::len);
    ways.dedup_by_key(|way| (way.len(), heaviest(way)));
    ways.truncate(WAYS_MAX);
    match refused {
        Some(error) if ways.is_empty() => Err(error),
        _ => Ok(ways),
    }
}

fn thing_of(ordered: &Ordered) -> Thing {
    Thing {
        pieces: ordered.pieces,
        mass_grams: ordered.product.mass().grams(),
        volume_mm3: ordered.product.size().volume_mm3(),
        goods: ordered.product.goods(),
    }
}

/// What was ordered, and the same as things to be boxed.
struct Order<'a> {
    ordered: &'a [Ordered],
    things: Vec<Thing>,
}

impl Order<'_> {
    /// Parts the order into parcels of a mass, in some boxes.
    fn part(&self, boxes: &[Packaging], limit: u64) -> Result<Vec<Planned>, SplitError> {
        let mut planned = Vec::new();
        for group in segregate(&self.things) {
            planned.extend(self.fill_boxes(&group, boxes, limit)?);
        }
        if planned.len() > SPLIT_PARCELS_MAX {
            return Err(SplitError::TooManyParcels);
        }
        Ok(planned)
    }

    /// Fills boxes until, with their own mass, none passes the limit.
    fn fill_boxes(
        &self,
        group: &[usize],
        boxes: &[Packaging],
        limit: u64,
    ) -> Result<Vec<Planned>, SplitError> {
        let volume_mm3 = boxes::largest_room_mm3(boxes);
        let mut spare = 0;
        for _ in 0..FILLS_MAX {
            let room = Room { mass_grams: limit.saturating_sub(spare), volume_mm3 };
            let filled = fill(&self.things, group, room, SPLIT_PARCELS_MAX);
            let filled = filled.map_err(|fault| match fault {
                FillFault::PieceTooHeavy(index) => self.too_heavy(index, limit),
                FillFault::TooManyBoxes => SplitError::TooManyParcels,
            })?;
            let planned = filled.into_iter().map(|shares| self.pack(boxes, shares));
            let planned = planned.collect::<Result<Vec<Planned>, _>>()?;
            let excess =
                planned.iter().map(|parcel| u64::from(parcel.mass.grams()).saturating_sub(limit));
            match excess.max().unwrap_or_default() {
                0 => return Ok(planned),
                over => spare += over,
            }
        }
        Err(self.too_heavy(group[0], limit))
    }

    fn too_heavy(&self, index: usize, limit_grams: u64) -> SplitError {
        SplitError::PieceTooHeavy { sku: self.ordered[index].product.sku().clone(), limit_grams }
    }

    /// A parcel of some pieces in the smallest box that holds them.
    fn pack(&self, boxes: &[Packaging], shares: Vec<Share>) -> Result<Planned, SplitError> {
        let size_of = |share: &Share| (self.ordered[share.thing].product.size(), share.pieces);
        let pieces: Vec<(Size, u32)> = shares.iter().map(size_of).collect();
        let net: u64 = shares
            .iter()
            .map(|share| u64::from(self.things[share.thing].mass_grams) * u64::from(share.pieces))
            .sum();
        let found = boxes::smallest_box(boxes, &pieces);
        let tare = found.map_or_else(
            || boxes::own_wrapping_grams(net),
            |packaging| packaging.tare().grams().into(),
        );
        let size = match (found, pieces.as_slice()) {
            (Some(packaging), _) => Some(packaging.inner()),
            (None, [(size, 1)]) => Some(*size),
            (None, _) => None,
        };
        let grams = net + tare;
        let mass = u32::try_from(grams).ok().and_then(|grams| Mass::from_grams(grams).ok());
        Ok(Planned {
            goods: goods_of(&self.things, &shares),
            mass: mass.ok_or(SplitError::MassRange { grams })?,
            size,
            packaging: found.map(|packaging| packaging.code().clone()),
            value: self.value_of(&shares).map_err(SplitError::Value)?,
            shares,
        })
    }

    /// What the buyer paid for some pieces.
    fn value_of(&self, shares: &[Share]) -> Result<Money, portolan_model::ModelError> {
        let paid = |share: &Share| self.ordered[share.thing].unit_price.checked_mul(share.pieces);
        let prices = shares.iter().map(paid).collect::<Result<Vec<Money>, _>>()?;
        Money::sum(self.ordered[shares[0].thing].unit_price.currency(), prices)
    }
}
