//! One physical parcel: its pieces, contents, identifiers, entry and state.
//!
//! Mass and size are kept three times, with who measured: what the merchant declared, what somebody
//! measured, and what is charged for.

use crate::{
    Address, Code, ConsignmentId, FieldFault, Goods, Identifier, Mass, ModelError, Money, OrderId,
    ParcelId, Size, Sku, Undeliverable, ZonedInstant, limits, text,
};

mod state;
#[cfg(test)]
mod tests;

pub use state::ParcelState;

/// Who measured.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Measurer {
    /// The merchant, who declares.
    Merchant,
    /// A facility of the network, by its key.
    Facility(Code),
    /// An operator, by its key.
    Operator(Code),
    /// Nobody: it follows from the products and the packaging.
    Computed,
}

/// Mass and, where known, size, with who measured.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Measure {
    /// The mass, packaging included.
    pub mass: Mass,
    /// The outer size.
    pub size: Option<Size>,
    /// Who measured.
    pub by: Measurer,
}

/// One box of a parcel.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Piece {
    /// What the merchant declared.
    pub declared: Measure,
    /// What somebody measured.
    pub measured: Option<Measure>,
    /// What is charged for.
    pub charged: Option<Measure>,
}

impl Piece {
    /// A piece as declared, neither measured nor charged yet.
    pub const fn declared(measure: Measure) -> Self {
        Self { declared: measure, measured: None, charged: None }
    }

    /// The best knowledge of its mass and size: measured before declared.
    pub const fn best(&self) -> &Measure {
        match &self.measured {
            Some(measured) => measured,
            None => &self.declared,
        }
    }
}

/// So many pieces of one product in a parcel.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ParcelItem {
    sku: Sku,
    quantity: u32,
    value: Money,
    mass: Mass,
}

impl ParcelItem {
    /// At least one piece of a product; value and mass are of all pieces together.
    pub fn new(sku: Sku, quantity: u32, value: Money, mass: Mass) -> Result<Self, ModelError> {
        if quantity == 0 {
            let max = u32::MAX as usize;
            return Err(ModelError::Count { what: "pieces", found: 0, min: 1, max });
        }
        let value = value.not_negative("value")?;
        Ok(Self { sku, quantity, value, mass })
    }

    /// The product.
    pub const fn sku(&self) -> &Sku {
        &self.sku
    }

    /// How many pieces.
    pub const fn quantity(&self) -> u32 {
        self.quantity
    }

    /// The value of all pieces.
    pub const fn value(&self) -> Money {
        self.value
    }

    /// The mass of all pieces.
    pub const fn mass(&self) -> Mass {
        self.mass
    }
}

/// When a collection may come.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CollectionWindow {
    from: ZonedInstant,
    to: ZonedInstant,
}

impl CollectionWindow {
    /// From one instant to a later one.
    pub fn new(from: ZonedInstant, to: ZonedInstant) -> Result<Self, ModelError> {
        if from.instant() < to.instant() {
            Ok(Self { from, to })
        } else {
            Err(ModelError::Period { from: from.to_string(), to: to.to_string() })
        }
    }

    /// Its beginning.
    pub const fn from(&self) -> &ZonedInstant {
        &self.from
    }

    /// Its end.
    pub const fn to(&self) -> &ZonedInstant {
        &self.to
    }
}

/// How a parcel comes into the network.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Entry {
    /// Somebody fetches it.
    Collection {
        /// Where.
        address: Box<Address>,
        /// When.
        window: CollectionWindow,
    },
    /// The merchant brings it.
    DropOff {
        /// To which facility or service point.
        service_point: Code,
    },
}

/// The fields of a parcel, not yet checked against each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParcelInput {
    /// Its id.
    pub id: ParcelId,
    /// The orders it fulfils, each once; none for a parcel without an order.
    pub orders: Vec<OrderId>,
    /// Who sends.
    pub sender: Address,
    /// Who receives.
    pub recipient: Address,
    /// Its boxes.
    pub pieces: Vec<Piece>,
    /// What it is known by, beside its id.
    pub identifiers: Vec<Identifier>,
    /// What is inside, all of one currency.
    pub contents: Vec<ParcelItem>,
    /// What kinds of goods are inside, together.
    pub goods: Goods,
    /// The consignment it is declared in.
    pub consignment: Option<ConsignmentId>,
    /// How it comes into the network.
    pub entry: Entry,
    /// What happens when it cannot be delivered.
    pub undeliverable: Undeliverable,
    /// What the recipient pays at the door.
    pub collect_on_delivery: Option<Money>,
    /// The parcel that this one brings back.
    pub return_of: Option<ParcelId>,
    /// Where it stands.
    pub state: ParcelState,
}

/// A parcel.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Parcel {
    id: ParcelId,
    orders: Vec<OrderId>,
    sender: Address,
    recipient: Address,
    pieces: Vec<Piece>,
    identifiers: Vec<Identifier>,
    contents: Vec<ParcelItem>,
    total_value: Money,
    declared_mass: Mass,
    goods: Goods,
    consignment: Option<ConsignmentId>,
    entry: Entry,
    undeliverable: Undeliverable,
    collect_on_delivery: Option<Money>,
    return_of: Option<ParcelId>,
    state: ParcelState,
}

impl Parcel {
    /// Checks counts, that values sum up in one currency and masses within the limit, that nothing is named
    /// twice and that it is no return of itself; reports all faults together.
    pub fn new(input: ParcelInput) -> Result<Self, Vec<FieldFault>> {
        let faults = faults_of(&input);
        let declared_mass = total_mass(&input.pieces, |piece| Some(&piece.declared));
        let total_value = total_value(&input.contents);
        match (declared_mass, total_value) {
            (Ok(declared_mass), Ok(total_value)) if faults.is_empty() => Ok(Self {
                id: input.id,
                orders: input.orders,
                sender: input.sender,
                recipient: input.recipient,
                pieces: input.pieces,
                identifiers: input.identifiers,
                contents: input.contents,
                total_value,
                declared_mass,
                goods: input.goods,
                consignment: input.consignment,
                entry: input.entry,
                undeliverable: input.undeliverable,
                collect_on_delivery: input.collect_on_delivery,
                return_of: input.return_of,
                state: input.state,
            }),
            (mass, value) => {
                let mass = mass.err().map(|error| error.in_field("pieces"));
                let value = value.err().map(|error| error.in_field("contents"));
                Err(faults.into_iter().chain(mass).chain(value).collect())
            }
        }
    }

    /// Its id.
    pub const fn id(&self) -> ParcelId {
        self.id
    }

    /// The orders it fulfils.
    pub fn orders(&self) -> &[OrderId] {
        &self.orders
    }

    /// Who sends.
    pub const fn sender(&self) -> &Address {
        &self.sender
    }

    /// Who receives.
    pub const fn recipient(&self) -> &Address {
        &self.recipient
    }

    /// Its boxes, at least one.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// What it is known by, beside its id.
    pub fn identifiers(&self) -> &[Identifier] {
        &self.identifiers
    }

    /// What is inside, at least one item.
    pub fn contents(&self) -> &[ParcelItem] {
        &self.contents
    }

    /// The value of everything inside.
    pub const fn total_value(&self) -> Money {
        self.total_value
    }

    /// The declared mass of all pieces.
    pub const fn declared_mass(&self) -> Mass {
        self.declared_mass
    }

    /// The mass charged for, once every piece has one.
    pub fn charged_mass(&self) -> Option<Mass> {
        total_mass(&self.pieces, |piece| piece.charged.as_ref()).ok()
    }

    /// What kinds of goods are inside.
    pub const fn goods(&self) -> Goods {
        self.goods
    }

    /// The consignment it is declared in.
    pub const fn consignment(&self) -> Option<ConsignmentId> {
        self.consignment
    }

    /// How it comes into the network.
    pub const fn entry(&self) -> &Entry {
        &self.entry
    }

    /// What happens when it cannot be delivered.
    pub const fn undeliverable(&self) -> Undeliverable {
        self.undeliverable
    }

    /// What the recipient pays at the door.
    pub const fn collect_on_delivery(&self) -> Option<Money> {
        self.collect_on_delivery
    }

    /// The parcel that this one brings back.
    pub const fn return_of(&self) -> Option<ParcelId> {
        self.return_of
    }

    /// Where it stands.
    pub const fn state(&self) -> ParcelState {
        self.state
    }

    /// The parcel in its next state, where that step is legal.
    pub fn become_state(mut self, next: ParcelState) -> Result<Self, ModelError> {
        self.state = self.state.step_to(next)?;
        Ok(self)
    }
}

fn faults_of(input: &ParcelInput) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    let counts = [
        ("pieces", input.pieces.len(), 1..=limits::PIECES_MAX),
        ("contents", input.contents.len(), 1..=limits::PARCEL_ITEMS_MAX),
        ("identifiers", input.identifiers.len(), 0..=limits::IDENTIFIERS_MAX),
    ];
    for (field, found, allowed) in counts {
        faults.extend(text::count(field, found, allowed).err().map(|error| error.in_field(field)));
    }
    let mut contradict = |field, what, mend| {
        faults.push(ModelError::Contradiction { what, mend }.in_field(field));
    };
    if has_twins(&input.orders) {
        contradict("orders", "an order is named twice", "name each order once");
    }
    if has_twins(&input.identifiers) {
        contradict("identifiers", "an identifier is named twice", "name each identifier once");
    }
    if input.return_of == Some(input.id) {
        contradict("return_of", "the parcel is its own return", "name the parcel it brings back");
    }
    let due = input.collect_on_delivery.map(|due| due.not_negative("amount due"));
    faults.extend(due.and_then(Result::err).map(|error| error.in_field("collect_on_delivery")));
    faults
}

fn has_twins<T: Ord>(things: &[T]) -> bool {
    things.iter().collect::<std::collections::BTreeSet<_>>().len() < things.len()
}

/// The mass of all pieces by one of their measures; a piece without it, or no piece, is an error.
fn total_mass(
    pieces: &[Piece],
    measure: impl Fn(&Piece) -> Option<&Measure>,
) -> Result<Mass, ModelError> {
    let mut total: Option<Mass> = None;
    for piece in pieces {
        let mass = measure(piece).ok_or(ModelError::MassRange { grams: 0 })?.mass;
        total = Some(total.map_or(Ok(mass), |sum| sum.checked_add(mass))?);
    }
    total.ok_or(ModelError::MassRange { grams: 0 })
}

fn total_value(contents: &[ParcelItem]) -> Result<Money, ModelError> {
    let first = contents.first().ok_or(ModelError::TextEmpty { what: "contents" })?;
    Money::sum(first.value.currency(), contents.iter().map(ParcelItem::value))
}
