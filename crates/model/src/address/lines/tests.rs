//! Labels' lines by country.

use super::*;
use crate::{AddressInput, CountryCode};
use proptest::prelude::*;

fn address(country: &str, parts: [&str; 6]) -> Address {
    let [name, company, lines, city, region, postcode] = parts.map(str::to_owned);
    let lines = lines.split('/').map(str::to_owned).collect();
    let country = country.to_owned();
    let input = AddressInput {
        name,
        company,
        lines,
        city,
        region,
        postcode,
        country,
        ..Default::default()
    };
    Address::new(&input).unwrap()
}

#[test]
fn each_country_has_its_order() {
    for (country, parts, expected) in [
        (
            "DE",
            ["Jonas Muster", "Verlag", "Musterstraße 1/Hinterhaus", "Berlin", "", "10115"],
            vec!["Jonas Muster", "Verlag", "Musterstraße 1", "Hinterhaus", "10115 Berlin"],
        ),
        (
            "US",
            ["Alex Sample", "", "1 Imaginary Way", "Seattle", "WA", "98101"],
            vec!["Alex Sample", "1 Imaginary Way", "Seattle, WA 98101"],
        ),
        (
            "GB",
            ["Robin Sample", "", "7 Imaginary Lane", "Leeds", "", "LS1 1BA"],
            vec!["Robin Sample", "7 Imaginary Lane", "Leeds", "LS1 1BA"],
        ),
        (
            "JP",
            ["山田太郎", "", "架空町1-2-3", "千代田区", "東京都", "100-0001"],
            vec!["〒100-0001", "東京都", "千代田区", "架空町1-2-3", "山田太郎"],
        ),
        (
            "CN",
            ["张三", "", "虚构路1号", "深圳市", "广东省", "518000"],
            vec!["518000", "广东省深圳市", "虚构路1号", "张三"],
        ),
        // No region: nothing is left of the signs beside it.
        (
            "US",
            ["Alex Sample", "", "1 Imaginary Way", "Seattle", "", "98101"],
            vec!["Alex Sample", "1 Imaginary Way", "Seattle 98101"],
        ),
        // A region where the format has none is not lost.
        (
            "DE",
            ["Jonas Muster", "", "Musterstraße 1", "Berlin", "Berlin", "10115"],
            vec!["Jonas Muster", "Musterstraße 1", "10115 Berlin, Berlin"],
        ),
        // The format names the city itself.
        (
            "SG",
            ["Tan", "", "1 Imaginary Road", "Singapore", "", "018956"],
            vec!["Tan", "1 Imaginary Road", "SINGAPORE 018956"],
        ),
        ("AO", ["Ana", "", "Rua 1", "Luanda", "", ""], vec!["Ana", "Rua 1", "Luanda"]),
    ] {
        let address = address(country, parts);
        assert_eq!(format(&address, script_of(&address)), expected, "{country}");
    }
}

#[test]
fn foreign_readers_have_an_order_of_their_own() {
    let parts = ["Zhang San", "", "1 Imaginary Road", "Shenzhen", "Guangdong", "518000"];
    let latin = address("CN", parts);
    let expected = ["Zhang San", "1 Imaginary Road", "Shenzhen", "Guangdong, 518000"];
    assert_eq!(format(&latin, Script::Latin), expected);
    assert_eq!(format(&latin, Script::Local)[0], "518000");
    let parts = ["Taro", "", "1-2-3 Kakucho", "Chiyoda", "Tokyo", "100-0001"];
    let expected = ["Taro", "1-2-3 Kakucho", "Chiyoda, Tokyo", "100-0001"];
    assert_eq!(format(&address("JP", parts), Script::Latin), expected);
}

proptest! {
    /// No field is lost, in no country and no script.
    #[test]
    fn nothing_is_lost(
        country in 0_usize..249,
        texts in proptest::collection::vec("[A-Z][a-z]{3,8}", 6),
        count in 1_usize..4,
        is_latin: bool,
        has_region: bool,
    ) {
        let country = CountryCode::all().nth(country).unwrap();
        let lines = (0..count).map(|line| format!("{} {line}", texts[2])).collect();
        let input = AddressInput {
            name: format!("N{}", texts[0]),
            company: format!("O{}", texts[1]),
            lines,
            city: format!("C{}", texts[3]),
            region: if has_region { format!("S{}", texts[4]) } else { String::new() },
            postcode: "12345".to_owned(),
            country: country.to_string(),
            ..Default::default()
        };
        let address = Address::new(&input).unwrap();
        let script = if is_latin { Script::Latin } else { Script::Local };
        let text = format(&address, script).join("\n");
        let all = [&input.name, &input.company, &input.city, &input.region, &input.postcode];
        for part in all.into_iter().chain(&input.lines) {
            prop_assert!(text.contains(part.as_str()), "{country} {part} is not in {text}");
        }
        prop_assert!(format(&address, script).iter().all(|line| !line.trim().is_empty()));
    }
}
