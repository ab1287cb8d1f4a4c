//! Where a parcel stands: the words that users of tracking know, and one more level of detail.

use crate::names::named_enum;

named_enum! {
    /// Where a parcel stands, in one word that users of tracking know.
    pub enum Status("status") {
        /// Nothing has been told that says where it is.
        Unknown = "unknown",
        /// Told of, not yet handed in.
        InfoReceived = "info_received",
        /// On its way.
        InTransit = "in_transit",
        /// With customs.
        Customs = "customs",
        /// With the courier.
        OutForDelivery = "out_for_delivery",
        /// Waiting to be fetched.
        ReadyForPickUp = "ready_for_pick_up",
        /// A delivery failed; it is still live.
        DeliveryFailed = "delivery_failed",
        /// Delivered.
        Delivered = "delivered",
        /// On its way back to the sender.
        Returning = "returning",
        /// Back with the sender.
        Returned = "returned",
        /// Something is wrong.
        Exception = "exception",
    }
}

named_enum! {
    /// Where a parcel stands, in more detail.
    pub enum SubStatus("sub-status") {
        /// Told of, not yet handed in.
        Announced = "announced",
        /// A collection failed.
        CollectionFailed = "collection_failed",
        /// Taken over from the sender.
        PickedUp = "picked_up",
        /// Arrived somewhere.
        Arrival = "arrival",
        /// Left somewhere.
        Departure = "departure",
        /// Handed from one carrier to another.
        HandedOver = "handed_over",
        /// Moving.
        InTransit = "in_transit",
        /// Sent on to another address.
        Redirected = "redirected",
        /// Sent the wrong way.
        Missent = "missent",
        /// With customs.
        CustomsProcessing = "customs_processing",
        /// Held by customs.
        CustomsHeld = "customs_held",
        /// Released by customs.
        CustomsReleased = "customs_released",
        /// With the courier.
        OutForDelivery = "out_for_delivery",
        /// Waiting to be fetched.
        ReadyForPickUp = "ready_for_pick_up",
        /// A delivery failed, no reason told.
        DeliveryFailed = "delivery_failed",
        /// Nobody was there.
        NobodyThere = "nobody_there",
        /// The recipient refused it.
        Refused = "refused",
        /// The address is wrong or not enough.
        AddressWrong = "address_wrong",
        /// Delivered.
        Delivered = "delivered",
        /// Fetched by the recipient.
        DeliveredPickUp = "delivered_pick_up",
        /// With a neighbour or at a safe place.
        DeliveredElsewhere = "delivered_elsewhere",
        /// On its way back.
        Returning = "returning",
        /// Back with the sender.
        Returned = "returned",
        /// Held on the way.
        Held = "held",
        /// Late.
        Delayed = "delayed",
        /// Damaged.
        Damaged = "damaged",
        /// Import will not be completed.
        ImportEnded = "import_ended",
        /// Lost.
        Lost = "lost",
        /// Seized.
        Seized = "seized",
        /// Destroyed.
        Destroyed = "destroyed",
        /// Cancelled.
        Cancelled = "cancelled",
        /// Nothing is known.
        Unknown = "unknown",
    }
}

impl SubStatus {
    /// The status it belongs to.
    pub const fn status(self) -> Status {
        match self {
            Self::Announced | Self::CollectionFailed => Status::InfoReceived,
            Self::PickedUp
            | Self::Arrival
            | Self::Departure
            | Self::HandedOver
            | Self::InTransit
            | Self::Redirected
            | Self::Missent => Status::InTransit,
            Self::CustomsProcessing | Self::CustomsHeld | Self::CustomsReleased => Status::Customs,
            Self::OutForDelivery => Status::OutForDelivery,
            Self::ReadyForPickUp => Status::ReadyForPickUp,
            Self::DeliveryFailed | Self::NobodyThere | Self::Refused | Self::AddressWrong => {
                Status::DeliveryFailed
            }
            Self::Delivered | Self::DeliveredPickUp | Self::DeliveredElsewhere => Status::Delivered,
            Self::Returning => Status::Returning,
            Self::Returned => Status::Returned,
            Self::Held
            | Self::Delayed
            | Self::Damaged
            | Self::ImportEnded
            | Self::Lost
            | Self::Seized
            | Self::Destroyed
            | Self::Cancelled => Status::Exception,
            Self::Unknown => Status::Unknown,
        }
    }
}
