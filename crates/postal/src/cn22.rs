//! The data of a CN 22 customs declaration: checked here, drawn on the lower part of a label.
//!
//! The fields are those such a declaration asks for; the official form's layout and wording are not
//! reproduced and no conformance with it is claimed. What a CN 22 may not declare is refused with
//! [`LabelError::NeedsCn23`]. Start at [`Cn22::new`].

use crate::{LabelError, limits};
use portolan_model::{CivilDate, ConsignmentItem, Mass, Money};
use std::cmp::Ordering;

pub(crate) mod draw;
#[cfg(test)]
pub(crate) mod tests;

/// Why the goods travel, one box of a customs declaration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cn22Kind {
    /// A present between private persons.
    Gift,
    /// Papers without trade value.
    Documents,
    /// A sample that shows goods on offer.
    CommercialSample,
    /// Goods going back.
    ReturnedGoods,
    /// Goods sold.
    SaleOfGoods,
}

impl Cn22Kind {
    /// Every kind, in the order of its boxes.
    pub const ALL: [Self; 5] = [
        Self::SaleOfGoods,
        Self::Gift,
        Self::Documents,
        Self::CommercialSample,
        Self::ReturnedGoods,
    ];

    /// Its printed name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gift => "Gift",
            Self::Documents => "Documents",
            Self::CommercialSample => "Sample",
            Self::ReturnedGoods => "Returned goods",
            Self::SaleOfGoods => "Sale of goods",
        }
    }
}

/// What is declared, not yet checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cn22Input {
    /// Why the goods travel.
    pub kind: Cn22Kind,
    /// The goods, at most [`limits::CN22_ITEMS_MAX`] kinds; each with the value and net mass of all
    /// its pieces.
    pub items: Vec<ConsignmentItem>,
    /// The value of all goods: the sum of the items' values.
    pub total_value: Money,
    /// The net mass of all goods: the sum of the items' masses.
    pub total_mass: Mass,
    /// [`limits::CN22_CEILING_SDR`] in the currency of the total, at the caller's rate; without it the
    /// ceiling is not checked.
    pub ceiling: Option<Money>,
    /// Who declares.
    pub sender: String,
    /// The day of the declaration.
    pub signed_on: CivilDate,
}

/// A checked declaration: totals that are sums, one currency, within the ceiling where it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cn22 {
    input: Cn22Input,
}

impl Cn22 {
    /// Checks a declaration.
    ///
    /// # Errors
    /// [`LabelError::RowCount`], [`LabelError::DeclaredCurrency`], [`LabelError::DeclaredTotal`],
    /// [`LabelError::NeedsCn23`] or, for a nameless sender, [`LabelError::Empty`].
    pub fn new(input: Cn22Input) -> Result<Self, LabelError> {
        let (found, max) = (input.items.len(), limits::CN22_ITEMS_MAX);
        if found == 0 || found > max {
            return Err(LabelError::RowCount { what: "the declaration", found, max });
        }
        if input.sender.trim().is_empty() {
            return Err(LabelError::Empty { field: "cn22.sender" });
        }
        let values = input.items.iter().map(ConsignmentItem::value);
        let sum = Money::sum(input.total_value.currency(), values)
            .map_err(|_| LabelError::DeclaredCurrency)?;
        if sum != input.total_value {
            let declared = input.total_value.to_string();
            return Err(LabelError::DeclaredTotal {
                what: "value",
                declared,
                sum: sum.to_string(),
            });
        }
        let grams: u64 = input.items.iter().map(|item| u64::from(item.mass().grams())).sum();
        if grams != u64::from(input.total_mass.grams()) {
            let declared = format!("{} g", input.total_mass.grams());
            let sum = format!("{grams} g");
            return Err(LabelError::DeclaredTotal { what: "mass", declared, sum });
        }
        if let Some(ceiling) = input.ceiling {
            let compared = input.total_value.compare(ceiling);
            if compared.map_err(|_| LabelError::DeclaredCurrency)? == Ordering::Greater {
                let (value, ceiling) = (input.total_value.to_string(), ceiling.to_string());
                return Err(LabelError::NeedsCn23 { value, ceiling });
            }
        }
        Ok(Self { input })
    }

    /// Why the goods travel.
    pub const fn kind(&self) -> Cn22Kind {
        self.input.kind
    }

    /// The goods.
    pub fn items(&self) -> &[ConsignmentItem] {
        &self.input.items
    }

    /// The value of all goods.
    pub const fn total_value(&self) -> Money {
        self.input.total_value
    }

    /// The net mass of all goods.
    pub const fn total_mass(&self) -> Mass {
        self.input.total_mass
    }

    /// Who declares.
    pub fn sender(&self) -> &str {
        &self.input.sender
    }

    /// The day of the declaration.
    pub const fn signed_on(&self) -> CivilDate {
        self.input.signed_on
    }

    /// Whether the value was compared with the ceiling; if not, the caller must.
    pub const fn is_ceiling_checked(&self) -> bool {
        self.input.ceiling.is_some()
    }
}
