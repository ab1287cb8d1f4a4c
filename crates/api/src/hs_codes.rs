//! Candidates of HS codes for a description. They are proposed, never applied: who declares answers for the code.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What to look for among the HS codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HsQuery {
    /// A description in English, or the beginning of a code; at most 200 characters.
    pub q: String,
    /// Candidates wanted, 1 to 50; 10 when absent.
    pub limit: Option<u32>,
}

/// Candidates, likeliest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HsCandidates {
    /// The list they are taken from.
    pub edition: String,
    /// The candidates.
    pub items: Vec<HsCandidate>,
}

/// One subheading that may fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HsCandidate {
    /// Six digits.
    pub hs_code: String,
    /// The subheading's text.
    pub description: String,
    /// The texts of its chapter and heading, from the whole to the part.
    pub within: Vec<String>,
    /// The words of the description that it was found by.
    pub found_by: Vec<String>,
}
