//! Outer size in whole millimetres: a box, or a roll.
//!
//! Posts limit the longest edge, the sum of all three and length plus girth, and rolls by other figures;
//! each is a function here. Other units are converted exactly and rounded up.

use crate::{ModelError, limits, money::is_plain_decimal, text};
use rust_decimal::{Decimal, prelude::ToPrimitive};
use std::{fmt, str::FromStr};

#[cfg(test)]
mod tests;

/// What kind of thing a size is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Shape {
    /// Anything with three edges.
    Box,
    /// A cylinder.
    Roll {
        /// Along the axis, in millimetres.
        length_mm: u32,
        /// Across, in millimetres.
        diameter_mm: u32,
    },
}

/// The size of one thing; edges are sorted, longest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Size {
    edges_mm: [u32; 3],
    shape: Shape,
}

impl Size {
    /// A box of three edges in millimetres, in any order.
    pub fn new_box(a_mm: u32, b_mm: u32, c_mm: u32) -> Result<Self, ModelError> {
        let edges_mm = sorted([a_mm, b_mm, c_mm])?;
        Ok(Self { edges_mm, shape: Shape::Box })
    }

    /// A roll by its length and diameter in millimetres.
    pub fn new_roll(length_mm: u32, diameter_mm: u32) -> Result<Self, ModelError> {
        let edges_mm = sorted([length_mm, diameter_mm, diameter_mm])?;
        Ok(Self { edges_mm, shape: Shape::Roll { length_mm, diameter_mm } })
    }

    /// Reads `30x20x10cm`, `300 x 200 x 100 mm` or `roll 90x12 cm`; units are mm, cm, m and in, and one
    /// unit behind the last number counts for all. A size without a unit is an error.
    pub fn parse(text: &str) -> Result<Self, ModelError> {
        let fault = || ModelError::SizeFormat { found: text::excerpt(text) };
        let lower = text.trim().to_lowercase();
        let (is_roll, rest) =
            lower.strip_prefix("roll").map_or((false, &*lower), |rest| (true, rest));
        let end = rest.rfind(|c: char| c.is_ascii_digit() || c == '.').ok_or_else(fault)? + 1;
        let (numbers, unit) = (&rest[..end], rest[end..].trim());
        let mut edges_mm = Vec::new();
        for number in numbers.split(['x', '×', '*']) {
            edges_mm.push(millimetres(number.trim(), unit).ok_or_else(fault)?);
        }
        match (is_roll, edges_mm.as_slice()) {
            (false, &[a, b, c]) => Self::new_box(narrow(a)?, narrow(b)?, narrow(c)?),
            (true, &[length, diameter]) => Self::new_roll(narrow(length)?, narrow(diameter)?),
            _ => Err(fault()),
        }
    }

    /// Reads one edge, such as `30 cm`, as millimetres, rounded up.
    pub fn parse_edge_mm(text: &str) -> Result<u32, ModelError> {
        let fault = || ModelError::SizeFormat { found: text::excerpt(text) };
        let lower = text.trim().to_lowercase();
        let end = lower.find(|c: char| c.is_alphabetic()).ok_or_else(fault)?;
        let mm = millimetres(lower[..end].trim(), &lower[end..]).ok_or_else(fault)?;
        narrow(mm)
    }

    /// Whether it is a box or a roll.
    pub const fn shape(&self) -> Shape {
        self.shape
    }

    /// The longest edge in millimetres.
    pub const fn length_mm(&self) -> u32 {
        self.edges_mm[0]
    }

    /// The middle edge in millimetres.
    pub const fn width_mm(&self) -> u32 {
        self.edges_mm[1]
    }

    /// The shortest edge in millimetres.
    pub const fn height_mm(&self) -> u32 {
        self.edges_mm[2]
    }

    /// The volume of the box around it, in cubic millimetres: what a carrier charges for.
    pub fn volume_mm3(&self) -> u64 {
        self.edges_mm.iter().map(|&edge| u64::from(edge)).product()
    }

    /// Length, width and height together, in millimetres.
    pub fn sum_mm(&self) -> u32 {
        self.edges_mm.iter().sum()
    }

    /// Length and twice the sum of width and height, in millimetres. For a roll the girth is taken around
    /// the box about it, as posts measure.
    pub const fn length_plus_girth_mm(&self) -> u32 {
        self.edges_mm[0] + 2 * (self.edges_mm[1] + self.edges_mm[2])
    }

    /// A roll's length and twice its diameter, in millimetres: the posts' figure for rolls.
    pub const fn roll_sum_mm(&self) -> Option<u32> {
        match self.shape {
            Shape::Box => None,
            Shape::Roll { length_mm, diameter_mm } => Some(length_mm + 2 * diameter_mm),
        }
    }

    /// Whether it goes into a box of that size, in some orientation along the edges.
    pub fn fits_in(&self, outer: &Self) -> bool {
        self.edges_mm.iter().zip(outer.edges_mm).all(|(&edge, room)| edge <= room)
    }
}

fn sorted(mut edges_mm: [u32; 3]) -> Result<[u32; 3], ModelError> {
    let is_out = |edge: &&u32| **edge == 0 || **edge > limits::EDGE_MM_MAX;
    if let Some(&edge) = edges_mm.iter().find(is_out) {
        return Err(ModelError::SizeRange { mm: edge.into() });
    }
    edges_mm.sort_unstable_by(|a, b| b.cmp(a));
    Ok(edges_mm)
}

fn narrow(mm: u64) -> Result<u32, ModelError> {
    u32::try_from(mm).map_err(|_| ModelError::SizeRange { mm })
}

fn millimetres(number: &str, unit: &str) -> Option<u64> {
    let unit_mm = match unit {
        "mm" => Decimal::ONE,
        "cm" => Decimal::TEN,
        "m" => Decimal::ONE_THOUSAND,
        "in" | "inch" | "inches" => Decimal::from_i128_with_scale(254, 1),
        _ => return None,
    };
    if number.starts_with('-') || !is_plain_decimal(number) {
        return None;
    }
    Decimal::from_str_exact(number).ok()?.checked_mul(unit_mm)?.ceil().to_u64()
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c] = self.edges_mm;
        match self.shape {
            Shape::Box => write!(f, "{a}x{b}x{c} mm"),
            Shape::Roll { length_mm, diameter_mm } => {
                write!(f, "roll {length_mm}x{diameter_mm} mm")
            }
        }
    }
}

impl FromStr for Size {
    type Err = ModelError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}
