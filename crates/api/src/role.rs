//! What a person is in a tenant.

use crate::scope::Scope;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A member's role: each may do a fixed list of things, the scopes of an API key.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything of the tenant's own, with its people and keys.
    Owner,
    /// Everything, and what runs the network: costs, and what is told of everybody's parcels.
    Operator,
    /// Quotes, products, orders, parcels.
    Seller,
    /// Reads orders and parcels, to answer buyers.
    Agent,
    /// Hands parcels in and scans them.
    Warehouse,
    /// Reads orders, parcels and who did what.
    Finance,
    /// Reads what a seller works with.
    ReadOnly,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 7] = [
        Self::Owner,
        Self::Operator,
        Self::Seller,
        Self::Agent,
        Self::Warehouse,
        Self::Finance,
        Self::ReadOnly,
    ];

    /// The role's name on the wire and in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Operator => "operator",
            Self::Seller => "seller",
            Self::Agent => "agent",
            Self::Warehouse => "warehouse",
            Self::Finance => "finance",
            Self::ReadOnly => "read_only",
        }
    }

    /// The role of a name, if it is one.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Whether it may do something.
    pub const fn may(self, scope: Scope) -> bool {
        use Scope as S;
        match self {
            Self::Operator => true,
            Self::Owner => !matches!(scope, S::CostsRead | S::ScansNetwork),
            Self::Seller => matches!(
                scope,
                S::NetworkRead
                    | S::QuotesRead
                    | S::ProductsRead
                    | S::ProductsWrite
                    | S::OrdersRead
                    | S::OrdersWrite
                    | S::ParcelsRead
                    | S::ParcelsWrite
            ),
            Self::Warehouse => matches!(
                scope,
                S::NetworkRead
                    | S::ProductsRead
                    | S::OrdersRead
                    | S::ParcelsRead
                    | S::ParcelsWrite
                    | S::ScansWrite
            ),
            Self::Finance => {
                matches!(scope, S::QuotesRead | S::OrdersRead | S::ParcelsRead | S::AuditRead)
            }
            Self::Agent | Self::ReadOnly => matches!(
                scope,
                S::NetworkRead | S::QuotesRead | S::ProductsRead | S::OrdersRead | S::ParcelsRead
            ),
        }
    }

    /// All it may do.
    pub fn scopes(self) -> Vec<Scope> {
        Scope::ALL.into_iter().filter(|scope| self.may(*scope)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_found_by_the_name_on_the_wire() {
        for role in Role::ALL {
            assert_eq!(serde_json::to_value(role).unwrap(), role.name());
            assert_eq!(Role::find(role.name()), Some(role));
        }
        assert_eq!(Role::find("Owner"), None);
    }

    #[test]
    fn nobody_but_an_operator_sees_costs_or_tells_of_others_parcels() {
        for role in Role::ALL {
            let runs = role == Role::Operator;
            assert_eq!(role.may(Scope::CostsRead), runs);
            assert_eq!(role.may(Scope::ScansNetwork), runs);
            let leads = runs || role == Role::Owner;
            assert_eq!(role.may(Scope::TeamWrite), leads);
            assert_eq!(role.may(Scope::KeysWrite), leads);
        }
    }
}
