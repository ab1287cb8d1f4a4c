//! Makes `network/reference` from committed facts (`reference/facts`) and hand-written tables
//! (`reference/tables`).
//!
//! Reading and writing files is done by [`folder`]; everything between is a pure function of the tables
//! read, so that the network generated twice is byte for byte the same. Start at [`generate`]. Prices are
//! made by [`pricing`], everything else by a module for each story. What is estimated follows a rule that
//! `reference/README.md` names.

pub mod atlas;
pub mod borders;
pub mod calendars;
pub mod charters;
pub mod check_days;
pub mod check_prices;
pub mod china;
pub mod coverage;
pub mod days;
pub mod dedicated;
pub mod draft;
pub mod express;
pub mod first_mile;
pub mod folder;
pub mod generate;
pub mod geo;
pub mod land;
pub mod lanes;
pub mod load;
pub mod offers;
pub mod places;
pub mod postal;
pub mod priced;
pub mod pricing;
pub mod record;
pub mod rows;
pub mod transit;
pub mod warehouses;
pub mod work;
pub mod world;
