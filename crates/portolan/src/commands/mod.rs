//! One file per command.

pub mod account_invite;
pub mod demo;
pub mod doctor;
pub mod key_create;
pub mod label;
pub mod network_check;
pub mod network_learn;
pub mod network_publish;
pub mod network_show;
pub mod order_import;
pub mod promise;
pub mod quote;
pub mod route;
pub mod serve;
pub mod simulate;
pub mod track;
pub mod tracking;
