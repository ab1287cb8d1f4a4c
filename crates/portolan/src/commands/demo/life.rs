//! What goes on in the demonstration by itself: orders come in and are booked, parcels move.
//!
//! It does all of it over HTTP, as a seller's program and the carriers would.

use anyhow::Context as _;
use portolan_api::Client;
use portolan_api::orders::{BookRequest, ImportQuery};
use portolan_network::Snapshot;
use portolan_server::Clock;

use super::days::{Coming, Days};
use crate::commands::simulate::{LOOK_EVERY, Motion};
use crate::output;

/// Hours of the days that have passed before anybody looks, from one look of the world to the next.
const STEP_HOURS: i64 = 6;
/// What orders without a wish are booked with, in turn.
const SERVICES: [&str; 3] = ["standard", "priority", "economy"];
/// What chance is drawn from.
const SEED: u64 = 1;

/// The demonstration's life.
pub struct Life {
    client: Client,
    motion: Motion,
    /// Days that pass quickly; none where the demonstration was there before and keeps real time.
    days: Option<Days>,
    booked: usize,
    /// Whether the world goes on; it stops where the server does not take what it tells.
    is_moving: bool,
}

impl Life {
    /// A life beside the server at an address.
    pub fn new(
        address: &str,
        key: &str,
        snapshot: Snapshot,
        days: Option<Days>,
    ) -> anyhow::Result<Self> {
        let client = Client::new(address, key)?;
        let motion = Motion::new(client.clone(), snapshot, SEED)?;
        Ok(Self { client, motion, days, booked: 0, is_moving: true })
    }

    /// Lets the days pass that lie before the demonstration opens.
    pub async fn pass_days(&mut self) -> anyhow::Result<()> {
        loop {
            self.look().await?;
            let Some(days) = &mut self.days else { return Ok(()) };
            if !days.pass(STEP_HOURS)? {
                days.open(Clock::System.now());
                return Ok(());
            }
        }
    }

    /// Goes on until the demonstration ends.
    pub async fn go_on(&mut self) -> anyhow::Result<()> {
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            if let Some(days) = &mut self.days {
                days.tick(Clock::System.now());
            }
            self.look().await?;
        }
    }

    /// Lives on; where that fails it says so once, and the server and its clock go on without.
    async fn look(&mut self) -> anyhow::Result<()> {
        if self.is_moving
            && let Err(error) = self.live().await
        {
            output::note(&format!("parcels move no more: {error:#}"))?;
            self.is_moving = false;
        }
        Ok(())
    }

    /// One look: what has come in is booked, what has happened is told.
    async fn live(&mut self) -> anyhow::Result<()> {
        while let Some(order) = self.days.as_mut().and_then(Days::take_order) {
            self.take_in(order).await?;
        }
        self.motion.look().await?;
        let now = self.days.as_ref().map_or_else(|| Clock::System.now(), |days| days.clock().now());
        let told = self.motion.tell_until(now).await?;
        if told.reports > 0 {
            tracing::debug!(reports = told.reports, new = told.new, %now, "the world moved");
        }
        Ok(())
    }

    async fn take_in(&mut self, order: Coming) -> anyhow::Result<()> {
        let report = self.client.import_orders(order.file, &ImportQuery::default(), None).await;
        let report = report.context("an example order was not taken")?;
        let id = report.rows.iter().find_map(|row| row.order_id.clone());
        let Some(id) = id.filter(|_| order.is_booked) else { return Ok(()) };
        let service = SERVICES[self.booked % SERVICES.len()].to_owned();
        self.booked += 1;
        let service = (!order.has_service).then_some(service);
        let request = BookRequest { service, ..BookRequest::default() };
        // One that no line takes stays open, as it would with a seller.
        if let Err(error) = self.client.book_order(&id, &request, None).await {
            tracing::debug!(order = %id, %error, "an example order was not booked");
        }
        Ok(())
    }
}
