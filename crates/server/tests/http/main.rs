//! The server as its callers meet it: a real one on a free port, with a store of its own.

#[cfg(test)]
mod access;
#[cfg(test)]
mod accounts;
#[cfg(test)]
mod booking;
#[cfg(test)]
mod bounds;
#[cfg(test)]
mod buyers_page;
#[cfg(test)]
mod idempotency;
#[cfg(test)]
mod importing;
#[cfg(test)]
mod labels;
#[cfg(test)]
mod learning;
#[cfg(test)]
mod manifests;
#[cfg(test)]
mod notices;
#[cfg(test)]
mod operators;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod quoting;
#[cfg(test)]
mod staging;
#[cfg(test)]
mod story;
#[cfg(test)]
mod telling;
#[cfg(test)]
mod tracking;
#[cfg(test)]
mod world;
