//! Quotes: a query on the network in force, with what is full of it today.

use crate::app::{departures, searching, tenancy};
use crate::auth::Identity;
use crate::problem::Answer;
use crate::state::AppState;
use crate::wire::quotes::{Defaults, read_request};
use portolan_api::Scope;
use portolan_api::quotes::{Quote, QuoteRequest};

/// Quotes one parcel.
pub async fn quote_parcel(
    state: &AppState,
    caller: &Identity,
    request: &QuoteRequest,
) -> Answer<Quote> {
    let network = state.network.get()?;
    let tenant = tenancy::get_profile(state, caller).await?;
    let now = state.clock.now();
    let tier = tenant.tier();
    let currency = tenant.currency(&network.snapshot);
    let mut asked = read_request(&network.snapshot, request, Defaults { now, tier, currency })?;
    asked.goods.given.extend(tenant.registrations());
    let live =
        departures::find_full(state, caller.scope.mode, &network.snapshot, &asked.query).await?;
    let shows_costs = caller.may(Scope::CostsRead);
    let answered = searching::quote(state, &network, live, asked, shows_costs).await?;
    state.metrics.count("quotes", "", 1);
    Ok(answered)
}
