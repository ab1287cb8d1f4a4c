//! One suite for both engines: each story runs on a SQLite file and on a real PostgreSQL.

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod bad_ends;
#[cfg(test)]
mod booking;
#[cfg(test)]
mod catalogue;
#[cfg(test)]
mod identity;
#[cfg(test)]
mod isolation;
#[cfg(test)]
mod killed;
#[cfg(test)]
mod lessons;
#[cfg(test)]
mod orders;
#[cfg(test)]
mod personal;
#[cfg(test)]
#[path = "../../src/testing.rs"]
mod postgres;
#[cfg(test)]
mod products;
#[cfg(test)]
mod queues;
#[cfg(test)]
mod resources;
#[cfg(test)]
mod staging;
#[cfg(test)]
mod tracking;
#[cfg(test)]
mod world;

/// Makes a test of each story for each engine; the story takes a `World` of its own.
#[cfg(test)]
macro_rules! on_both_engines {
    ($($story:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() { super::$story($crate::world::World::sqlite().await).await; })+
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() { super::$story($crate::world::World::postgres().await).await; })+
        }
    };
}
#[cfg(test)]
pub(crate) use on_both_engines;
