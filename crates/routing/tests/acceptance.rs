//! Search and quote against written cases and an exhaustive oracle.
//!
//! One binary, so that the plain worlds of [`world`] are shared: `ladder` has one small case per rule,
//! `oracle` random worlds by the thousand; `sample` has laws that hold on the sample network,
//! `arrivals` those of the distribution.

#[cfg(test)]
mod arrivals;
#[cfg(test)]
mod ask;
#[cfg(test)]
mod ladder;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod world;
