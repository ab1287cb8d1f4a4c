//! From an order to the parcels it needs: products, boxes, masses, what is declared. Pure.

use crate::app::split::{self, Room, Share, SplitFault, Thing};
use crate::app::tenancy::TenantProfile;
use crate::app::{carrying, packaging};
use crate::limits::{SPLIT_PARCELS_MAX, WAYS_MAX};
use crate::problem::{Answer, ApiError, fault};
use crate::records::DeclaredItem;
use jiff::civil;
use portolan_api::ProblemCode;
use portolan_model::{Address, Goods, Mass, Money, Packaging, Product, Size};
use portolan_network::Snapshot;
use portolan_network::records::{CountryIdx, Field, FieldSet, ServiceIdx};

/// How often boxes are filled anew because their own mass passed the limit.
const FILLS_MAX: usize = 4;

/// Pieces of a product as they were ordered.
#[derive(Debug, Clone)]
pub struct Ordered {
    /// The product.
    pub product: Product,
    /// How many.
    pub pieces: u32,
    /// What the buyer paid for one.
    pub unit_price: Money,
}

/// A parcel to be routed.
#[derive(Debug, Clone)]
pub struct Planned {
    /// Which ordered things, and how many of each.
    pub shares: Vec<Share>,
    /// All goods inside.
    pub goods: Goods,
    /// Packed.
    pub mass: Mass,
    /// Outer size.
    pub size: Option<Size>,
    /// Key of the packaging; none for a wrapping of its own.
    pub packaging: Option<String>,
    /// What the buyer paid for what is inside.
    pub value: Money,
    /// What is declared of it.
    pub declared: Vec<DeclaredItem>,
}

/// Where parcels go and by what.
#[derive(Debug, Clone, Copy)]
pub struct Lane<'a> {
    /// The network in force.
    pub snapshot: &'a Snapshot,
    /// The service.
    pub service: ServiceIdx,
    /// The destination.
    pub country: CountryIdx,
    /// The day of hand-in.
    pub day: civil::Date,
}

/// The parcels an order needs: one, unless goods, mass or room force more.
pub fn plan_parcels(lane: Lane, ordered: &[Ordered], boxes: &[Packaging]) -> Answer<Vec<Planned>> {
    let mut plans = plan_ways(lane, ordered, boxes)?;
    Ok(plans.swap_remove(0))
}

/// The ways to part an order, fewest parcels first: by what each line of the service carries at most, and
/// with the largest boxes left out. The first is to be taken unless rules on mass or size refuse it. At
/// least one.
pub fn plan_ways(
    lane: Lane,
    ordered: &[Ordered],
    boxes: &[Packaging],
) -> Answer<Vec<Vec<Planned>>> {
    let things: Vec<Thing> = ordered.iter().map(thing_of).collect();
    let limits = carrying::heaviest_grams(lane.snapshot, lane.service, lane.country, lane.day);
    let mut ways: Vec<Vec<Planned>> = Vec::new();
    let mut refused = None;
    for limit in limits {
        for count in (1..=boxes.len().max(1)).rev() {
            let smaller = &boxes[..count.min(boxes.len())];
            let is_boxed = |way: &[Planned]| way.iter().all(|parcel| parcel.packaging.is_some());
            match plan_within(&things, ordered, smaller, limit.into()) {
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

fn plan_within(
    things: &[Thing],
    ordered: &[Ordered],
    boxes: &[Packaging],
    limit: u64,
) -> Answer<Vec<Planned>> {
    let mut planned = Vec::new();
    for group in split::segregate(things) {
        planned.extend(fill_boxes(things, &group, ordered, boxes, limit)?);
    }
    if planned.len() > SPLIT_PARCELS_MAX {
        return Err(split_problem(SplitFault::TooManyBoxes, ordered, limit));
    }
    Ok(planned)
}

fn thing_of(ordered: &Ordered) -> Thing {
    Thing {
        pieces: ordered.pieces,
        mass_grams: ordered.product.mass().grams(),
        volume_mm3: ordered.product.size().volume_mm3(),
        goods: ordered.product.goods(),
    }
}

/// Fills boxes until, with their own mass, none passes the limit.
fn fill_boxes(
    things: &[Thing],
    group: &[usize],
    ordered: &[Ordered],
    boxes: &[Packaging],
    limit: u64,
) -> Answer<Vec<Planned>> {
    let volume_mm3 = packaging::largest_room_mm3(boxes);
    let mut spare = 0;
    for _ in 0..FILLS_MAX {
        let room = Room { mass_grams: limit.saturating_sub(spare), volume_mm3 };
        let filled = split::fill(things, group, room, SPLIT_PARCELS_MAX)
            .map_err(|fault| split_problem(fault, ordered, limit))?;
        let planned: Answer<Vec<Planned>> =
            filled.into_iter().map(|shares| pack(things, ordered, boxes, shares)).collect();
        let planned = planned?;
        let excess =
            planned.iter().map(|parcel| u64::from(parcel.mass.grams()).saturating_sub(limit));
        match excess.max().unwrap_or_default() {
            0 => return Ok(planned),
            over => spare += over,
        }
    }
    Err(split_problem(SplitFault::PieceTooHeavy(group[0]), ordered, limit))
}

fn split_problem(fault: SplitFault, ordered: &[Ordered], limit: u64) -> ApiError {
    let detail = match fault {
        SplitFault::PieceTooHeavy(index) => {
            let sku = ordered[index].product.sku();
            format!("one packed `{sku}` is heavier than the {limit} g this service carries there")
        }
        SplitFault::TooManyBoxes => {
            format!("the order would need more than {SPLIT_PARCELS_MAX} parcels: divide it")
        }
    };
    ApiError::new(ProblemCode::NoRoute, detail)
}

fn pack(
    things: &[Thing],
    ordered: &[Ordered],
    boxes: &[Packaging],
    shares: Vec<Share>,
) -> Answer<Planned> {
    let pieces: Vec<(Size, u32)> =
        shares.iter().map(|share| (ordered[share.thing].product.size(), share.pieces)).collect();
    let net: u64 = shares
        .iter()
        .map(|share| u64::from(things[share.thing].mass_grams) * u64::from(share.pieces))
        .sum();
    let found = packaging::smallest_box(boxes, &pieces);
    let tare = found.map_or_else(
        || packaging::own_wrapping_grams(net),
        |packaging| packaging.tare().grams().into(),
    );
    let size = match (found, pieces.as_slice()) {
        (Some(packaging), _) => Some(packaging.inner()),
        (None, [(size, 1)]) => Some(*size),
        (None, _) => None,
    };
    let too_heavy = |_| {
        let what = format!("{} g in one parcel is more than can be counted", net + tare);
        ApiError::invalid(vec![fault("lines", what, "divide the order", "mass_range")])
    };
    let mass = u32::try_from(net + tare).map_err(too_heavy)?;
    let prices =
        shares.iter().map(|share| ordered[share.thing].unit_price.checked_mul(share.pieces));
    let currency = ordered[shares[0].thing].unit_price.currency();
    let value = prices.collect::<Result<Vec<Money>, _>>();
    let value =
        value.and_then(|prices| Money::sum(currency, prices)).map_err(ApiError::internal)?;
    Ok(Planned {
        goods: split::goods_of(things, &shares),
        mass: Mass::from_grams(mass).map_err(ApiError::internal)?,
        size,
        packaging: found.map(|packaging| packaging.code().to_string()),
        value,
        declared: shares.iter().map(|share| declare(&ordered[share.thing], share.pieces)).collect(),
        shares,
    })
}

fn declare(ordered: &Ordered, pieces: u32) -> DeclaredItem {
    let product = &ordered.product;
    DeclaredItem {
        description_en: product.description_en().to_owned(),
        hs_code: product.hs().to_string(),
        origin: product.origin().to_string(),
        quantity: pieces,
        value_minor: ordered.unit_price.minor().saturating_mul(pieces.into()),
        mass_grams: product.mass().grams().saturating_mul(pieces),
    }
}

/// The data that an order, its products and the tenant give for a parcel.
pub fn given_fields(
    recipient: &Address,
    tenant: &TenantProfile,
    ordered: &[Ordered],
    parcel: &Planned,
) -> FieldSet {
    let has_local = |share: &Share| ordered[share.thing].product.description_local().is_some();
    let given = [
        (Field::RecipientName, recipient.name().is_some()),
        (Field::RecipientPhone, recipient.phone().is_some()),
        (Field::RecipientEmail, recipient.email().is_some()),
        (Field::RecipientTaxId, recipient.tax_id().is_some()),
        (Field::RecipientRegion, recipient.region().is_some()),
        (Field::Postcode, recipient.postcode().is_some()),
        (Field::HsCode, true),
        (Field::DescriptionEn, true),
        (Field::DescriptionLocal, parcel.shares.iter().all(has_local)),
        (Field::Value, true),
        (Field::IossNumber, tenant.ioss_number.is_some()),
        (Field::SenderTaxId, tenant.sender_tax_id.is_some()),
        (Field::Mid, tenant.manufacturer_id.is_some()),
    ];
    given.into_iter().filter(|(_, is_given)| *is_given).map(|(field, _)| field).collect()
}
