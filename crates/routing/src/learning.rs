//! How long legs really take, learned from what was told of the parcels that passed over them.
//!
//! [`Sight`]s are the scans of one parcel laid on its chain; each pair of them is an observation of the
//! stages between, often of several ([`Learner::learn`] says how those are parted). What was learned is kept
//! in [`Lessons`]: per leg and work a sketch that is the same whatever the order of what it was fed, and that
//! adds up. [`Lessons::times`] makes of it the times of a network, leaning on the lane, the mode and what is
//! published while there is little to go by. Nothing here reads a clock or a file.

mod learner;
mod lessons;
mod report;
mod shrinkage;
mod sight;
mod sketch;

pub use learner::{Learned, Learner, Settled, day_of};
pub use lessons::{LessonFault, Lessons, Subject};
pub use report::{Drift, SubjectReport};
pub use sight::{Sight, mark_of, sights_of};
pub use sketch::Sketch;
