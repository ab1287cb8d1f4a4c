//! What the world's own nature is: figures that no table of the network holds, each with its reason.
//!
//! None is a measurement. They are the simulation's choices, fixed so that it judges something definite.

/// How much of a leg's deviation from its median all parcels of one departure share, in percent of the
/// variance: what delays one of them is mostly the vehicle, the weather or the queue at its end.
pub const SHARED_BY_DEPARTURE_PERCENT: u32 = 80;
/// The same for work at a facility, shared by all that begins there on the same date: a queue is a day's.
pub const SHARED_BY_DAY_PERCENT: u32 = 50;
/// Of how many deliveries in a million the first try fails because nobody is there: one in fifteen, so that
/// every few dozen parcels show one.
pub const ATTEMPT_FAILED_PPM: u32 = 66_667;
/// Customs are told to hold a parcel when it takes them longer than this many times their p90.
pub const HELD_AFTER_P90S: u32 = 2;
/// A deviation from the median is cut here, in standard deviations: one parcel in 30,000 is beyond it.
pub const DEVIATION_MAX: f64 = 4.0;
/// The standard normal deviate below which nine in ten lie: what makes a p90 of a p50.
pub const P90_DEVIATE: f64 = 1.281_551_565_544_6;
/// When couriers ring at doors, in minutes of the local day: from 9:00 to 18:00.
pub const ROUND_MINUTES: std::ops::Range<u32> = 540..1_080;
/// How long before it is at the door a parcel is told to be out for delivery, in minutes: at least and at
/// most.
pub const OUT_BEFORE_MINUTES: std::ops::Range<u32> = 60..300;
/// Most legs of a booked route: twice what the network's rules allow, so that none is refused for it.
pub const LEGS_MAX: usize = 16;
