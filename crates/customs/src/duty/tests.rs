//! Worked examples of every scheme on the table of the reference network, each checked by hand.
//!
//! The rates of exchange are round figures (one euro is 1.25 USD, 8 CNY, 0.8 GBP …), so that the sums
//! can be followed; most examples need none.

use crate::testing::{code, convert, country, day, declaration, input, item, reckoning, reference};
use crate::{
    Assessment, Collected, Condition, Declaration, DeclarationInput, Gap, Item, Reckoning, assess,
};
use portolan_model::{Currency, Money};

/// An assessment on one line: scheme, each line's row and amount, the total, gaps and conditions.
fn told(assessment: &Assessment) -> String {
    let lines: Vec<_> = assessment
        .lines
        .iter()
        .map(|line| {
            let mark = if line.is_doubtful { "?" } else { "" };
            let sale = if line.collected == Collected::Sale { " at the sale" } else { "" };
            format!("{}{mark} {}{sale}", line.row, line.amount.to_decimal())
        })
        .collect();
    let gaps: Vec<_> = assessment
        .unknown
        .iter()
        .map(|unknown| {
            let charge = unknown.charge.as_ref().map_or("all", |charge| charge.as_str());
            format!("{charge} {}", unknown.gap.code())
        })
        .collect();
    let total = assessment.total();
    let total = total.map_or("not known".to_owned(), |total| total.to_decimal().to_string());
    let scheme = assessment.scheme.as_ref().map_or("none", |scheme| scheme.as_str());
    let gaps = if gaps.is_empty() { String::new() } else { format!(" [{}]", gaps.join(", ")) };
    format!("{scheme}: {} = {total}{gaps}", lines.join(" + "))
}

/// What the reference table says of a declaration, in the currency of its values.
fn of(declaration: &Declaration, date: &str) -> String {
    let reckoning = reckoning(date, declaration.currency().code());
    told(&assess(&reference(), declaration, &reckoning).unwrap())
}

/// One line of goods to a country: code, value and freight, what is given.
fn one(to: &str, hs: &str, money: (&str, &str), given: &[&str], date: &str) -> String {
    of(&declaration(to, vec![item(hs, 1, money.0, 1000)], money.1, given), date)
}

/// The same, cleared in some way.
fn cleared(to: &str, clearance: &str, items: Vec<Item>, freight: &str, date: &str) -> String {
    let clearance = Some(code(clearance));
    let input = DeclarationInput { clearance, ..input(to, items, freight, &[]) };
    of(&Declaration::new(input).unwrap(), date)
}

#[test]
fn the_flat_duty_of_the_eu_is_per_subheading() {
    // Two T-shirts and a pair of shoes are two subheadings: 2 × 3 = 6 (the example of glopal.com, with
    // VAT of 1.20 on the duty). VAT 20 % of 60 + 20 + 5 + 6 = 91 is 18.20; France's articles 2 × 2 = 4.
    let goods = || vec![item("6109.10", 2, "60 EUR", 400), item("6404.11", 1, "20 EUR", 900)];
    assert_eq!(
        of(&declaration("FR", goods(), "5 EUR", &[]), "2026-11-22"),
        "standard: eu-flat 6.00 + fr-vat 18.20 + fr-small-parcels? 4.00 = 28.20"
    );
    // By IOSS the VAT is on price and freight, 20 % of 85 = 17, and taken at the sale.
    assert_eq!(
        of(&declaration("FR", goods(), "5 EUR", &["ioss_number"]), "2026-11-22"),
        "ioss: eu-flat 6.00 + fr-vat-ioss? 17.00 at the sale + fr-small-parcels? 4.00 = 27.00"
    );
    // The regulation's own example: one silk and two wool blouses are two items, EUR 6.
    let blouses = vec![item("6206.10", 1, "50 EUR", 200), item("6206.20", 2, "60 EUR", 600)];
    assert_eq!(
        of(&declaration("DE", blouses, "0 EUR", &[]), "2026-07-01"),
        "standard: eu-flat 6.00 + de-vat 22.04 = 28.04" // 19 % of 116
    );
}

#[test]
fn ten_digits_of_one_subheading_are_one_item() {
    let goods = vec![
        item("6109100010", 1, "10 EUR", 200),
        item("6109100090", 1, "10 EUR", 200),
        item("610910", 3, "10 EUR", 200),
    ];
    assert_eq!(
        of(&declaration("DE", goods, "0 EUR", &[]), "2026-11-22"),
        "standard: eu-flat 3.00 + de-vat 6.27 = 9.27" // 19 % of 33
    );
}

#[test]
fn the_eu_changes_on_its_days() {
    let on = |date| one("DE", "610910", ("100 EUR", "0 EUR"), &[], date);
    // Relief up to 150 until the end of June 2026: VAT 19 alone.
    assert_eq!(on("2026-06-30"), "standard: eu-relief 0.00 + de-vat 19.00 = 19.00");
    // From July: 3 and 19 % of 103 = 19.57.
    assert_eq!(on("2026-07-01"), "standard: eu-flat 3.00 + de-vat 19.57 = 22.57");
    assert_eq!(on("2028-06-30"), "standard: eu-flat 3.00 + de-vat 19.57 = 22.57");
    // From July 2028 the normal duty, which the table does not hold.
    assert_eq!(
        on("2028-07-01"),
        "standard:  = not known [customs_duty rate_not_held, vat duty_not_known]"
    );
}

#[test]
fn the_limit_of_the_eu_is_included() {
    let of = |value| one("DE", "610910", (value, "40 EUR"), &["ioss_number"], "2026-11-22");
    // 150 is within, freight does not count: 3, and 19 % of 190 = 36.10.
    assert_eq!(of("150 EUR"), "ioss: eu-flat 3.00 + de-vat-ioss? 36.10 at the sale = 39.10");
    // A cent more leaves IOSS, and the normal duty is not held.
    assert_eq!(
        of("150.01 EUR"),
        "standard:  = not known [customs_duty rate_not_held, vat duty_not_known]"
    );
    // In another currency: 1,200 CNY are EUR 150 at 8, 1,200.01 are more. 3 EUR are 24 CNY.
    let in_cny = |value| one("DE", "610910", (value, "0 CNY"), &["ioss_number"], "2026-11-22");
    assert_eq!(
        in_cny("1200 CNY"),
        "ioss: eu-flat 24.00 + de-vat-ioss? 228.00 at the sale = 252.00"
    );
    assert!(in_cny("1200.01 CNY").contains("not known"));
}

#[test]
fn fees_of_member_states() {
    // Romania: RON 25 a parcel is EUR 5 at 5; VAT 21 % of 103 = 21.63.
    let input = DeclarationInput {
        parcels: 2,
        ..input("RO", vec![item("610910", 1, "100 EUR", 500)], "0 EUR", &[])
    };
    assert_eq!(
        of(&Declaration::new(input).unwrap(), "2026-11-22"),
        "standard: eu-flat 3.00 + ro-vat 21.63 + ro-logistics-tax 10.00 at the sale = 34.63"
    );
    let italy = declaration("IT", vec![item("610910", 1, "100 EUR", 500)], "0 EUR", &[]);
    let assessment = assess(&reference(), &italy, &reckoning("2026-11-22", "EUR")).unwrap();
    // 22 % of 103 = 22.66; two fees are announced and spoil nothing.
    assert_eq!(told(&assessment), "standard: eu-flat 3.00 + it-vat 22.66 = 25.66");
    let fees: Vec<_> = assessment
        .conditions
        .iter()
        .map(|condition| match condition {
            Condition::PossibleFee { row, .. } | Condition::YearlyLimit { row } => row.as_str(),
        })
        .collect();
    assert_eq!(fees, ["eu-handling", "it-parcel-fee"]);
}

#[test]
fn great_britain_taxes_the_sale_up_to_135() {
    // 20 % of 135 + 15 = 30.
    assert_eq!(
        one("GB", "610910", ("135 GBP", "15 GBP"), &[], "2026-11-22"),
        "standard: gb-relief 0.00 + gb-vat-sale 30.00 at the sale = 30.00"
    );
    assert_eq!(
        one("GB", "610910", ("135.01 GBP", "15 GBP"), &[], "2026-11-22"),
        "standard:  = not known [customs_duty rate_not_held, vat duty_not_known]"
    );
}

#[test]
fn the_united_states_tax_from_the_first_dollar() {
    let express =
        |date| cleared("US", "express", vec![item("610910", 1, "100 USD", 500)], "0 USD", date);
    let post =
        |date| cleared("US", "postal", vec![item("610910", 1, "100 USD", 500)], "0 USD", date);
    // Goods of China lost the relief of USD 800 on 2025-05-02.
    assert_eq!(express("2025-05-01"), "entry: us-relief-cn 0.00 + us-no-vat 0.00 = 0.00");
    assert_eq!(
        express("2025-05-02"),
        "entry: us-no-vat 0.00 = not known [customs_duty rate_not_held]"
    );
    // By post 120 % at first, 54 % from 2025-05-14, the rate of the surcharge (10 %) from 2026-02-24.
    assert_eq!(post("2025-05-13"), "postal: us-cn-post-120? 120.00 + us-no-vat 0.00 = 120.00");
    assert_eq!(post("2025-05-14"), "postal: us-cn-post-54? 54.00 + us-no-vat 0.00 = 54.00");
    assert_eq!(
        post("2025-09-01"),
        "postal: us-no-vat 0.00 = not known [customs_duty rate_not_held]"
    );
    assert_eq!(post("2026-03-01"), "postal: us-post-122? 10.00 + us-no-vat 0.00 = 10.00");
    // The surcharge is known beside a duty that is not.
    assert_eq!(
        express("2026-03-01"),
        "entry: us-surcharge-122? 10.00 + us-no-vat 0.00 = not known [customs_duty rate_not_held]"
    );
    for told in [express("2026-11-22"), post("2026-11-22")] {
        assert!(told.ends_with("not known [customs_duty rate_not_held]"), "{told}");
    }
    // Goods of Viet Nam kept the relief until 2025-08-28.
    let mut shirt = item("610910", 1, "800 USD", 500);
    shirt.origin = Some(country("VN"));
    let of_vietnam = |date| cleared("US", "express", vec![shirt.clone()], "0 USD", date);
    assert_eq!(of_vietnam("2025-08-28"), "entry: us-relief 0.00 + us-no-vat 0.00 = 0.00");
    assert!(of_vietnam("2025-08-29").contains("not known"));
    // Where goods were made decides, so it must be told.
    shirt.origin = None;
    assert!(
        cleared("US", "express", vec![shirt], "0 USD", "2025-06-01").contains("origin_missing")
    );
}

#[test]
fn australia_new_zealand_and_singapore_tax_the_sale() {
    // 10 % of 1,000 + 50 = 105; 15 % of 1,050 = 157.50.
    assert_eq!(
        one("AU", "", ("1000 AUD", "50 AUD"), &[], "2026-11-22"),
        "standard: au-relief 0.00 + au-gst-sale 105.00 at the sale = 105.00"
    );
    assert!(one("AU", "", ("1000.01 AUD", "50 AUD"), &[], "2026-11-22").contains("not known"));
    assert_eq!(
        one("NZ", "", ("1000 NZD", "50 NZD"), &[], "2026-11-22"),
        "standard: nz-relief 0.00 + nz-gst-sale 157.50 at the sale = 157.50"
    );
    // Singapore looks at each item: two of 400 are 800 and still low-value. 9 % of 800 + 20 = 73.80.
    let two = declaration("SG", vec![item("", 2, "800 SGD", 500)], "20 SGD", &[]);
    assert_eq!(
        of(&two, "2026-11-22"),
        "standard: sg-relief 0.00 + sg-gst-sale 73.80 at the sale = 73.80"
    );
    assert_eq!(
        of(&two, "2023-06-01"),
        "standard: sg-relief 0.00 + sg-gst-sale-8 65.60 at the sale = 65.60" // 8 % of 820
    );
    assert!(one("SG", "", ("800 SGD", "20 SGD"), &[], "2026-11-22").contains("not known"));
}

#[test]
fn norway_frees_what_comes_by_voec() {
    // 25 % of 2,000 + 100 = 525; two items of 2,999.99 are low-value each.
    assert_eq!(
        one("NO", "610910", ("2000 NOK", "100 NOK"), &["voec_number"], "2026-11-22"),
        "voec: no-voec-duty 0.00 + no-voec-vat 525.00 at the sale = 525.00"
    );
    let two =
        declaration("NO", vec![item("610910", 2, "5999.98 NOK", 900)], "0 NOK", &["voec_number"]);
    assert!(of(&two, "2026-11-22").starts_with("voec: no-voec-duty 0.00"));
    // An item of 3,000 is outside, and so is every parcel without the number, and chocolate.
    for (hs, value, given) in [
        ("610910", "3000 NOK", &["voec_number"][..]),
        ("610910", "100 NOK", &[]),
        ("180690", "100 NOK", &["voec_number"]),
    ] {
        assert!(one("NO", hs, (value, "0 NOK"), given, "2026-11-22").contains("not known"), "{hs}");
    }
}

#[test]
fn switzerland_waives_five_francs() {
    // 8.1 % of 61 = 4.94 is not collected, of 62 = 5.02 is.
    assert_eq!(
        one("CH", "950300", ("55 CHF", "6 CHF"), &[], "2026-11-22"),
        "standard: ch-industrial 0.00 + ch-vat? 0.00 = 0.00"
    );
    assert_eq!(
        one("CH", "950300", ("56 CHF", "6 CHF"), &[], "2026-11-22"),
        "standard: ch-industrial 0.00 + ch-vat? 5.02 = 5.02"
    );
    assert!(one("LI", "180690", ("55 CHF", "6 CHF"), &[], "2026-11-22").contains("not known"));
}

#[test]
fn turkiye_ended_its_single_rate() {
    let by_post =
        |value, date| cleared("TR", "postal", vec![item("610910", 1, value, 300)], "5 EUR", date);
    // 60 % of 25 + 5 = 18, EUR 30 with freight being the limit.
    assert_eq!(
        by_post("25 EUR", "2026-02-05"),
        "single_rate: tr-single? 18.00 + tr-single-tax 0.00 = 18.00"
    );
    assert!(by_post("25.01 EUR", "2026-02-05").contains("not known"));
    assert_eq!(
        by_post("25 EUR", "2026-02-06"),
        "standard:  = not known [customs_duty rate_not_held, vat duty_not_known]"
    );
    let mut shirt = item("610910", 1, "25 EUR", 300);
    shirt.origin = Some(country("IT"));
    assert!(
        cleared("TR", "postal", vec![shirt], "5 EUR", "2026-02-05").contains("tr-single-eu? 9.00")
    );
}

#[test]
fn india_charges_what_mumbai_customs_prints() {
    // 1,000 with freight: 10 % = 100, a tenth of it = 10, 18 % of 1,110 = 199.80: 30.98 % in all.
    assert_eq!(
        one("IN", "", ("900 INR", "100 INR"), &[], "2026-11-22"),
        "personal: in-bcd 100.00 + in-sws 10.00 + in-igst 199.80 = 309.80"
    );
    assert_eq!(
        one("IN", "", ("900 INR", "100 INR"), &[], "2026-03-31"),
        "none:  = not known [all country_not_held]"
    );
}

#[test]
fn mexico_has_a_rate_for_couriers() {
    let by = |clearance, value: &str| {
        cleared("MX", clearance, vec![item("610910", 1, value, 300)], "10 USD", "2026-11-22")
    };
    // 33.5 % of 100; 2,500 is the end; the post has no such rate.
    assert_eq!(by("express", "100 USD"), "courier: mx-courier 33.50 + mx-courier-vat 0.00 = 33.50");
    assert_eq!(
        by("express", "2500 USD"),
        "courier: mx-courier 837.50 + mx-courier-vat 0.00 = 837.50"
    );
    assert!(by("express", "2500.01 USD").contains("not known"));
    assert!(by("postal", "100 USD").contains("not known"));
    let of_us = |value: &str| {
        let mut shirt = item("610910", 1, value, 300);
        shirt.origin = Some(country("US"));
        cleared("MX", "express", vec![shirt], "0 USD", "2026-11-22")
    };
    // Goods of the US: nothing up to 50, 17 % up to 117 (19.89), 19 % above.
    assert!(of_us("50 USD").ends_with("= 0.00"));
    assert!(of_us("117 USD").ends_with("= 19.89"));
    assert!(of_us("200 USD").ends_with("= 38.00"));
}

#[test]
fn korea_japan_and_canada_free_small_values() {
    assert_eq!(
        one("KR", "", ("150 USD", "30 USD"), &[], "2026-11-22"),
        "standard: kr-relief 0.00 + kr-vat-relief 0.00 = 0.00"
    );
    assert!(one("KR", "", ("150.01 USD", "30 USD"), &[], "2026-11-22").contains("not known"));
    assert_eq!(
        one("JP", "950300", ("10000 JPY", "0 JPY"), &[], "2026-11-22"),
        "standard: jp-relief 0 + jp-tax-relief 0 = 0"
    );
    // Knitwear (chapter 61) has no relief, and without a code nobody can tell.
    assert!(
        one("JP", "611020", ("5000 JPY", "0 JPY"), &[], "2026-11-22").contains("rate_not_held")
    );
    assert!(one("JP", "", ("5000 JPY", "0 JPY"), &[], "2026-11-22").contains("hs_code_missing"));
    assert_eq!(
        one("CA", "", ("20 CAD", "9 CAD"), &[], "2026-11-22"),
        "standard: ca-relief 0.00 + ca-gst-relief 0.00 = 0.00"
    );
    assert!(one("CA", "", ("20.01 CAD", "9 CAD"), &[], "2026-11-22").contains("not known"));
    // By courier goods of Mexico are free of duty to 150 and of tax to 40: 5 % of 100 = 5.
    let mut shirt = item("610910", 1, "100 CAD", 300);
    shirt.origin = Some(country("MX"));
    assert_eq!(
        cleared("CA", "express", vec![shirt], "0 CAD", "2026-11-22"),
        "courier: ca-relief-cusma 0.00 + ca-gst? 5.00 = 5.00"
    );
}

#[test]
fn brazil_has_a_programme_and_a_simplified_regime() {
    let prc = |value| one("BR", "610910", (value, "10 USD"), &["remessa_conforme"], "2026-11-22");
    // 40 + 10 = 50: 20 % = 10; ICMS 17 ⁄ 83 × 60 = 12.2891….
    assert_eq!(prc("40 USD"), "remessa_conforme: br-prc-low 10.00 + br-icms? 12.29 = 22.29");
    // 90 + 10 = 100: 60 % less 20 = 40; ICMS 17 ⁄ 83 × 140 = 28.6746….
    assert_eq!(prc("90 USD"), "remessa_conforme: br-prc-high 40.00 + br-icms? 28.67 = 68.67");
    // Outside the programme 60 % of 50 = 30; ICMS 17 ⁄ 83 × 80 = 16.3855….
    assert_eq!(
        one("BR", "610910", ("40 USD", "10 USD"), &[], "2026-11-22"),
        "simplified: br-simplified 30.00 + br-icms? 16.39 = 46.39"
    );
    // Freight counts towards 3,000.
    assert!(prc("2990.01 USD").contains("not known"));
}

#[test]
fn the_eurasian_union_charges_above_200_euro() {
    assert_eq!(
        one("RU", "", ("200 EUR", "20 EUR"), &[], "2026-11-22"),
        "personal: eaeu-relief 0.00 + eaeu-vat-relief 0.00 = 0.00"
    );
    // 300: 5 % = 15, more than EUR 1 for 1 kg; VAT 22 % of 300 + 20 + 15 = 73.70.
    assert_eq!(
        one("RU", "", ("300 EUR", "20 EUR"), &[], "2026-11-22"),
        "personal: eaeu-duty 15.00 + ru-vat 73.70 = 88.70"
    );
    // 20 kg: at least 20. Kazakhstan 16 % of 340 = 54.40, Belarus and Armenia 20 % of 340 = 68.
    let heavy = |to| declaration(to, vec![item("", 1, "300 EUR", 20_000)], "20 EUR", &[]);
    assert_eq!(of(&heavy("KZ"), "2026-11-22"), "personal: eaeu-duty 20.00 + kz-vat 54.40 = 74.40");
    assert_eq!(of(&heavy("BY"), "2026-11-22"), "personal: eaeu-duty 20.00 + by-vat 68.00 = 88.00");
    assert_eq!(of(&heavy("AM"), "2026-11-22"), "personal: eaeu-duty 20.00 + am-vat 68.00 = 88.00");
    // Kyrgyzstan's VAT is not held; the duty still is.
    assert_eq!(
        of(&heavy("KG"), "2026-11-22"),
        "personal: eaeu-duty 20.00 = not known [vat rate_not_held]"
    );
    assert!(one("RU", "", ("300 EUR", "20 EUR"), &[], "2026-06-30").contains("not known"));
}

#[test]
fn china_takes_seventy_percent_of_vat_on_retail_imports() {
    let bonded = |hs, value: &str, bought: Option<&str>, date| {
        let input = DeclarationInput {
            clearance: Some(code("1210")),
            bought_this_year: bought.map(|text| Money::parse(text).unwrap()),
            ..input("CN", vec![item(hs, 1, value, 500)], "0 CNY", &[])
        };
        Declaration::new(input).map(|declaration| of(&declaration, date)).unwrap()
    };
    // 13 % of 1,000 = 130, of which 70 % = 91.
    let thousand = "cross_border_retail: cn-cbec-duty 0.00 + cn-cbec-consumption 0.00 + \
                    cn-cbec-vat? 91.00 = 91.00";
    assert_eq!(bonded("950300", "1000 CNY", None, "2026-11-22"), thousand);
    // 5,000 an order and 26,000 a year are within.
    assert!(bonded("950300", "5000 CNY", None, "2026-11-22").ends_with("= 455.00"));
    assert!(bonded("950300", "5000.01 CNY", None, "2026-11-22").contains("no_row_fits"));
    assert_eq!(bonded("950300", "1000 CNY", Some("25000 CNY"), "2026-11-22"), thousand);
    assert!(
        bonded("950300", "1000 CNY", Some("25000.01 CNY"), "2026-11-22").contains("no_row_fits")
    );
    // Until 2018 the order's limit was 2,000.
    assert!(bonded("950300", "2000.01 CNY", None, "2018-12-31").contains("no_row_fits"));
    assert!(bonded("950300", "2000 CNY", None, "2018-12-31").contains("rate_not_held"));
    // Dear cosmetics may bear consumption tax, and VAT is taken of it.
    assert_eq!(
        bonded("330499", "1000 CNY", None, "2026-11-22"),
        "cross_border_retail: cn-cbec-duty 0.00 = not known [consumption_tax rate_not_held, vat duty_not_known]"
    );
}

#[test]
fn a_yearly_limit_that_nobody_checked_is_a_condition() {
    let input = DeclarationInput {
        clearance: Some(code("9610")),
        ..input("CN", vec![item("950300", 1, "1000 CNY", 500)], "0 CNY", &[])
    };
    let assess = |input: DeclarationInput| {
        let declaration = Declaration::new(input).unwrap();
        assess(&reference(), &declaration, &reckoning("2026-11-22", "CNY")).unwrap()
    };
    let codes: Vec<_> = assess(input.clone()).conditions.iter().map(Condition::code).collect();
    assert_eq!(codes, ["yearly_limit_not_checked"; 3]);
    let bought_this_year = Some(Money::parse("0 CNY").unwrap());
    assert_eq!(assess(DeclarationInput { bought_this_year, ..input }).conditions, []);
}

#[test]
fn china_taxes_postal_articles_in_three_steps() {
    let by_post = |goods| cleared("CN", "postal", goods, "0 CNY", "2026-11-22");
    // 20 % of 250 = 50 is not collected, of 260 = 52 is; toys 13 % of 400 = 52; cosmetics 50 %.
    let shirt = |value| vec![item("610910", 1, value, 300)];
    assert!(by_post(shirt("250 CNY")).ends_with("= 0.00"));
    assert!(by_post(shirt("260 CNY")).ends_with("= 52.00"));
    assert!(by_post(vec![item("950300", 1, "400 CNY", 300)]).ends_with("= 52.00"));
    // Golf clubs are of chapter 95 and still pay 50 %: the longer code counts.
    assert!(by_post(vec![item("950631", 1, "400 CNY", 300)]).ends_with("= 200.00"));
    // Together 40 + 13 is more than 50, so both are collected.
    let both = vec![item("610910", 1, "200 CNY", 300), item("950300", 1, "100 CNY", 300)];
    assert!(by_post(both).ends_with("= 53.00"));
    assert!(by_post(shirt("1000.01 CNY")).contains("no_row_fits"));
}

#[test]
fn a_country_without_rows_is_not_known() {
    assert_eq!(
        one("CU", "610910", ("10 EUR", "0 EUR"), &[], "2026-11-22"),
        "none:  = not known [all country_not_held]"
    );
    // A country of the list of 2021: the relief is doubtful, above it nothing is known.
    assert!(one("CL", "", ("30 USD", "0 USD"), &[], "2026-11-22").contains("cl-relief? 0.00"));
    assert!(one("CL", "", ("31 USD", "0 USD"), &[], "2026-11-22").contains("not known"));
}

#[test]
fn a_currency_without_a_rate_is_a_gap() {
    let none = |_, _, _| None;
    let eur = Currency::EUR;
    let reckoning = Reckoning { date: day("2026-11-22"), currency: eur, exchange: &none };
    let declaration = declaration("GB", vec![item("", 1, "10 EUR", 100)], "0 EUR", &[]);
    let assessment = assess(&reference(), &declaration, &reckoning).unwrap();
    assert_eq!(assessment.total(), None);
    let gaps: Vec<_> = assessment.unknown.iter().map(|unknown| unknown.gap.clone()).collect();
    let gbp = Gap::Exchange(Currency::iso("GBP").unwrap());
    assert_eq!(gaps, [gbp.clone(), gbp]);
    assert!(convert(rust_decimal::Decimal::ONE, eur, eur).is_some());
}

#[test]
fn each_line_says_its_row_basis_rate_source_and_days() {
    let goods = vec![item("610910", 2, "60 EUR", 400), item("640411", 1, "20 EUR", 900)];
    let declaration = declaration("FR", goods, "5 EUR", &[]);
    let assessment = assess(&reference(), &declaration, &reckoning("2026-11-22", "EUR")).unwrap();
    let flat = &assessment.lines[0];
    assert_eq!((flat.basis.as_str(), flat.rate.to_string()), ("subheading", "3 EUR".to_owned()));
    assert_eq!((flat.base, flat.items.clone()), (2.into(), vec![0, 1]));
    assert_eq!(flat.validity.from(), Some(day("2026-07-01")));
    assert_eq!(flat.validity.to(), Some(day("2028-06-30")));
    assert!(flat.source.contains("(EU) 2026/382"));
    let vat = &assessment.lines[1];
    assert_eq!((vat.base, vat.rate.to_string()), (91.into(), "20 %".to_owned()));
    let taken = |collected| assessment.total_collected(collected).unwrap().to_decimal().to_string();
    assert_eq!((taken(Collected::Import), taken(Collected::Sale)), ("28.20".into(), "0.00".into()));
    assert!(assessment.is_doubtful());
}

#[test]
fn a_gross_basis_holds_its_own_tax() {
    // 60 ÷ 0.83 = 72.2891…, of which 17 % are 12.29.
    let goods = vec![item("610910", 1, "40 USD", 500)];
    let declaration = declaration("BR", goods, "10 USD", &["remessa_conforme"]);
    let assessment = assess(&reference(), &declaration, &reckoning("2026-11-22", "USD")).unwrap();
    let icms = &assessment.lines[1];
    assert_eq!(icms.base.round_dp(4).to_string(), "72.2892");
    assert_eq!(icms.amount.to_decimal().to_string(), "12.29");
}
