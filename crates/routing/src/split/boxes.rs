//! What things are packed in: the smallest box that holds them.

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

/// Boxes and mailers as they are common, for who has no list of its own. Estimated.
pub fn usual_boxes() -> Vec<Packaging> {
    USUAL.iter().filter_map(usual_box).collect()
}

fn usual_box((key, tare_grams, [a, b, c]): &(&str, u32, [u32; 3])) -> Option<Packaging> {
    let inner = Size::new_box(*a, *b, *c).ok()?;
    Some(Packaging::new(Code::parse(key).ok()?, Mass::from_grams(*tare_grams).ok()?, inner))
}

/// The same boxes, the one with least room first.
pub fn smallest_first(boxes: &[Packaging]) -> Vec<Packaging> {
    let mut sorted = boxes.to_vec();
    sorted.sort_by_key(|packaging| packaging.inner().volume_mm3());
    sorted
}

/// The room that can be used of the largest of boxes in order, in cubic millimetres.
pub fn largest_room_mm3(boxes: &[Packaging]) -> u64 {
    boxes.last().map_or(u64::MAX, |packaging| usable_mm3(&packaging.inner()))
}

fn usable_mm3(inner: &Size) -> u64 {
    inner.volume_mm3() * FILL_PERCENT / 100
}

/// The first box that holds some pieces: every single one goes in, and all together leave room to pad.
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
