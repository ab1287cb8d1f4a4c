//! Why something happened: our own neutral list, since the UPU's numbers are not public.

use crate::names::named_enum;

named_enum! {
    /// Why something happened, where it was told.
    pub enum Reason("reason") {
        /// Nobody was there.
        AddresseeAbsent = "addressee_absent",
        /// The recipient refused it.
        Refused = "refused",
        /// Nobody fetched it in time.
        Unclaimed = "unclaimed",
        /// The address is wrong or not enough.
        AddressWrong = "address_wrong",
        /// Nobody of that name is known there.
        AddresseeUnknown = "addressee_unknown",
        /// The recipient moved.
        AddresseeMoved = "addressee_moved",
        /// The office or business was closed.
        Closed = "closed",
        /// The recipient asked for it.
        OnRequest = "on_request",
        /// It is damaged.
        Damaged = "damaged",
        /// It is lost.
        Lost = "lost",
        /// Its goods are prohibited.
        Prohibited = "prohibited",
        /// Charges are not paid.
        ChargesUnpaid = "charges_unpaid",
        /// Duty or tax is to be paid first.
        PaymentAwaited = "payment_awaited",
        /// An invoice or a proof of value is missing.
        InvoiceMissing = "invoice_missing",
        /// The declaration is missing or incomplete.
        DeclarationIncomplete = "declaration_incomplete",
        /// Other papers are missing.
        DocumentsMissing = "documents_missing",
        /// It is inspected.
        Inspection = "inspection",
        /// Security stopped it.
        Security = "security",
        /// Weather.
        Weather = "weather",
        /// A flight, train, lorry or ship was late.
        TransportDelay = "transport_delay",
        /// Force majeure.
        ForceMajeure = "force_majeure",
        /// It was sorted wrongly.
        Missorted = "missorted",
        /// Another reason, told in words.
        Other = "other",
    }
}
