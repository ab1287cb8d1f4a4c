//! Who charges for a parcel that comes from another operator, as far as search must remember it.

use portolan_model::Side;
use portolan_network::Snapshot;
use portolan_network::records::{OperatorIdx, SurchargeKind, SurchargeSubject};

/// Who the last ride was bought from, as far as it matters to the price of the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum LastOperator {
    /// There was none, or nothing on this network is charged for a change of operator.
    None,
    /// One who charges for relabelling when parcels come from others.
    Charging(OperatorIdx),
    /// Any of those who never do: to all that charge, they are others alike.
    Other,
}

impl LastOperator {
    /// Whether a parcel now comes to an operator from another one.
    pub fn is_other_than(self, operator: OperatorIdx) -> bool {
        match self {
            Self::None => false,
            Self::Charging(last) => last != operator,
            Self::Other => true,
        }
    }
}

/// The operators that charge for relabelling, on any day.
#[derive(Debug, Clone)]
pub(crate) struct Relabelling {
    charging: Vec<bool>,
    is_any: bool,
}

impl Relabelling {
    /// Reads the surcharges of a network.
    pub fn of(snapshot: &Snapshot) -> Self {
        let mut charging = vec![false; snapshot.operators.len()];
        let rows = snapshot.surcharges.iter().filter(|surcharge| {
            surcharge.side == Side::Buy && surcharge.kind == SurchargeKind::Relabelling
        });
        for surcharge in rows {
            let operator = match surcharge.subject {
                SurchargeSubject::Line(line) => snapshot.lines[line].operator,
                SurchargeSubject::Leg(leg) => snapshot.legs[leg].operator,
                SurchargeSubject::Operator(operator) => operator,
                SurchargeSubject::Zone(_) | SurchargeSubject::Service(_) => continue,
            };
            charging[operator.index()] = true;
        }
        let is_any = charging.contains(&true);
        Self { charging, is_any }
    }

    /// Whether an operator charges for relabelling.
    pub fn is_charged_by(&self, operator: OperatorIdx) -> bool {
        self.charging[operator.index()]
    }

    /// What is kept of the operator of the last ride.
    pub fn last_operator(&self, operator: OperatorIdx) -> LastOperator {
        if !self.is_any {
            LastOperator::None
        } else if self.charging[operator.index()] {
            LastOperator::Charging(operator)
        } else {
            LastOperator::Other
        }
    }
}
