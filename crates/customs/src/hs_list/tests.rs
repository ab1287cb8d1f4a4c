use super::*;
use proptest::prelude::*;

/// Descriptions as sellers write them, and the subheading that must be among the first ten.
const ASKED: [(&str, &str); 14] = [
    ("walnuts in shell", "080231"),
    ("silk scarf", "621410"),
    ("wireless earphones", "851830"),
    ("smartphone", "851713"),
    ("men's cotton t-shirt", "610910"),
    ("green tea", "090210"),
    ("plastic tableware", "392410"),
    ("wrist watch, battery powered", "910211"),
    ("bicycle", "871200"),
    ("lithium-ion battery", "850760"),
    ("puzzle", "950300"),
    ("wool blankets", "630120"),
    ("ball point pens", "960810"),
    ("umbrellas", "660199"),
];

#[test]
fn what_sellers_write_is_found_among_the_first_ten() {
    let list = HsList::built_in();
    assert_eq!(list.count(), 5_613);
    for (asked, code) in ASKED {
        let found = list.search(asked, 10);
        let codes: Vec<&str> = found.iter().map(|one| one.code).collect();
        assert!(codes.contains(&code), "{asked}: {codes:?}");
    }
}

#[test]
fn a_candidate_says_what_it_is_part_of_and_which_words_found_it() {
    let list = HsList::built_in();
    let found = &list.search("Walnuts, shelled", 10)[0];
    assert_eq!((found.code, found.within.len()), ("080232", 2));
    assert_eq!(found.found_by, ["walnuts", "shelled"]);
}

#[test]
fn what_a_text_excludes_does_not_find_it() {
    let list =
        HsList::read("hs_code,description\n010101,\"Cloth; of fibres, other than cotton\"\n");
    assert!(list.search("cotton", 5).is_empty());
    assert_eq!(list.search("cloths", 5).len(), 1);
}

#[test]
fn the_beginning_of_a_code_lists_what_begins_so() {
    let list = HsList::built_in();
    let found = list.search("0802.3", 10);
    let codes: Vec<&str> = found.iter().map(|one| one.code).collect();
    assert_eq!(codes, ["080231", "080232"]);
    assert_eq!(list.search("0802310000", 10)[0].code, "080231");
    assert!(list.search("9899", 10).is_empty());
}

proptest! {
    #[test]
    fn no_text_makes_it_fail_and_words_in_any_order_find_the_same(
        words in prop::collection::vec("[a-z]{1,9}|cotton|tea|\\PC{0,4}", 0..6),
    ) {
        let list = HsList::read(
            "hs_code,description\n09,Tea\n0902,Tea; green\n090210,\"Tea, green\"\n520100,Cotton\n",
        );
        let found = list.search(&words.join(" "), 3);
        let mut reversed = words.clone();
        reversed.reverse();
        let back = list.search(&reversed.join(" "), 3);
        let codes = |found: &[HsMatch<'_>]| {
            found.iter().map(|one| one.code.to_owned()).collect::<Vec<_>>()
        };
        let is_code = words.concat().chars().all(|c| c.is_ascii_digit() || ". ".contains(c));
        prop_assume!(!is_code);
        prop_assert_eq!(codes(&found), codes(&back));
    }
}
