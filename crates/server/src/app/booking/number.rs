//! The number a parcel is tracked by: the next of the range that its line's operator gave.

use super::{Case, Routed};
use crate::limits::LEASE_MAX;
use crate::problem::{Answer, ApiError};
use portolan_api::ProblemCode;
use portolan_model::{Identifier, IdentifierScheme, S10};
use portolan_network::Snapshot;
use portolan_network::records::{IdentifierRange, LineIdx, OperatorIdx, RangeMode, RangeScheme};
use portolan_routing::Route;
use portolan_store::{LeaseRequest, Mode};

/// Takes the next number for a parcel.
pub async fn next_number(case: &Case<'_>, routed: &Routed) -> Answer<Identifier> {
    let snapshot = &case.network.snapshot;
    let mode = match case.caller.scope.mode {
        Mode::Live => RangeMode::Live,
        Mode::Test => RangeMode::Test,
    };
    let range = find_range(snapshot, &routed.offer.route, mode).ok_or_else(|| {
        let detail = "no operator on the route gave the network identifiers for this mode";
        ApiError::new(ProblemCode::IdentifiersExhausted, detail)
    })?;
    let bound = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let lease = LeaseRequest {
        range: range.key.to_string(),
        first: bound(range.first),
        last: bound(range.last),
        block_size: range.block.clamp(1, LEASE_MAX),
        count: 1,
    };
    let numbers = case.state.store.identifiers_lease(&lease, case.now).await?;
    let number = numbers.first().copied();
    let number = number.ok_or_else(|| ApiError::internal("a lease without a number"))?;
    write_number(range, number)
}

/// The range of the first line or operator on the route that has one: the first carrier's scanners must
/// know the label.
fn find_range<'s>(
    snapshot: &'s Snapshot,
    route: &Route,
    mode: RangeMode,
) -> Option<&'s IdentifierRange> {
    let by_ride = route.rides.iter().find_map(|ride| {
        let operator = match ride.line {
            Some(line) => snapshot.lines[line].operator,
            None => snapshot.legs[route.legs[ride.first].leg].operator,
        };
        range_of(snapshot, operator, ride.line, mode)
    });
    let carriers = || route.legs.iter().map(|leg| snapshot.legs[leg.leg].operator);
    by_ride.or_else(|| carriers().find_map(|operator| range_of(snapshot, operator, None, mode)))
}

/// An operator's range for a line: one that names it before one for all lines.
fn range_of(
    snapshot: &Snapshot,
    operator: OperatorIdx,
    line: Option<LineIdx>,
    mode: RangeMode,
) -> Option<&IdentifierRange> {
    let of_operator = || {
        let ranges = snapshot.identifier_ranges.iter();
        ranges.filter(move |range| range.operator == operator && range.mode == mode)
    };
    let named = line.and_then(|line| of_operator().find(|range| range.lines.contains(&line)));
    named.or_else(|| of_operator().find(|range| range.lines.is_empty()))
}

fn write_number(range: &IdentifierRange, number: i64) -> Answer<Identifier> {
    match &range.scheme {
        RangeScheme::S10 { indicator, issuer } => {
            let serial = u32::try_from(number).map_err(ApiError::internal)?;
            let s10 = S10::new(indicator, serial, issuer.as_str()).map_err(ApiError::internal)?;
            Ok(Identifier::S10(s10))
        }
        RangeScheme::Sequence { prefix, suffix, digits } => {
            let text = format!("{prefix}{number:0width$}{suffix}", width = usize::from(*digits));
            Identifier::read(IdentifierScheme::Carrier, &text).map_err(ApiError::internal)
        }
    }
}
