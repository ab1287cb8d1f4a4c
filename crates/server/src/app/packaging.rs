//! What things are packed in: the smallest of the tenant's boxes that holds them.

use crate::app::tenancy::{PackagingType, TenantProfile};
use portolan_model::{Code, Mass, Packaging, Size};

/// Of a box's room so much is used, in percent; the rest is padding and gaps. Rule: packing-1, estimated.
const FILL_PERCENT: u64 = 85;

/// The usual set where a tenant has none of its own: key, grams empty, room inside in millimetres.
/// Rule: packing-1, estimated from common mailers and single-wall cartons of 400 to 600 g/m².
const USUAL: [(&str, u32, [u32; 3]); 7] = [
    ("mailer-s", 10, [250, 180, 30]),
    ("mailer-m", 20, [350, 250, 60]),
    ("box-xs", 80, [200, 150, 90]),
    ("box-s", 120, [250, 200, 120]),
    ("box-m", 250, [350, 250, 200]),
    ("box-l", 480, [450, 350, 300]),
    ("box-xl", 800, [600, 400, 400]),
];

/// A tenant's boxes, smallest first.
pub fn boxes_of(tenant: &TenantProfile) -> Vec<Packaging> {
    let own = tenant.packaging.iter().filter_map(read_type);
    let mut boxes: Vec<Packaging> = own.collect();
    if boxes.is_empty() {
        boxes = USUAL.iter().filter_map(usual_box).collect();
    }
    boxes.sort_by_key(|packaging| packaging.inner().volume_mm3());
    boxes
}

fn read_type(kept: &PackagingType) -> Option<Packaging> {
    let code = Code::parse(&kept.packaging).ok()?;
    let tare = Mass::from_grams(kept.tare_grams).ok()?;
    Some(Packaging::new(code, tare, Size::parse(&kept.inner).ok()?))
}

fn usual_box((key, tare_grams, [a, b, c]): &(&str, u32, [u32; 3])) -> Option<Packaging> {
    let inner = Size::new_box(*a, *b, *c).ok()?;
    Some(Packaging::new(Code::parse(key).ok()?, Mass::from_grams(*tare_grams).ok()?, inner))
}

/// The room that can be used of the largest box, in cubic millimetres.
pub fn largest_room_mm3(boxes: &[Packaging]) -> u64 {
    boxes.last().map_or(u64::MAX, |packaging| usable_mm3(&packaging.inner()))
}

fn usable_mm3(inner: &Size) -> u64 {
    inner.volume_mm3() * FILL_PERCENT / 100
}

/// The smallest box that holds some pieces: every single one goes in, and all together leave room to pad.
pub fn smallest_box<'b>(boxes: &'b [Packaging], pieces: &[(Size, u32)]) -> Option<&'b Packaging> {
    let volume: u64 =
        pieces.iter().map(|(size, count)| size.volume_mm3().saturating_mul((*count).into())).sum();
    let is_one = pieces.iter().map(|(_, count)| count).sum::<u32>() == 1;
    boxes.iter().find(|packaging| {
        let inner = packaging.inner();
        let fits = |(size, _): &(Size, u32)| size.fits_in(&inner);
        pieces.iter().all(fits) && (is_one || volume <= usable_mm3(&inner))
    })
}

/// What a piece that fits no box weighs more in a wrapping of its own: a tenth, at least 50 g. Rule:
/// packing-1, estimated.
pub fn own_wrapping_grams(mass_grams: u64) -> u64 {
    (mass_grams / 10).max(50)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_box_that_holds_is_taken() {
        let boxes = boxes_of(&TenantProfile::default());
        assert_eq!(boxes.len(), USUAL.len(), "every usual box is one");
        let size = |text: &str| Size::parse(text).unwrap();
        let key = |pieces: &[(Size, u32)]| {
            smallest_box(&boxes, pieces).map(|packaging| packaging.code().to_string())
        };
        assert_eq!(key(&[(size("20x15x2 cm"), 1)]).as_deref(), Some("mailer-s"));
        assert_eq!(key(&[(size("16x12x6 cm"), 1)]).as_deref(), Some("box-xs"));
        assert_eq!(key(&[(size("16x12x6 cm"), 4)]).as_deref(), Some("box-s"));
        assert_eq!(key(&[(size("59x10x10 cm"), 1)]).as_deref(), Some("box-xl"));
        assert_eq!(key(&[(size("90x10x10 cm"), 1)]), None);
    }

    #[test]
    fn a_tenants_own_boxes_take_the_usual_ones_place() {
        let own = PackagingType {
            packaging: "tube".into(),
            tare_grams: 60,
            inner: "roll 90x12 cm".into(),
        };
        let tenant = TenantProfile { packaging: vec![own], ..TenantProfile::default() };
        assert_eq!(boxes_of(&tenant)[0].code().as_str(), "tube");
    }
}
