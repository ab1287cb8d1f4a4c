//! A parcel's scans laid on its chain: which stage had begun or was over, and when.
//!
//! A scan is laid only where its milestone and its place leave no doubt: a code or a city that one of the
//! route's stops has, or a country that only one of them is in. What could be two places is none. Customs'
//! work is laid without any place too where the route has it once: some feeds tell what was done and never where.

use jiff::Timestamp;
use portolan_model::scan::ScanPlace;
use portolan_model::{Milestone, Scan};
use portolan_network::Snapshot;
use portolan_network::records::{Node, NodeIdx, ProcessKind};

use crate::distribution::{Chain, Mark, Stage};

/// When a moment of a chain was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sight {
    /// Which moment.
    pub mark: Mark,
    /// When.
    pub at: Timestamp,
}

/// The sights of a parcel in the order of its chain, each moment once, by its earliest scan. A scan that
/// would lie before an earlier moment's is left out: of clocks that disagree nothing is learned. Answers
/// them with how many were left out.
pub fn sights_of(snapshot: &Snapshot, chain: &Chain, scans: &[Scan]) -> (Vec<Sight>, usize) {
    let laid = scans.iter().filter_map(|scan| {
        let mark = mark_of(snapshot, chain, scan.milestone, &scan.place)?;
        Some(Sight { mark, at: instant_of(scan)? })
    });
    let mut laid: Vec<Sight> = laid.collect();
    laid.sort_unstable();
    laid.dedup_by_key(|sight| sight.mark);
    let mut kept: Vec<Sight> = Vec::with_capacity(laid.len());
    let mut left_out = 0;
    for sight in laid {
        if kept.last().is_some_and(|last| last.at > sight.at) {
            left_out += 1;
        } else {
            kept.push(sight);
        }
    }
    (kept, left_out)
}

/// When a scan was, if it says so with the clock's offset.
fn instant_of(scan: &Scan) -> Option<Timestamp> {
    scan.occurred.instant()
}

/// The moment that a milestone at a place tells of.
pub fn mark_of(
    snapshot: &Snapshot,
    chain: &Chain,
    milestone: Milestone,
    place: &ScanPlace,
) -> Option<Mark> {
    let at = |stage: usize, is_over: bool| Some(Mark { stage, is_over });
    let (first, ..) = chain.rides().next()?;
    let lay = Laying { snapshot, chain, place };
    match milestone {
        Milestone::Accepted => {
            let Stage::Ride(leg, _) = chain.stages[first] else { return None };
            let is_brought = snapshot.legs[leg].is_drop_off;
            at(first, is_brought)
        }
        Milestone::DepartedOriginFacility
        | Milestone::DepartedOutwardOffice
        | Milestone::DepartedByTransport
        | Milestone::DepartedTransitOffice
        | Milestone::DepartedInwardOffice
        | Milestone::DepartedSortingCentre => at(lay.ride(|row| row.0)?, false),
        Milestone::ArrivedAtOriginFacility
        | Milestone::ArrivedAtOutwardOffice
        | Milestone::HandedToTransport
        | Milestone::ArrivedByTransport
        | Milestone::ArrivedAtTransitOffice
        | Milestone::ArrivedAtInwardOffice
        | Milestone::ArrivedAtSortingCentre
        | Milestone::ArrivedAtDeliveryOffice
        | Milestone::ReadyForPickUp => at(lay.ride(|row| row.1)?, true),
        Milestone::PresentedToExportCustoms => at(lay.work(ProcessKind::ExportCustoms)?, false),
        Milestone::ReleasedByExportCustoms => at(lay.work(ProcessKind::ExportCustoms)?, true),
        Milestone::PresentedToImportCustoms => at(lay.work(ProcessKind::ImportCustoms)?, false),
        Milestone::ReleasedByImportCustoms => at(lay.work(ProcessKind::ImportCustoms)?, true),
        Milestone::Delivered | Milestone::PickedUpByRecipient => at(chain.stages.len(), true),
        _ => None,
    }
}

/// A place being laid on a chain.
struct Laying<'a> {
    snapshot: &'a Snapshot,
    chain: &'a Chain,
    place: &'a ScanPlace,
}

impl Laying<'_> {
    /// The one ride of which an end lies in the place; none where there are none or several.
    fn ride(&self, end: impl Fn((NodeIdx, NodeIdx)) -> NodeIdx) -> Option<usize> {
        let ends = self.chain.rides().map(|(stage, leg, _)| {
            let row = &self.snapshot.legs[leg];
            (stage, end((row.from, row.to)))
        });
        let ends: Vec<(usize, NodeIdx)> =
            ends.filter(|&(_, node)| self.snapshot.nodes[node].is_facility()).collect();
        self.only(&ends)
    }

    fn work(&self, kind: ProcessKind) -> Option<usize> {
        let works = self.chain.stages.iter().enumerate().filter_map(|(stage, one)| match *one {
            Stage::Work(process) if self.snapshot.processes[process].kind == kind => {
                Some((stage, self.snapshot.processes[process].facility))
            }
            _ => None,
        });
        let works: Vec<_> = works.collect();
        match works[..] {
            [(stage, _)] if self.place.is_empty() => Some(stage),
            _ => self.only(&works),
        }
    }

    /// The one of some places that is meant: by its code, else by its city, else by its country.
    fn only(&self, candidates: &[(usize, NodeIdx)]) -> Option<usize> {
        let tests: [fn(&Self, &Node) -> bool; 3] =
            [Self::is_coded, Self::is_named, Self::is_inside];
        for fits in tests {
            let mut fitting = candidates.iter().filter(|(_, node)| {
                let node = &self.snapshot.nodes[*node];
                self.may_be(node) && fits(self, node)
            });
            match (fitting.next(), fitting.next()) {
                (Some(&(stage, _)), None) => return Some(stage),
                (Some(_), Some(_)) => return None,
                (None, _) => {}
            }
        }
        None
    }

    /// Whether nothing that is told of the country speaks against it.
    fn may_be(&self, node: &Node) -> bool {
        let code = self.snapshot.countries[node.country].code;
        self.place.country.is_none_or(|country| country == code)
    }

    fn is_coded(&self, node: &Node) -> bool {
        let codes = [&node.impc, &node.iata, &node.unlocode];
        let told = self.place.facility.as_ref();
        told.is_some_and(|told| codes.iter().any(|code| !code.is_empty() && *code == told.as_str()))
    }

    fn is_named(&self, node: &Node) -> bool {
        let names = [node.city.to_lowercase(), node.name.to_lowercase()];
        let told = [self.place.city.as_ref(), self.place.text.as_ref()];
        told.into_iter().flatten().any(|told| {
            let told = told.as_str().to_lowercase();
            names.iter().any(|name| !name.is_empty() && *name == told)
        })
    }

    /// Whether only the country is told, and it is there.
    fn is_inside(&self, _: &Node) -> bool {
        let place = self.place;
        place.country.is_some() && place.facility.is_none() && place.city.is_none()
    }
}
