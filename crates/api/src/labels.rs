//! Labels: of one parcel in the printer's language, or of many in one file.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What a label is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LabelFormat {
    /// A PDF, for any printer.
    #[default]
    Pdf,
    /// Black and white dots of one page.
    Png,
    /// ZPL II, for label printers that speak it.
    Zpl,
}

impl LabelFormat {
    /// Its name on the wire and at the end of a file's name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Zpl => "zpl",
        }
    }

    /// The media type of its files.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Zpl => "application/zpl",
        }
    }
}

/// How a label is wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LabelQuery {
    /// What it is written in; PDF where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub format: Option<LabelFormat>,
    /// Dots per inch of the printer, 203 or 300, for PNG and ZPL; 203 where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dpi: Option<u32>,
    /// Which page of it, for PNG, from 1; a CN 23 makes the later ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
}

/// Parcels whose labels are printed into one PDF, in this order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LabelsDraft {
    /// Ids of parcels, at most 1,000, none twice.
    pub parcels: Vec<String>,
}
