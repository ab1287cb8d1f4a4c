//! The milestones, shaped after the UPU's EMSEVT events and widened to private carriers, warehouses,
//! customs, pick-up points, returns, loss and damage.
//!
//! Codes of EMSEVT are the names that posts publish in several public lists; the text of the standard was
//! not seen.

use super::{Reason, SubStatus};
use crate::names::named_enum;

named_enum! {
    /// What happened to a parcel.
    pub enum Milestone("milestone") {
        /// The sender told of it; nobody has it yet.
        Announced = "announced",
        /// A collection was tried and nothing was taken.
        CollectionFailed = "collection_failed",
        /// Taken over from the sender, collected or brought.
        Accepted = "accepted",
        /// At a sorting centre or warehouse before the office of exchange.
        ArrivedAtOriginFacility = "arrived_at_origin_facility",
        /// Left a sorting centre or warehouse before the office of exchange.
        DepartedOriginFacility = "departed_origin_facility",
        /// At the outward office of exchange.
        ArrivedAtOutwardOffice = "arrived_at_outward_office",
        /// Presented to export customs or security.
        PresentedToExportCustoms = "presented_to_export_customs",
        /// Held by export customs or security.
        HeldByExportCustoms = "held_by_export_customs",
        /// Released by export customs or security.
        ReleasedByExportCustoms = "released_by_export_customs",
        /// Held at the outward office of exchange by the post.
        HeldAtOutwardOffice = "held_at_outward_office",
        /// Export will not happen.
        ExportCancelled = "export_cancelled",
        /// Left the outward office of exchange, closed into a receptacle.
        DepartedOutwardOffice = "departed_outward_office",
        /// Handed to the carrier of the long way: an airline, a railway, a haulier.
        HandedToTransport = "handed_to_transport",
        /// The flight, train, lorry or ship left.
        DepartedByTransport = "departed_by_transport",
        /// The flight, train, lorry or ship arrived.
        ArrivedByTransport = "arrived_by_transport",
        /// At an office of exchange in transit.
        ArrivedAtTransitOffice = "arrived_at_transit_office",
        /// Left an office of exchange in transit.
        DepartedTransitOffice = "departed_transit_office",
        /// At the inward office of exchange.
        ArrivedAtInwardOffice = "arrived_at_inward_office",
        /// Held at the inward office of exchange by the post.
        HeldAtInwardOffice = "held_at_inward_office",
        /// Presented to import customs.
        PresentedToImportCustoms = "presented_to_import_customs",
        /// Held by import customs.
        HeldByImportCustoms = "held_by_import_customs",
        /// Released by import customs.
        ReleasedByImportCustoms = "released_by_import_customs",
        /// Left the inward office of exchange for the network within the country.
        DepartedInwardOffice = "departed_inward_office",
        /// Import will not be completed.
        ImportTerminated = "import_terminated",
        /// Handed to the carrier who delivers.
        HandedToLastCarrier = "handed_to_last_carrier",
        /// At a sorting centre of the destination.
        ArrivedAtSortingCentre = "arrived_at_sorting_centre",
        /// Left a sorting centre of the destination.
        DepartedSortingCentre = "departed_sorting_centre",
        /// At the office that delivers.
        ArrivedAtDeliveryOffice = "arrived_at_delivery_office",
        /// Held at the office that delivers.
        HeldAtDeliveryOffice = "held_at_delivery_office",
        /// A day or a window of delivery was agreed.
        DeliveryScheduled = "delivery_scheduled",
        /// With the courier.
        OutForDelivery = "out_for_delivery",
        /// A delivery was tried without success.
        DeliveryFailed = "delivery_failed",
        /// Waiting to be fetched by the recipient.
        ReadyForPickUp = "ready_for_pick_up",
        /// Delivered.
        Delivered = "delivered",
        /// Fetched by the recipient.
        PickedUpByRecipient = "picked_up_by_recipient",
        /// Given to a neighbour or left at a safe place.
        DeliveredToNeighbour = "delivered_to_neighbour",
        /// The delivery that was told did not happen.
        DeliveryReversed = "delivery_reversed",
        /// Sent on to another address.
        Redirected = "redirected",
        /// On its way back to the sender.
        ReturnStarted = "return_started",
        /// Somewhere on its way back.
        ArrivedInReturn = "arrived_in_return",
        /// Back with the sender.
        Returned = "returned",
        /// Its mass or size was measured.
        Measured = "measured",
        /// It got another number.
        Relabelled = "relabelled",
        /// Moving; the carrier says no more.
        InTransit = "in_transit",
        /// Late, by the carrier's own word.
        Delayed = "delayed",
        /// Held somewhere; the carrier does not say by whom.
        Held = "held",
        /// Sent the wrong way; it is being sent on.
        Missent = "missent",
        /// Damaged.
        Damaged = "damaged",
        /// Declared lost.
        Lost = "lost",
        /// Found again.
        Found = "found",
        /// Seized by an authority.
        Seized = "seized",
        /// Destroyed or disposed of.
        Destroyed = "destroyed",
        /// Cancelled before it was handed in.
        Cancelled = "cancelled",
        /// A forecast of the delivery: nothing has happened.
        Forecast = "forecast",
        /// Something was told that moves nothing.
        Note = "note",
        /// A code that no table knows.
        Unknown = "unknown",
    }
}

named_enum! {
    /// The stretch of the way that a milestone belongs to, in the order of the way.
    pub enum Phase("phase") {
        /// Before anybody has it.
        Announced = "announced",
        /// From the sender to the office of exchange.
        Origin = "origin",
        /// At the office of exchange and with export customs.
        Export = "export",
        /// On the long way between countries.
        LineHaul = "line_haul",
        /// At the inward office and with import customs.
        Import = "import",
        /// In the destination's network.
        Destination = "destination",
        /// At the last office and with the courier.
        Delivery = "delivery",
        /// Delivered.
        Delivered = "delivered",
        /// On its way back.
        Return = "return",
        /// Back with the sender.
        Returned = "returned",
        /// Ended otherwise.
        Ended = "ended",
        /// Anywhere on the way.
        Any = "any",
        /// Nothing moved.
        Note = "note",
    }
}

impl Milestone {
    /// The milestone of an EMSEVT event code.
    pub fn of_emsevt(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|milestone| milestone.emsevt() == Some(code))
    }

    /// The EMSEVT event that says the same.
    pub const fn emsevt(self) -> Option<&'static str> {
        match self {
            Self::Accepted => Some("EMA"),
            Self::ArrivedAtOutwardOffice => Some("EMB"),
            Self::PresentedToExportCustoms => Some("EXA"),
            Self::HeldByExportCustoms => Some("EXB"),
            Self::ReleasedByExportCustoms => Some("EXC"),
            Self::HeldAtOutwardOffice => Some("EXD"),
            Self::ExportCancelled => Some("EXX"),
            Self::DepartedOutwardOffice => Some("EMC"),
            Self::ArrivedAtTransitOffice => Some("EMJ"),
            Self::DepartedTransitOffice => Some("EMK"),
            Self::ArrivedAtInwardOffice => Some("EMD"),
            Self::HeldAtInwardOffice => Some("EDA"),
            Self::PresentedToImportCustoms => Some("EDB"),
            Self::HeldByImportCustoms => Some("EME"),
            Self::ReleasedByImportCustoms => Some("EDC"),
            Self::DepartedInwardOffice => Some("EMF"),
            Self::ImportTerminated => Some("EDX"),
            Self::ArrivedAtSortingCentre => Some("EDD"),
            Self::DepartedSortingCentre => Some("EDE"),
            Self::ArrivedAtDeliveryOffice => Some("EMG"),
            Self::HeldAtDeliveryOffice => Some("EDF"),
            Self::OutForDelivery => Some("EDG"),
            Self::DeliveryFailed => Some("EMH"),
            Self::ReadyForPickUp => Some("EDH"),
            Self::Delivered => Some("EMI"),
            _ => None,
        }
    }

    /// The stretch of the way it belongs to.
    pub const fn phase(self) -> Phase {
        match self {
            Self::Announced | Self::CollectionFailed => Phase::Announced,
            Self::Accepted | Self::ArrivedAtOriginFacility | Self::DepartedOriginFacility => {
                Phase::Origin
            }
            Self::ArrivedAtOutwardOffice
            | Self::PresentedToExportCustoms
            | Self::HeldByExportCustoms
            | Self::ReleasedByExportCustoms
            | Self::HeldAtOutwardOffice
            | Self::ExportCancelled => Phase::Export,
            Self::DepartedOutwardOffice
            | Self::HandedToTransport
            | Self::DepartedByTransport
            | Self::ArrivedByTransport
            | Self::ArrivedAtTransitOffice
            | Self::DepartedTransitOffice => Phase::LineHaul,
            Self::ArrivedAtInwardOffice
            | Self::HeldAtInwardOffice
            | Self::PresentedToImportCustoms
            | Self::HeldByImportCustoms
            | Self::ReleasedByImportCustoms
            | Self::DepartedInwardOffice
            | Self::ImportTerminated => Phase::Import,
            Self::HandedToLastCarrier
            | Self::ArrivedAtSortingCentre
            | Self::DepartedSortingCentre => Phase::Destination,
            Self::ArrivedAtDeliveryOffice
            | Self::HeldAtDeliveryOffice
            | Self::DeliveryScheduled
            | Self::OutForDelivery
            | Self::DeliveryFailed
            | Self::ReadyForPickUp
            | Self::DeliveryReversed
            | Self::Redirected => Phase::Delivery,
            Self::Delivered | Self::PickedUpByRecipient | Self::DeliveredToNeighbour => {
                Phase::Delivered
            }
            Self::ReturnStarted | Self::ArrivedInReturn => Phase::Return,
            Self::Returned => Phase::Returned,
            Self::Measured
            | Self::Relabelled
            | Self::InTransit
            | Self::Delayed
            | Self::Held
            | Self::Missent
            | Self::Damaged
            | Self::Lost
            | Self::Found => Phase::Any,
            Self::Seized | Self::Destroyed | Self::Cancelled => Phase::Ended,
            Self::Forecast | Self::Note | Self::Unknown => Phase::Note,
        }
    }

    /// The status it leads to, refined by a reason; of one that moves nothing, [`SubStatus::Unknown`].
    pub const fn sub_status(self, reason: Option<Reason>) -> SubStatus {
        match self {
            Self::Announced => SubStatus::Announced,
            Self::CollectionFailed => SubStatus::CollectionFailed,
            Self::Accepted => SubStatus::PickedUp,
            Self::ArrivedAtOriginFacility
            | Self::ArrivedAtOutwardOffice
            | Self::ArrivedByTransport
            | Self::ArrivedAtTransitOffice
            | Self::ArrivedAtInwardOffice
            | Self::ArrivedAtSortingCentre
            | Self::ArrivedAtDeliveryOffice => SubStatus::Arrival,
            Self::DepartedOriginFacility
            | Self::DepartedOutwardOffice
            | Self::DepartedByTransport
            | Self::DepartedTransitOffice
            | Self::DepartedInwardOffice
            | Self::DepartedSortingCentre => SubStatus::Departure,
            Self::PresentedToExportCustoms | Self::PresentedToImportCustoms => {
                SubStatus::CustomsProcessing
            }
            Self::HeldByExportCustoms | Self::HeldByImportCustoms => SubStatus::CustomsHeld,
            Self::ReleasedByExportCustoms | Self::ReleasedByImportCustoms => {
                SubStatus::CustomsReleased
            }
            Self::HeldAtOutwardOffice
            | Self::HeldAtInwardOffice
            | Self::HeldAtDeliveryOffice
            | Self::Held => SubStatus::Held,
            Self::ExportCancelled | Self::Cancelled => SubStatus::Cancelled,
            Self::HandedToTransport | Self::HandedToLastCarrier => SubStatus::HandedOver,
            Self::ImportTerminated => SubStatus::ImportEnded,
            Self::DeliveryScheduled
            | Self::Measured
            | Self::Relabelled
            | Self::InTransit
            | Self::Found => SubStatus::InTransit,
            Self::OutForDelivery => SubStatus::OutForDelivery,
            Self::ReadyForPickUp => SubStatus::ReadyForPickUp,
            Self::Delivered => SubStatus::Delivered,
            Self::PickedUpByRecipient => SubStatus::DeliveredPickUp,
            Self::DeliveredToNeighbour => SubStatus::DeliveredElsewhere,
            Self::Redirected => SubStatus::Redirected,
            Self::ReturnStarted | Self::ArrivedInReturn => SubStatus::Returning,
            Self::Returned => SubStatus::Returned,
            Self::Delayed => SubStatus::Delayed,
            Self::Missent => SubStatus::Missent,
            Self::Damaged => SubStatus::Damaged,
            Self::Lost => SubStatus::Lost,
            Self::Seized => SubStatus::Seized,
            Self::Destroyed => SubStatus::Destroyed,
            Self::Forecast | Self::Note | Self::Unknown => SubStatus::Unknown,
            Self::DeliveryFailed | Self::DeliveryReversed => match reason {
                Some(Reason::AddresseeAbsent | Reason::Closed) => SubStatus::NobodyThere,
                Some(Reason::Refused) => SubStatus::Refused,
                Some(Reason::AddressWrong | Reason::AddresseeUnknown | Reason::AddresseeMoved) => {
                    SubStatus::AddressWrong
                }
                _ => SubStatus::DeliveryFailed,
            },
        }
    }
}
