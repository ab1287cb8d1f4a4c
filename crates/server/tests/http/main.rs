//! The server as its callers meet it: a real one on a free port, with a store of its own.

mod quoting;
mod world;
