//! How long something took, on the wall and of the processors: the machine may have others beside.

use std::{
    ops::AddAssign,
    time::{Duration, Instant},
};

/// What something took.
#[derive(Debug, Clone, Copy, Default)]
pub struct Spent {
    /// On the wall.
    pub wall: Duration,
    /// Of all processors, by this process.
    pub processor: Duration,
}

impl AddAssign for Spent {
    fn add_assign(&mut self, other: Self) {
        self.wall += other.wall;
        self.processor += other.processor;
    }
}

/// A clock that was started.
pub struct Clock {
    started: Instant,
    processor: Duration,
}

impl Clock {
    /// Starts it.
    #[expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
    pub fn start() -> anyhow::Result<Self> {
        Ok(Self { started: Instant::now(), processor: processor()? })
    }

    /// What went by since.
    pub fn stop(&self) -> anyhow::Result<Spent> {
        let processor = processor()?.saturating_sub(self.processor);
        Ok(Spent { wall: self.started.elapsed(), processor })
    }
}

/// The processors' time of this process and all its threads, in hundredths of a second.
fn processor() -> anyhow::Result<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    let ticks = fields.split_whitespace().skip(11).take(2).map(str::parse::<u64>);
    let ticks = ticks.sum::<Result<u64, _>>()?;
    Ok(Duration::from_millis(ticks * 10))
}
