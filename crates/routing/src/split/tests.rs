use super::boxes::{smallest_box, smallest_first, usual_boxes};
use super::fill::{FillFault, Room, Thing, fill, goods_of, segregate};
use super::*;
use portolan_model::GoodsClass;

fn thing(pieces: u32, mass_grams: u32, goods: &str) -> Thing {
    Thing { pieces, mass_grams, volume_mm3: 1_000_000, goods: Goods::parse(goods).unwrap() }
}

const WIDE: Room = Room { mass_grams: u64::MAX, volume_mm3: u64::MAX };

#[test]
fn goods_are_parted_only_where_they_may_not_meet() {
    let food = thing(1, 500, "food");
    let lamp = thing(1, 300, "electronics|UN3481 contained_in");
    let cell = thing(1, 100, "UN3480 alone");
    let metal = thing(1, 100, "UN3090 alone");
    let perfume = thing(1, 200, "liquid");
    let check = |things: &[Thing], groups: &[&[usize]]| assert_eq!(segregate(things), groups);
    check(&[food, food], &[&[0, 1]]);
    check(&[food, lamp], &[&[0, 1]]);
    check(&[food, perfume], &[&[0, 1]]);
    check(&[lamp, cell], &[&[0], &[1]]);
    check(&[food, cell], &[&[0], &[1]]);
    check(&[cell, metal, cell], &[&[0, 2], &[1]]);
    check(&[lamp, perfume, food], &[&[0, 2], &[1]]);
    check(&[], &[]);
}

#[test]
fn boxes_pass_no_limit_and_hold_every_piece_once() {
    let things = [thing(7, 700, "food"), thing(3, 1900, "general"), thing(40, 30, "toy")];
    let room = Room { mass_grams: 2000, volume_mm3: 20_000_000 };
    let boxes = fill(&things, &[0, 1, 2], room, 50).unwrap();
    let mut seen = [0; 3];
    for shares in &boxes {
        let mass: u64 =
            shares.iter().map(|s| u64::from(things[s.thing].mass_grams * s.pieces)).sum();
        let volume: u64 =
            shares.iter().map(|s| things[s.thing].volume_mm3 * u64::from(s.pieces)).sum();
        assert!(mass <= room.mass_grams && volume <= room.volume_mm3, "{shares:?}");
        for share in shares {
            seen[share.thing] += share.pieces;
        }
    }
    assert_eq!(seen, [7, 3, 40]);
    assert_eq!(boxes.len(), 3 + 4, "three of 1900 g, then 700 g in twos");
}

#[test]
fn one_box_is_enough_where_nothing_forces_two() {
    let things = [thing(9, 700, "food"), thing(90, 19, "toy")];
    assert_eq!(fill(&things, &[0, 1], WIDE, 50).unwrap().len(), 1);
}

#[test]
fn what_fits_no_box_is_said_or_boxed_alone() {
    let heavy = [thing(1, 3000, "general")];
    let room = Room { mass_grams: 2000, volume_mm3: u64::MAX };
    assert_eq!(fill(&heavy, &[0], room, 50), Err(FillFault::PieceTooHeavy(0)));
    let bulky = [thing(2, 100, "general")];
    let room = Room { mass_grams: 2000, volume_mm3: 10 };
    assert_eq!(fill(&bulky, &[0], room, 50).unwrap().len(), 2);
    assert_eq!(fill(&bulky, &[0], room, 1), Err(FillFault::TooManyBoxes));
}

#[test]
fn goods_of_a_box_are_all_of_its_things() {
    let things =
        [thing(1, 1, "general"), thing(1, 1, "toy"), thing(1, 1, "UN3481 contained_in 5Wh")];
    let all: Vec<Share> = (0..3).map(|thing| Share { thing, pieces: 1 }).collect();
    let goods = goods_of(&things, &all);
    assert!(goods.contains(GoodsClass::Toy) && goods.contains(GoodsClass::Battery));
    assert!(!goods.contains(GoodsClass::General), "something special applies");
    assert_eq!(goods_of(&things, &all[..1]), Goods::general());
}

#[test]
fn the_smallest_box_that_holds_is_taken() {
    let boxes = smallest_first(&usual_boxes());
    assert_eq!(boxes.len(), 7, "every usual box is one");
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
