//! Labels: one way to stand somewhere, and what it has cost so far.

use portolan_network::records::{LineIdx, NodeIdx};

use crate::Survival;
use crate::lane::Times;
use crate::relabelling::LastOperator;
use crate::replay::Step;

/// What decides how a label may go on, beside the node it stands at. Only labels of equal states are
/// compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct State {
    /// Whether the parcel is on a line.
    pub riding: Riding,
    /// Whether the way so far uses what the search is asked to use.
    pub is_used: bool,
}

/// Whether a parcel is on a line or free to take another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Riding {
    /// The last ride is paid. Who it was bought from decides whether the next one relabels.
    Free(LastOperator),
    /// On a line, to be paid when it is left.
    On {
        /// The line.
        line: LineIdx,
        /// The stage of the last leg.
        stage: u16,
        /// Where the line was entered: the price is from there.
        entered: NodeIdx,
        /// Whether entering it relabelled.
        is_relabelled: bool,
    },
}

/// The four numbers of a label; less is better but for survival.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Measures {
    /// Paid so far, in minor units.
    pub price: i64,
    /// When it can go on.
    pub times: Times,
    /// The probability of having come so far.
    pub survival: Survival,
}

impl Measures {
    /// Whether it is no worse in any number.
    pub fn is_no_worse(&self, other: &Self) -> bool {
        self.price <= other.price
            && self.times.p50 <= other.times.p50
            && self.times.p90 <= other.times.p90
            && self.survival >= other.survival
    }
}

/// One way to stand somewhere.
#[derive(Debug, Clone)]
pub(crate) struct Label {
    /// Where.
    pub node: NodeIdx,
    /// In what state.
    pub state: State,
    /// At what cost.
    pub measures: Measures,
    /// Legs taken.
    pub legs: u8,
    /// The label it came from.
    pub parent: Option<u32>,
    /// The leg it came by.
    pub step: Option<Step>,
    /// Whether it is still to be extended.
    pub is_alive: bool,
}

/// The steps that lead to a label, from the origin.
pub(crate) fn steps_to(labels: &[Label], label: u32) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut at = Some(label);
    while let Some(label) = at.map(|id| &labels[id as usize]) {
        steps.extend(label.step);
        at = label.parent;
    }
    steps.reverse();
    steps
}
