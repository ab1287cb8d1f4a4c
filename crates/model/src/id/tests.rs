//! Ids keep their bits through text, sort by time and never pass for another kind.

use super::*;
use proptest::prelude::*;

#[test]
fn an_id_reads_as_its_prefix_and_26_characters() {
    // The TypeID specification's example of a UUIDv7 and its text.
    let id = OrderId::from_u128(0x0188_bac7_4afa_78aa_bc3b_bd1e_ef28_d881).unwrap();
    assert_eq!(id.to_string(), "ord_01h2xcejqtf2nbrexx3vqjhp41");
    assert_eq!(OrderId::parse("ord_01h2xcejqtf2nbrexx3vqjhp41"), Ok(id));
    assert_eq!(id.unix_ms(), 0x0188_bac7_4afa);
}

#[test]
fn other_spellings_are_refused() {
    let good = ParcelId::from_parts(1_700_000_000_000, [7; 10]).to_string();
    let upper = good.to_uppercase();
    let short = &good[..good.len() - 1];
    let long = format!("{good}0");
    let excluded = good.replacen(&good[5..6], "u", 1);
    let too_big = format!("par_8{}", &good[5..]);
    let other_kind = good.replace("par_", "ord_");
    let blank = format!(" {good}");
    for text in [&upper, short, &long, &excluded, &too_big, &other_kind, &blank, "", "par_", "pär_"]
    {
        assert_eq!(ParcelId::parse(text).unwrap_err().code(), "id_format", "{text}");
    }
}

#[test]
fn bits_of_another_version_are_refused() {
    for bits in [0, u128::MAX, 0x0188_9c89_df6b_4f1c_a193_8939_6ec3_14bc] {
        assert_eq!(RouteId::from_u128(bits).unwrap_err().code(), "id_version");
    }
}

#[test]
fn prefixes_are_distinct() {
    let mut prefixes = vec![
        Tenant::PREFIX,
        Merchant::PREFIX,
        Product::PREFIX,
        Order::PREFIX,
        Parcel::PREFIX,
        Consignment::PREFIX,
        Route::PREFIX,
        Hold::PREFIX,
        Manifest::PREFIX,
        ApiKey::PREFIX,
        Import::PREFIX,
        Event::PREFIX,
        Label::PREFIX,
    ];
    prefixes.sort_unstable();
    prefixes.dedup();
    assert_eq!(prefixes.len(), 13);
}

#[test]
fn codes_are_short_lower_case_keys() {
    for good in ["a", "0", "hgh-hub.2_x", "a".repeat(64).as_str()] {
        assert_eq!(Code::parse(good).unwrap().as_str(), good);
    }
    for bad in ["", "A", "-a", ".a", "a b", "é", "a/b", "a".repeat(65).as_str()] {
        assert_eq!(Code::parse(bad).unwrap_err().code(), "code_format", "{bad}");
    }
}

proptest! {
    #[test]
    fn text_and_bytes_give_the_same_id_back(unix_ms in 0_u64..1 << 48, random: [u8; 10]) {
        let id = ParcelId::from_parts(unix_ms, random);
        prop_assert_eq!(ParcelId::parse(&id.to_string()), Ok(id));
        prop_assert_eq!(ParcelId::from_u128(id.as_u128()), Ok(id));
        prop_assert_eq!(ParcelId::from_bytes(*id.as_bytes()), Ok(id));
        prop_assert_eq!(id.unix_ms(), unix_ms);
    }

    #[test]
    fn later_ids_sort_later_as_bits_and_as_text(
        first in 0_u64..1 << 48, second in 0_u64..1 << 48, random: [u8; 10],
    ) {
        let (a, b) = (EventId::from_parts(first, random), EventId::from_parts(second, random));
        prop_assert_eq!(a.cmp(&b), first.cmp(&second));
        prop_assert_eq!(a.to_string().cmp(&b.to_string()), first.cmp(&second));
    }

    #[test]
    fn any_text_is_read_or_refused(text in ".*") {
        if let Ok(id) = HoldId::parse(&text) {
            prop_assert_eq!(id.to_string(), text.clone());
        }
        if let Ok(code) = Code::parse(&text) {
            prop_assert_eq!(code.as_str(), text.as_str());
        }
    }
}
