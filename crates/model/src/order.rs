//! What a buyer bought: an order, its lines, and the single units they stand for.

use crate::{
    Address, Code, FieldFault, ModelError, Money, Sku, ZonedInstant, limits, names::named_enum,
    text,
};

#[cfg(test)]
mod tests;

named_enum! {
    /// What happens to a parcel that cannot be delivered.
    pub enum Undeliverable("undeliverable option") {
        /// It comes back.
        Return = "return",
        /// It is given up where it is.
        Abandon = "abandon",
        /// It goes to another address, told later.
        Redirect = "redirect",
    }
}

/// So many pieces of one product.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OrderLine {
    sku: Sku,
    quantity: u32,
    unit_price: Money,
    total: Money,
}

impl OrderLine {
    /// 1 to 999 pieces of a product at a price each, which is not negative.
    pub fn new(sku: Sku, quantity: u32, unit_price: Money) -> Result<Self, ModelError> {
        let found = usize::try_from(quantity).unwrap_or(usize::MAX);
        text::count("pieces", found, 1..=limits::QUANTITY_MAX as usize)?;
        let unit_price = unit_price.not_negative("unit price")?;
        let total = unit_price.checked_mul(quantity)?;
        Ok(Self { sku, quantity, unit_price, total })
    }

    /// The product.
    pub const fn sku(&self) -> &Sku {
        &self.sku
    }

    /// How many pieces, 1 to 999.
    pub const fn quantity(&self) -> u32 {
        self.quantity
    }

    /// What the buyer paid for one piece.
    pub const fn unit_price(&self) -> Money {
        self.unit_price
    }

    /// What the buyer paid for all pieces.
    pub const fn total(&self) -> Money {
        self.total
    }
}

/// One piece of one line.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Unit {
    /// The product.
    pub sku: Sku,
    /// Which line of the order, from 0.
    pub line_index: usize,
    /// Which piece of the line, from 0.
    pub piece_index: u32,
    /// What the buyer paid for it.
    pub price: Money,
}

/// The fields of an order, not yet checked against each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderInput {
    /// The merchant's or marketplace's own number.
    pub reference: String,
    /// The merchant's key, where the order does not come with it.
    pub merchant: Option<Code>,
    /// When the buyer ordered.
    pub placed_at: ZonedInstant,
    /// Where the goods lie, if not at the merchant's usual address.
    pub ship_from: Option<Address>,
    /// Who gets the goods.
    pub recipient: Address,
    /// What was bought.
    pub lines: Vec<OrderLine>,
    /// The service the merchant chose, where one was chosen.
    pub service: Option<Code>,
    /// What happens to a parcel that cannot be delivered.
    pub undeliverable: Undeliverable,
    /// What the recipient pays at the door.
    pub collect_on_delivery: Option<Money>,
    /// A word from the merchant, for people; may be empty.
    pub note: String,
}

/// An order with 1 to 200 lines of one currency.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Order {
    reference: String,
    merchant: Option<Code>,
    placed_at: ZonedInstant,
    ship_from: Option<Address>,
    recipient: Address,
    lines: Vec<OrderLine>,
    total: Money,
    service: Option<Code>,
    undeliverable: Undeliverable,
    collect_on_delivery: Option<Money>,
    note: Option<String>,
}

impl Order {
    /// Checks the texts, the count of lines, that all prices have one currency and that their sum can be
    /// counted; reports all faults together.
    pub fn new(input: OrderInput) -> Result<Self, Vec<FieldFault>> {
        let reference = checked_reference(&input.reference);
        let note = text::optional_line("note", &input.note, limits::NOTE_LENGTH_MAX);
        let total = checked_total(&input.lines);
        let collect =
            input.collect_on_delivery.map(|due| due.not_negative("amount due")).transpose();
        match (reference, note, total, collect) {
            (Ok(reference), Ok(note), Ok(total), Ok(collect_on_delivery)) => Ok(Self {
                reference,
                merchant: input.merchant,
                placed_at: input.placed_at,
                ship_from: input.ship_from,
                recipient: input.recipient,
                lines: input.lines,
                total,
                service: input.service,
                undeliverable: input.undeliverable,
                collect_on_delivery,
                note,
            }),
            (reference, note, total, collect) => {
                let reference = reference.err().map(|error| error.in_field("reference"));
                let note = note.err().map(|error| error.in_field("note"));
                let total = total.err().map(|error| error.in_field("lines"));
                let collect = collect.err().map(|error| error.in_field("collect_on_delivery"));
                Err([reference, note, total, collect].into_iter().flatten().collect())
            }
        }
    }

    /// The merchant's or marketplace's own number.
    pub fn reference(&self) -> &str {
        &self.reference
    }

    /// The merchant's key.
    pub const fn merchant(&self) -> Option<&Code> {
        self.merchant.as_ref()
    }

    /// When the buyer ordered.
    pub const fn placed_at(&self) -> &ZonedInstant {
        &self.placed_at
    }

    /// Where the goods lie, if not at the merchant's usual address.
    pub const fn ship_from(&self) -> Option<&Address> {
        self.ship_from.as_ref()
    }

    /// Who gets the goods.
    pub const fn recipient(&self) -> &Address {
        &self.recipient
    }

    /// What was bought, 1 to 200 lines.
    pub fn lines(&self) -> &[OrderLine] {
        &self.lines
    }

    /// What the buyer paid for everything.
    pub const fn total(&self) -> Money {
        self.total
    }

    /// The service the merchant chose.
    pub const fn service(&self) -> Option<&Code> {
        self.service.as_ref()
    }

    /// What happens to a parcel that cannot be delivered.
    pub const fn undeliverable(&self) -> Undeliverable {
        self.undeliverable
    }

    /// What the recipient pays at the door.
    pub const fn collect_on_delivery(&self) -> Option<Money> {
        self.collect_on_delivery
    }

    /// A word from the merchant.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// Every single piece, line by line.
    pub fn units(&self) -> impl Iterator<Item = Unit> + '_ {
        self.lines.iter().enumerate().flat_map(|(line_index, line)| {
            (0..line.quantity).map(move |piece_index| Unit {
                sku: line.sku.clone(),
                line_index,
                piece_index,
                price: line.unit_price,
            })
        })
    }
}

/// Reads an order's reference: 1 to 100 printable characters, trimmed and otherwise as given.
pub fn checked_reference(text: &str) -> Result<String, ModelError> {
    text::line("order reference", text, limits::REFERENCE_LENGTH_MAX)
}

fn checked_total(lines: &[OrderLine]) -> Result<Money, ModelError> {
    text::count("order lines", lines.len(), 1..=limits::ORDER_LINES_MAX)?;
    let currency = lines[0].unit_price.currency();
    Money::sum(currency, lines.iter().map(OrderLine::total))
}
