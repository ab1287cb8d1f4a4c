//! What calibration came to, as the texts of `price_models.csv` and `price_adjustments.csv`.

use super::{Adjusted, Fitted};
use crate::pricing::{table::amount, tables::EVERYWHERE};
use std::fmt::Write as _;

/// Fits and adjustments in the order of fitting.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    /// Coefficients.
    pub fitted: Vec<Fitted>,
    /// Adjustments.
    pub adjusted: Vec<Adjusted>,
}

impl Sheet {
    /// `price_models.csv`: for a scaled model `per_item` is added to `percent` of the other's prices.
    pub fn models_csv(&self) -> String {
        let mut text = String::from(
            "model,zone,per_item,per_kg,per_kg_per_1000_km,heavy_percent,percent,points,\
             mean_error_percent\n",
        );
        for row in &self.fitted {
            let of = &row.coefficients;
            // Writing to a string cannot fail.
            let _ = writeln!(
                text,
                "{},{},{},{},{},{},{},{},{}",
                row.model,
                row.zone,
                amount(of.item_fen),
                amount(of.kg_fen),
                amount(of.kg_fen_per_1000_km),
                of.heavy_percent,
                of.percent,
                row.points,
                if row.error_ppm > 0 { amount(row.error_ppm / 100) } else { String::new() },
            );
        }
        text
    }

    /// `price_adjustments.csv`, without those that change nothing.
    pub fn adjustments_csv(&self) -> String {
        let mut rows: Vec<&Adjusted> = self.adjusted.iter().collect();
        rows.sort_by(|a, b| (&a.model, &a.at).cmp(&(&b.model, &b.at)));
        let mut text = String::from("model,at,percent,add,fitted_to\n");
        for row in rows.iter().filter(|row| row.at != EVERYWHERE) {
            let of = &row.adjustment;
            let _ = writeln!(
                text,
                "{},{},{},{},{}",
                row.model,
                row.at,
                of.percent,
                amount(of.add_fen),
                row.from
            );
        }
        text
    }
}
