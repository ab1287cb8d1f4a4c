//! A world beside a server: what is booked there enters it, what happens in it is told there.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use jiff::Timestamp;
use portolan_api::parcels::{ParcelDetail, ParcelQuery, ParcelState};
use portolan_api::{Client, ClientError, ProblemCode};
use portolan_model::{Identifier, IdentifierScheme, Mass, ModelError};
use portolan_network::Snapshot;
use portolan_simulate::{Booked, BookedLeg, Channel, Report, Reporters, World, condense};

use crate::commands::tracking::builtin_adapters;
use crate::output;

/// Parcels of a page: as many as the server gives.
const PAGE: u32 = 200;
/// Lines of scans sent at once: half a megabyte.
const LINES_MAX: usize = 1_000;
/// How long to wait when the server asks for patience, and how often.
const PATIENCE: Duration = Duration::from_secs(1);
const PATIENCE_TIMES: u32 = 60;

/// A world and the server it speaks to.
pub struct Motion {
    client: Client,
    snapshot: Arc<Snapshot>,
    world: World,
    reporters: Reporters,
    /// Parcels that cannot move in this network, each told once.
    left_out: BTreeSet<String>,
    entered: usize,
}

/// What was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Told {
    /// Messages and scans.
    pub reports: usize,
    /// Events that the server did not know before.
    pub new: u64,
}

impl Told {
    /// In words, for a person.
    pub fn in_words(&self, until: Timestamp) -> String {
        format!("until {until}: {} reports told, {} events new", self.reports, self.new)
    }
}

impl Motion {
    /// An empty world beside a server.
    pub fn new(client: Client, snapshot: Snapshot, seed: u64) -> anyhow::Result<Self> {
        let snapshot = Arc::new(snapshot);
        let reporters = Reporters::new(&snapshot, &builtin_adapters()?);
        let world = World::new(Arc::clone(&snapshot), seed);
        Ok(Self { client, snapshot, world, reporters, left_out: BTreeSet::new(), entered: 0 })
    }

    /// How many parcels are in the world.
    pub const fn count(&self) -> usize {
        self.entered
    }

    /// Takes in what was booked since the last look, and lets go what was called off.
    pub async fn look(&mut self) -> anyhow::Result<()> {
        for parcel in self.list_new().await? {
            let detail = patiently(|| self.client.get_parcel(&parcel)).await?;
            let entered = booked_of(&detail).map_err(|fault| fault.to_string());
            let entered = entered.and_then(|booked| {
                self.world.enter(&booked).map_err(|fault| fault.to_string())?;
                self.reporters.announce(&self.snapshot, &booked);
                Ok(())
            });
            match entered {
                Ok(()) => self.entered += 1,
                Err(why) => {
                    output::note(&format!("{parcel} does not move: {why}"))?;
                    self.left_out.insert(parcel);
                }
            }
        }
        let query = ParcelQuery {
            state: Some(ParcelState::Cancelled),
            limit: Some(PAGE),
            ..ParcelQuery::default()
        };
        for parcel in patiently(|| self.client.search_parcels(&query)).await?.items {
            self.world.withdraw(&parcel.id);
        }
        Ok(())
    }

    /// The parcels that are not in the world yet. The newest come first, so the first page without a new
    /// one ends the list.
    async fn list_new(&self) -> anyhow::Result<Vec<String>> {
        let mut new = Vec::new();
        let mut query = ParcelQuery { limit: Some(PAGE), ..ParcelQuery::default() };
        loop {
            let page = patiently(|| self.client.search_parcels(&query)).await?;
            let known = |id: &str| self.world.has(id) || self.left_out.contains(id);
            let before = new.len();
            let moving = page.items.into_iter().filter(|one| one.state != ParcelState::Cancelled);
            new.extend(moving.map(|one| one.id).filter(|id| !known(id)));
            query.cursor = page.next_cursor;
            if query.cursor.is_none() || new.len() == before {
                return Ok(new);
            }
        }
    }

    /// Tells what happens up to an instant.
    pub async fn tell_until(&mut self, until: Timestamp) -> anyhow::Result<Told> {
        let happened = self.world.advance(until);
        let reports = condense(self.reporters.report(&happened));
        let mut told = Told { reports: reports.len(), new: 0 };
        let (scans, messages): (Vec<Report>, Vec<Report>) =
            reports.into_iter().partition(|one| one.channel == Channel::Scans);
        for lines in scans.chunks(LINES_MAX) {
            let body = lines.iter().map(|one| one.body.as_slice()).collect::<Vec<_>>().join(&b'\n');
            let answer = patiently(|| self.client.tell_scans(body.clone())).await?;
            told.new += u64::from(answer.new);
            if let Some(problem) = answer.results.iter().find_map(|one| one.problem.as_ref()) {
                output::note(&format!("a scan was refused: {}", problem.detail))?;
            }
        }
        for message in messages {
            let Channel::Inbound(adapter) = &message.channel else { continue };
            let send = || self.client.tell_message(adapter, message.body.clone());
            let answer = patiently(send).await?;
            told.new += u64::from(answer.new);
            if let Some(fault) = answer.faults.first() {
                output::note(&format!("{adapter} was not understood: {}", fault.what))?;
            }
        }
        Ok(told)
    }
}

/// What the server tells of a parcel, as the world takes it.
fn booked_of(detail: &ParcelDetail) -> anyhow::Result<Booked> {
    let parcel = &detail.parcel;
    let read = |one: &portolan_api::parcels::Identifier| -> Result<Identifier, ModelError> {
        match IdentifierScheme::parse(&one.scheme) {
            Ok(scheme) => Identifier::read(scheme, &one.value),
            Err(_) => Identifier::parse(&one.value),
        }
    };
    let identifiers = parcel.identifiers.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let ready = parcel.created_at.parse::<Timestamp>();
    let ready = ready.with_context(|| format!("`{}` is no instant", parcel.created_at))?;
    let legs = detail.route.legs.iter();
    let legs = legs.map(|leg| BookedLeg { leg: leg.leg.clone(), line: leg.line.clone() });
    Ok(Booked {
        parcel: parcel.id.clone(),
        identifiers,
        ready,
        mass: Mass::from_grams(parcel.mass_grams).ok(),
        legs: legs.collect(),
    })
}

/// Asks again while the server asks for patience.
async fn patiently<T, F>(ask: impl Fn() -> F) -> Result<T, ClientError>
where
    F: Future<Output = Result<T, ClientError>>,
{
    let mut times = 0;
    loop {
        match ask().await {
            Err(ClientError::Problem(problem))
                if times < PATIENCE_TIMES
                    && matches!(
                        problem.code,
                        ProblemCode::RateLimited | ProblemCode::Overloaded
                    ) =>
            {
                times += 1;
                tokio::time::sleep(PATIENCE).await;
            }
            answer => return answer,
        }
    }
}
