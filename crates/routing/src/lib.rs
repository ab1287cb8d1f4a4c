//! Itineraries, their exact Pareto set, quotes, and the splitting of orders.
//!
//! Pure: a [`Snapshot`](portolan_network::Snapshot) of a network, what the shell knows of today
//! ([`Live`]) and a [`Query`] go in; routes and quotes come out, the same for the same input. The rules
//! are those of "How a parcel moves" in `docs/src/formats/network.md`. [`search`](fn@search) answers the
//! Pareto set of one parcel, [`quote`](fn@quote) what is offered and refused, [`verify`](fn@verify)
//! checks any route anew, and [`split::plan_ways`] parts an order into parcels. For many parcels on one
//! network make a [`Searcher`] and keep it. When a route arrives, as a distribution, is in [`distribution`];
//! how long legs really take, learned from scans, in [`learning`].

mod chains;
mod chart;
mod charts;
pub mod distribution;
mod duty;
mod error;
mod fields;
mod kept;
mod lane;
pub mod learning;
pub mod limits;
mod permit;
mod plain;
mod price_book;
mod price_list;
mod query;
mod quote;
mod relabelling;
mod replay;
mod route;
mod search;
mod searcher;
pub mod split;
mod verify;

pub use duty::{DeclaredGoods, DutyDesk, RouteDuty};
pub use error::{Limit, RoutingError};
pub use kept::Kept;
pub use query::{Endpoint, EntryWish, Live, Query, RouteFilter};
pub use quote::{
    NOTE_DUTY, NOTE_EXPLAINED_PARTLY, Offer, Quote, Refused, RefusedBy, RouteOption, Would,
};
pub use route::{Ride, Route, RouteLeg, RouteProcess, Survival, Vector};
pub use searcher::{Searcher, quote, search, search_plainly};
pub use verify::verify;
