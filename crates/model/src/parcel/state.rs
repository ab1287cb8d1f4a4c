//! Where a parcel stands, and which steps it can take from there.

use crate::{ModelError, names::named_enum};

named_enum! {
    /// The state of a parcel, as the network keeps it; finer milestones are read from its scans.
    pub enum ParcelState("parcel state") {
        /// Routed, priced and labelled; still at the merchant's.
        Booked = "booked",
        /// Called off before it was handed in.
        Cancelled = "cancelled",
        /// In the network's hands at its entry.
        HandedIn = "handed_in",
        /// On its way.
        InTransit = "in_transit",
        /// Waiting for a customs decision.
        AtCustoms = "at_customs",
        /// With the last carrier, on its round.
        OutForDelivery = "out_for_delivery",
        /// Waiting for its recipient at a service point.
        AvailableForPickup = "available_for_pickup",
        /// Handed over to its recipient.
        Delivered = "delivered",
        /// On its way back.
        Returning = "returning",
        /// Back with its sender.
        Returned = "returned",
        /// Given up where it was, as its sender wished, or by an authority.
        Disposed = "disposed",
        /// Held to be lost.
        Lost = "lost",
    }
}

impl ParcelState {
    /// Whether a parcel in this state may take the step to `next`. A lost parcel can be found again; what was
    /// handed in cannot be cancelled.
    pub const fn can_become(self, next: Self) -> bool {
        use ParcelState::{
            AtCustoms, AvailableForPickup, Booked, Cancelled, Delivered, Disposed, HandedIn,
            InTransit, Lost, OutForDelivery, Returned, Returning,
        };
        match self {
            Booked => matches!(next, Cancelled | HandedIn),
            HandedIn => matches!(next, InTransit | AtCustoms | Returning | Disposed | Lost),
            InTransit => matches!(
                next,
                AtCustoms
                    | OutForDelivery
                    | AvailableForPickup
                    | Delivered
                    | Returning
                    | Disposed
                    | Lost
            ),
            AtCustoms => matches!(next, InTransit | OutForDelivery | Returning | Disposed | Lost),
            OutForDelivery | AvailableForPickup => {
                matches!(
                    next,
                    InTransit
                        | OutForDelivery
                        | AvailableForPickup
                        | Delivered
                        | Returning
                        | Disposed
                        | Lost
                ) && self as u8 != next as u8
            }
            Returning => matches!(next, Returned | Disposed | Lost),
            Lost => matches!(next, InTransit | AtCustoms | Delivered | Returning | Disposed),
            Cancelled | Delivered | Returned | Disposed => false,
        }
    }

    /// `next`, where the step is legal.
    pub const fn step_to(self, next: Self) -> Result<Self, ModelError> {
        if self.can_become(next) {
            Ok(next)
        } else {
            Err(ModelError::Transition { from: self.as_str(), to: next.as_str() })
        }
    }

    /// Whether no step leads out of it.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Cancelled | Self::Delivered | Self::Returned | Self::Disposed)
    }
}
