//! When a route arrives, as a distribution: the times its legs take, carried through the timetable.
//!
//! A few hundred worlds are carried side by side. In each, every leg and every work takes a time of its own,
//! drawn so that all worlds together have exactly the quantiles of its [`TimeTaken`]; who misses a cut-off
//! waits for the next departure, work waits for its hours, the last day for a day of delivery. What a world
//! draws hangs on the seed, the leg and the world alone, never on the parcel: so a later hand-in arrives in
//! no world earlier, and what follows a departure is computed once for all parcels that catch it.
//! Start at [`Forecaster`]. What it deliberately does not do: search, price, or learn.

mod arrivals;
mod carry;
mod chain;
mod draw;
mod forecaster;
mod normal;
mod remaining;
mod time_taken;
mod together;
mod why;

pub use arrivals::{Arrivals, DatePromise};
pub use chain::{Chain, Mark, Stage};
pub use forecaster::Forecaster;
pub use remaining::{DueScan, Remaining, Standing};
pub use time_taken::{TimeTaken, TimesTaken};
pub use together::{Fellow, SHARED_BY_DAY, SHARED_BY_DEPARTURE};
pub use why::{Part, PartOf, Why};

pub(crate) use carry::{Taken, Timetable};
pub(crate) use forecaster::part_of;
pub(crate) use normal::{normal_quantile, normal_share};
