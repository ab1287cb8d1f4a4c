//! Which tariff prices a use: the one whose `to` is most specific, then `from`, then tier.

use super::{PriceRequest, PricedUse};
use crate::{
    RideEnd, Snapshot,
    records::{End, Tariff, TariffIdx},
};

/// The tariff of a use on the hand-in day: the one whose `to` is most specific, then whose `from` is, then
/// one of the tier before one without; none where no tariff fits.
pub fn choose_tariff(
    snapshot: &Snapshot,
    request: &PriceRequest,
    priced: &PricedUse,
) -> Option<TariffIdx> {
    let book = &snapshot.lookups.tariffs;
    let of_end =
        |to: End| book.get(&(request.side, priced.subject, to)).map_or(&[][..], |v| &v[..]);
    let best = |tariffs: &mut dyn Iterator<Item = TariffIdx>| {
        let ranked = tariffs.filter_map(|index| {
            let tariff = &snapshot.tariffs[index];
            let rank = rank(tariff, request, priced.from)?;
            Some((rank, std::cmp::Reverse(index)))
        });
        ranked.max().map(|(_, std::cmp::Reverse(index))| index)
    };
    // Zones whose patterns are equally specific are one level.
    let levels = priced.to.places.chunk_by(|a, b| a.specificity == b.specificity);
    for level in levels {
        let mut tariffs = level.iter().flat_map(|fit| of_end(End::Place(fit.node))).copied();
        if let Some(found) = best(&mut tariffs) {
            return Some(found);
        }
    }
    let in_country = best(&mut of_end(End::Country(priced.to.country)).iter().copied());
    in_country.or_else(|| best(&mut of_end(End::Anywhere).iter().copied()))
}

/// How well a tariff fits where the ride begins and who asks; none where it does not.
fn rank(tariff: &Tariff, request: &PriceRequest, from: &RideEnd) -> Option<(u16, bool)> {
    let fits_tier = tariff.tier.is_none() || tariff.tier == request.tier;
    if !fits_tier || !tariff.provenance.valid.contains(request.day) {
        return None;
    }
    Some((end_rank(tariff.from, from)?, tariff.tier.is_some()))
}

/// How specifically a tariff's end names the end of a ride: place, then country, then anywhere.
fn end_rank(named: End, end: &RideEnd) -> Option<u16> {
    match named {
        End::Anywhere => Some(0),
        End::Country(country) => (country == end.country).then_some(1),
        End::Place(node) => {
            let fit = end.places.iter().find(|place| place.node == node)?;
            Some(2 + u16::from(fit.specificity))
        }
    }
}
