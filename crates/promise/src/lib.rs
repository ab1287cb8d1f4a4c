//! How long a delivery takes, learned from a history, and a promise that holds as often as it says.
//!
//! [`history::read`] reads a table of shipments. A [`Book`] orders it; [`Model::learn`] learns from whatever of it
//! was known at an instant, [`Model::predict`] gives a [`Curve`], and a [`Calibrator`] bends curves by what
//! became of earlier ones. [`evaluate::run`] does this day by day over a history and says how well it went.
//!
//! Nothing here reads a clock, draws a random number or touches a file; the same rows in any order give the
//! same answer. What was not known at an instant cannot reach an answer: the book hands out the past only.

mod book;
mod calibrator;
mod clock;
mod curve;
mod fault;
mod forest;
mod model;
mod observation;
mod place;
mod standing;
mod trees;

pub mod evaluate;
pub mod generate;
pub mod history;
pub mod limits;
pub mod outcomes;
pub mod plot;
pub mod score;

pub use book::Book;
pub use calibrator::{Bend, Calibrator};
pub use clock::WorkClock;
pub use curve::Curve;
pub use fault::{Fault, PromiseError};
pub use model::Model;
pub use observation::{Extra, Features, Observation};
pub use place::{Place, Point};
