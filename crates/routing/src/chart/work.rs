//! The processes done before and after each leg (rule 3), found once for a network.

use portolan_model::Side;
use portolan_network::Snapshot;
use portolan_network::records::{
    Applies, Leg, LegIdx, NodeIdx, OperatorIdx, Process, ProcessIdx, TariffSubject,
};
use portolan_network::schedule::{Clock, transit, wait_seconds};

/// What a search asks of every leg it looks at, apart from the long rows of the network.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "facts of a leg, each of its own")]
pub(crate) struct LegFacts {
    /// Where from.
    pub from: NodeIdx,
    /// Where to.
    pub to: NodeIdx,
    /// Who moves.
    pub operator: OperatorIdx,
    /// Parcels lost per million.
    pub loss_ppm: u32,
    /// Whether parcels are tracked.
    pub tracked: bool,
    /// Whether it leaves a zone.
    pub is_first: bool,
    /// Whether the sender brings the parcel.
    pub is_drop_off: bool,
    /// Whether some process before it or at its end may cost anything.
    pub has_priced_work: bool,
    /// Its least seconds on each clock, from standing before it to being at its end.
    pub to_end: [u32; 2],
    /// The same to being worked through there.
    pub through: [u32; 2],
}

/// Processes by leg.
#[derive(Debug, Default)]
pub(crate) struct LegWork {
    facts: Vec<LegFacts>,
    processes: Vec<ProcessIdx>,
    /// Where the processes of a leg begin and end: before it, then after it.
    ends: Vec<[u32; 3]>,
    /// The processes that a tariff of some day prices.
    priced: Vec<bool>,
}

impl LegWork {
    /// Reads the processes of a network.
    pub fn of(snapshot: &Snapshot) -> Self {
        let mut work = Self::default();
        work.priced.resize(snapshot.processes.len(), false);
        for tariff in snapshot.tariffs.iter().filter(|tariff| tariff.side == Side::Buy) {
            if let TariffSubject::Process(process) = tariff.subject {
                work.priced[process.index()] = true;
            }
        }
        for (index, leg) in snapshot.legs.entries() {
            work.facts.push(LegFacts {
                from: leg.from,
                to: leg.to,
                operator: leg.operator,
                loss_ppm: leg.loss_ppm,
                tracked: leg.tracked,
                is_first: !snapshot.nodes[leg.from].is_facility(),
                is_drop_off: leg.is_drop_off,
                has_priced_work: false,
                to_end: [0; 2],
                through: [0; 2],
            });
            let first = work.count();
            let fits = |process: &Process| {
                leg.crosses_border
                    && (process.clearance.is_none() || process.clearance == leg.clearance)
            };
            work.add(snapshot, leg.from, |process| match process.applies {
                Applies::Export => fits(process),
                Applies::Import | Applies::Always => false,
            });
            let middle = work.count();
            work.add(snapshot, leg.to, |process| match process.applies {
                Applies::Import => fits(process),
                Applies::Always => true,
                Applies::Export => false,
            });
            work.ends.push([first, middle, work.count()]);
            let around = &work.processes[first as usize..];
            let is_priced = around.iter().any(|&process| work.is_priced(process));
            let clocks = [Clock::P50, Clock::P90];
            let to_end = clocks.map(|clock| work.least_to_end(snapshot, index, clock));
            let after = clocks.map(|clock| work.least_after(snapshot, index, clock));
            if let Some(facts) = work.facts.last_mut() {
                facts.has_priced_work = is_priced;
                facts.to_end = to_end.map(seconds);
                facts.through = [0, 1].map(|clock| seconds(to_end[clock] + after[clock]));
            }
        }
        work
    }

    fn count(&self) -> u32 {
        u32::try_from(self.processes.len()).unwrap_or(u32::MAX)
    }

    fn add(&mut self, snapshot: &Snapshot, node: NodeIdx, applies: impl Fn(&Process) -> bool) {
        let processes = snapshot.nodes[node].processes.iter().copied();
        self.processes.extend(processes.filter(|&index| applies(&snapshot.processes[index])));
    }

    /// What a search asks of a leg.
    pub fn facts(&self, leg: LegIdx) -> &LegFacts {
        &self.facts[leg.index()]
    }

    /// Whether a process may cost anything.
    pub fn is_priced(&self, process: ProcessIdx) -> bool {
        self.priced[process.index()]
    }

    /// The export processes before a leg.
    pub fn before(&self, leg: LegIdx) -> &[ProcessIdx] {
        let [first, middle, _] = self.ends[leg.index()];
        &self.processes[first as usize..middle as usize]
    }

    /// The import and regular processes at the end of a leg.
    pub fn after(&self, leg: LegIdx) -> &[ProcessIdx] {
        let [_, middle, end] = self.ends[leg.index()];
        &self.processes[middle as usize..end as usize]
    }

    /// The least seconds of a leg from standing before it to being at its end: its export processes, the
    /// shortest cut-off or the wait for a headway, its transit.
    fn least_to_end(&self, snapshot: &Snapshot, leg: LegIdx, clock: Clock) -> i64 {
        let row = &snapshot.legs[leg];
        let waits = if row.is_scheduled { least_cutoff(row) } else { wait_seconds(row, clock) };
        self.least_before(snapshot, leg, clock) + waits + transit(row, clock).as_secs()
    }

    /// The least seconds of the export processes before a leg.
    pub fn least_before(&self, snapshot: &Snapshot, leg: LegIdx, clock: Clock) -> i64 {
        least(snapshot, self.before(leg), clock)
    }

    /// The least seconds of what is done at the end of a leg.
    pub fn least_after(&self, snapshot: &Snapshot, leg: LegIdx, clock: Clock) -> i64 {
        least(snapshot, self.after(leg), clock)
    }

    /// Bytes it takes.
    pub fn bytes(&self) -> usize {
        size_of_val::<[_]>(&self.processes)
            + size_of_val::<[_]>(&self.ends)
            + size_of_val::<[_]>(&self.facts)
    }
}

/// The durations of the processes that are done whatever the hand-in day.
fn least(snapshot: &Snapshot, processes: &[ProcessIdx], clock: Clock) -> i64 {
    let rows = processes.iter().map(|&index| &snapshot.processes[index]);
    let regular = rows.filter(|row| is_of_every_day(row));
    regular.map(|row| i64::from(row.seconds(clock))).sum()
}

/// Whether some shift of a process never begins or ends to count.
pub(crate) fn is_of_every_day(process: &Process) -> bool {
    let mut validities = process.shifts.iter().map(|shift| &shift.provenance.valid);
    validities.any(|valid| valid.from().is_none() && valid.to().is_none())
}

/// Seconds of a leg; what does not fit is cut, as what is least may be.
fn seconds(seconds: i64) -> u32 {
    u32::try_from(seconds.max(0)).unwrap_or(u32::MAX)
}

fn least_cutoff(leg: &Leg) -> i64 {
    let cutoffs = leg.departures.iter().map(|departure| i64::from(departure.cutoff_seconds));
    cutoffs.min().unwrap_or(0)
}
