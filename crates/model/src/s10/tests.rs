//! Published S10 numbers, the three outcomes, and what the check digit can find.

use super::*;
use proptest::prelude::*;

/// Published examples: jkeen/tracking_number_data (MIT), universal-parcel-scraper (Apache-2.0), Royal Mail
/// and PostNL documentation.
const PUBLISHED: [(&str, u32, u8); 14] = [
    ("RB123456785GB", 12_345_678, 5),
    ("RR435856426CN", 43_585_642, 6),
    ("LX877279345FR", 87_727_934, 5),
    ("CP547294513GB", 54_729_451, 3),
    ("EE041029865US", 4_102_986, 5),
    ("UA722669975CH", 72_266_997, 5),
    ("RA680297808NL", 68_029_780, 8),
    ("LP884710281JP", 88_471_028, 1),
    ("VV341455778YP", 34_145_577, 8),
    ("RR814796100CH", 81_479_610, 0),
    ("AA000000005AA", 0, 5),
    ("ZZ999999995ZZ", 99_999_999, 5),
    ("SG577041359GB", 57_704_135, 9),
    ("CC123442066NL", 12_344_206, 6),
];

#[test]
fn published_numbers_are_read_and_written_back() {
    for (text, serial, check) in PUBLISHED {
        let known = S10::parse(text).unwrap();
        assert_eq!((known.serial(), known.check_digit()), (serial, check), "{text}");
        assert_eq!(known.to_string(), text);
        assert_eq!(S10::new(&text[..2], serial, &text[11..]), Ok(known));
    }
}

#[test]
fn misprinted_samples_tell_the_right_digit() {
    // PostNL's own documentation prints these.
    for (text, expected) in [("UE597256100NL", 7), ("RI543495045NL", 1)] {
        assert_eq!(S10::check(text), S10Check::InvalidCheckDigit { expected }, "{text}");
        assert_eq!(S10::parse(text).unwrap_err().code(), "s10_check_digit");
    }
}

#[test]
fn typing_habits_are_read_through() {
    for text in ["rb123456785gb", " RB 123 456 785 GB\n", "\u{FEFF}RB.123.456.785-GB"] {
        assert_eq!(S10::parse(text).unwrap().to_string(), "RB123456785GB", "{text}");
    }
}

#[test]
fn other_shapes_are_no_s10() {
    let others =
        ["", "RB12345678GB", "RB1234567855GB", "R1123456785GB", "RB1234S6785GB", "RB123456785G"];
    for text in others.into_iter().chain(["RB１23456785GB", "RB/123456785GB", "RB123456785G8"]) {
        assert_eq!(S10::check(text), S10Check::InvalidFormat, "{text}");
    }
    for (indicator, serial, issuer) in [("R", 1, "GB"), ("RB", 100_000_000, "GB"), ("RB", 1, "G1")]
    {
        assert_eq!(S10::new(indicator, serial, issuer).unwrap_err().code(), "s10_format");
    }
}

#[test]
fn an_issuer_need_not_be_a_country() {
    assert_eq!(S10::parse("VV341455778YP").unwrap().issuer_country(), None);
    let french = S10::parse("LX877279345FR").unwrap().issuer_country().unwrap();
    assert_eq!(french.as_str(), "FR");
}

proptest! {
    /// One changed digit changes the weighted sum's remainder, because 11 is a prime. Only the remainders
    /// 0 and 6 share a check digit (5), so only a change between those two stays hidden.
    #[test]
    fn one_misread_digit_is_found(serial in 0_u32..SERIALS, place in 0_u32..8, digit in 0_u32..10) {
        let unit = 10_u32.pow(place);
        let misread = serial - serial / unit % 10 * unit + digit * unit;
        let text = format!("RB{misread:08}{}GB", check_digit_of(serial));
        let remainder = |serial: u32| {
            let digits = format!("{serial:08}");
            digits.bytes().zip(WEIGHTS).map(|(d, w)| u32::from(d - b'0') * w).sum::<u32>() % 11
        };
        let pair = [remainder(serial), remainder(misread)];
        let is_hidden = misread == serial || pair == [0, 6] || pair == [6, 0];
        prop_assert_eq!(matches!(S10::check(&text), S10Check::Ok(_)), is_hidden);
    }

    #[test]
    fn a_misread_check_digit_is_found(serial in 0_u32..SERIALS, digit in 0_u8..10) {
        let text = format!("RB{serial:08}{digit}GB");
        let is_right = digit == check_digit_of(serial);
        prop_assert_eq!(matches!(S10::check(&text), S10Check::Ok(_)), is_right);
    }

    #[test]
    fn any_text_is_checked(text in ".*") {
        if let S10Check::Ok(known) = S10::check(&text) {
            prop_assert_eq!(S10::parse(&known.to_string()), Ok(known));
        }
    }
}
