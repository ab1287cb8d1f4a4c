//! Addresses in one cell.

use super::*;
use proptest::prelude::*;

/// Lines, city, region, postcode, country, and what was not placed.
fn parts(text: &str, hint: Option<&str>) -> [String; 6] {
    let hint = hint.and_then(CountryCode::from_alpha2);
    let ParsedAddress { input, unplaced } = parse(text, hint);
    [
        input.lines.join("/"),
        input.city,
        input.region,
        input.postcode,
        input.country,
        unplaced.join("/"),
    ]
}

#[test]
fn addresses_are_taken_apart() {
    for (text, hint, expected) in [
        (
            "12 rue Imaginaire, 75011 Paris, France",
            None,
            ["12 rue Imaginaire", "Paris", "", "75011", "FR", ""],
        ),
        (
            "12 rue Imaginaire\n75011\nParis",
            Some("FR"),
            ["12 rue Imaginaire", "Paris", "", "75011", "FR", ""],
        ),
        (
            "1 Imaginary Way, Apt 4, Seattle, WA 98101-2000, United States",
            None,
            ["1 Imaginary Way/Apt 4", "Seattle", "WA", "98101-2000", "US", ""],
        ),
        (
            "1 Imaginary Way, Seattle WA 98101, USA",
            None,
            ["1 Imaginary Way", "Seattle", "WA", "98101", "US", ""],
        ),
        (
            "7 Imaginary Lane; Leeds; LS1 1BA; UK",
            None,
            ["7 Imaginary Lane", "Leeds", "", "LS1 1BA", "GB", ""],
        ),
        (
            "Musterstraße 12345 Hof, 10115 Berlin",
            Some("DE"),
            ["Musterstraße 12345 Hof", "Berlin", "", "10115", "DE", ""],
        ),
        ("Rua 1, Luanda, Angola", None, ["Rua 1", "Luanda", "", "", "AO", ""]),
        // No country: nothing is guessed.
        (
            "12 rue Imaginaire, 75011 Paris",
            None,
            ["", "", "", "", "", "12 rue Imaginaire/75011 Paris"],
        ),
        ("Street 1", Some("DE"), ["Street 1", "", "", "", "DE", ""]),
        ("a, b, c, d, e, 10115 Berlin", Some("DE"), ["a/b/c/d", "Berlin", "", "10115", "DE", "e"]),
    ] {
        assert_eq!(parts(text, hint), expected.map(str::to_owned), "{text}");
    }
}

#[test]
fn signs_and_words_of_each_country_are_known() {
    for (text, hint, expected) in [
        (
            "Rua Imaginária, 100, Pinheiros, São Paulo - SP, CEP: 05422-000",
            "BR",
            ["Rua Imaginária/100/Pinheiros", "São Paulo", "SP", "05422-000"],
        ),
        (
            "Rua Imaginária 100; Belém/PA; 66010-000",
            "BR",
            ["Rua Imaginária 100", "Belém", "PA", "66010-000"],
        ),
        ("12 rue Imaginaire 75011 Paris", "FR", ["12 rue Imaginaire", "Paris", "", "75011"]),
        ("Musterstraße 1, DE-10115 Berlin", "DE", ["Musterstraße 1", "DE-10115 Berlin", "", ""]),
        // Regions that go by the names and codes of countries.
        ("1 Way, Atlanta, Georgia 30303", "US", ["1 Way", "Atlanta", "Georgia", "30303"]),
        ("1 Way, Dover, DE", "US", ["1 Way", "Dover", "DE", ""]),
        // A city that goes by the name of its region.
        ("5 Fifth Ave, New York 10001", "US", ["5 Fifth Ave", "New York", "", "10001"]),
        (
            "Apt 4, 5 Fifth Ave, New York, 10001",
            "US",
            ["Apt 4/5 Fifth Ave", "New York", "", "10001"],
        ),
        ("5 Fifth Ave, New York, NY, 10001", "US", ["5 Fifth Ave", "New York", "NY", "10001"]),
        ("1 Way, Shenzhen, Guangdong, 518000", "CN", ["1 Way", "Shenzhen", "Guangdong", "518000"]),
        // Without signs nothing tells where the street ends.
        ("1 Way Seattle WA 98101", "US", ["", "1 Way Seattle", "WA", "98101"]),
    ] {
        let told = parts(text, Some(hint));
        assert_eq!(told[..4], expected.map(str::to_owned), "{text}");
        assert_eq!((told[4].as_str(), told[5].as_str()), (hint, ""), "{text}");
    }
}

#[test]
fn chinese_and_japanese_need_no_signs() {
    for (text, hint, expected) in [
        (
            "广东省深圳市南山区虚构路1号 518000",
            "CN",
            ["南山区虚构路1号", "深圳市", "广东省", "518000"],
        ),
        (
            "518000 广东省 深圳市 南山区虚构路1号, 3单元",
            "CN",
            ["南山区虚构路1号/3单元", "深圳市", "广东省", "518000"],
        ),
        ("中国广东深圳市南山区虚构路1号", "CN", ["南山区虚构路1号", "深圳市", "广东", ""]),
        ("北京市朝阳区虚构路1号", "CN", ["虚构路1号", "朝阳区", "北京市", ""]),
        ("吉林市昌邑区虚构路1号", "CN", ["昌邑区虚构路1号", "吉林市", "", ""]),
        ("湖南省津市市虚构路1号", "CN", ["虚构路1号", "津市市", "湖南省", ""]),
        (
            "云南省大理白族自治州大理市虚构路1号",
            "CN",
            ["大理市虚构路1号", "大理白族自治州", "云南省", ""],
        ),
        (
            "浙江省，杭州，钱王街88号，邮编：311300",
            "CN",
            ["钱王街88号", "杭州", "浙江省", "311300"],
        ),
        (
            "〒100-0001 東京都千代田区千代田1-2-3 架空ビル5階",
            "JP",
            ["千代田1-2-3 架空ビル5階", "千代田区", "東京都", "100-0001"],
        ),
        (
            "510-0001, 三重県四日市市架空町1-2",
            "JP",
            ["架空町1-2", "四日市市", "三重県", "510-0001"],
        ),
        ("北海道余市郡余市町架空1", "JP", ["架空1", "余市郡余市町", "北海道", ""]),
        ("奈良県大和郡山市架空町1", "JP", ["架空町1", "大和郡山市", "奈良県", ""]),
        ("神奈川県横浜市西区架空2-3-1", "JP", ["西区架空2-3-1", "横浜市", "神奈川県", ""]),
        ("日本東京都東村山市架空町1", "JP", ["架空町1", "東村山市", "東京都", ""]),
        // A name, or no city: nothing is made of it.
        ("张三虚构路1号", "CN", ["张三虚构路1号", "", "", ""]),
        ("広島県架空町1-2", "JP", ["架空町1-2", "", "広島県", ""]),
    ] {
        assert_eq!(parts(text, Some(hint))[..4], expected.map(str::to_owned), "{text}");
    }
}

#[test]
fn telephones_and_e_mail_addresses_stand_anywhere() {
    let text = "Tel: +49 30 5550100, Musterstraße 1, jonas@example.org, 10115 Berlin, DE";
    let ParsedAddress { input, unplaced } = parse(text, None);
    assert_eq!(
        (input.phone.as_str(), input.email.as_str()),
        ("+49 30 5550100", "jonas@example.org")
    );
    assert_eq!((input.postcode.as_str(), input.city.as_str()), ("10115", "Berlin"));
    assert_eq!((input.lines, unplaced), (vec!["Musterstraße 1".to_owned()], vec![]));
}

/// A country whose format leaves no doubt, and how its cities, streets and regions look: in its own letters, or
/// in Latin ones.
const CLEAR: [(&str, Script); 12] = [
    ("US", Script::Latin),
    ("CA", Script::Latin),
    ("AU", Script::Latin),
    ("DE", Script::Latin),
    ("FR", Script::Latin),
    ("IT", Script::Latin),
    ("BR", Script::Latin),
    ("GB", Script::Latin),
    ("CN", Script::Latin),
    ("CN", Script::Local),
    ("JP", Script::Latin),
    ("JP", Script::Local),
];

proptest! {
    /// What a label of a country says is taken apart into what it was put together of.
    #[test]
    fn a_label_s_lines_are_taken_apart_again(
        which in 0..CLEAR.len(),
        words in proptest::collection::vec("[A-Z][a-z]{3,9}", 3),
        signs in proptest::collection::vec("[深圳杭州成都武汉苏南]{2,3}", 3),
        numbers in proptest::collection::vec(1_u16..999, 2),
        (region, postcode) in (any::<proptest::sample::Index>(), any::<proptest::sample::Index>()),
        (is_long, separator) in (any::<bool>(), prop_oneof![Just("\n"), Just(", "), Just("; ")]),
    ) {
        let (code, script) = CLEAR[which];
        let country = CountryCode::from_alpha2(code).unwrap();
        let rules = AddressRules::of(country);
        let is_own = script == Script::Local;
        let word = |place: usize| if is_own { &signs[place] } else { &words[place] };
        let mut lines = vec![format!("{} {}", word(0), numbers[0])];
        if is_long {
            lines.push(format!("{} {}", word(1), numbers[1]));
        }
        let city = if is_own { format!("{}市", word(2)) } else { word(2).clone() };
        prop_assume!(words.iter().all(|word| rules.find_region(word).is_none()));
        // Cities that are provinces have districts, and no more than names stand for Taiwan and the others.
        let is_plain = |key: &str| !is_own || key.ends_with(['省', '区', '県']);
        let regions = rules.regions().iter().filter(|region| is_plain(region.key));
        let regions: Vec<_> = regions.collect();
        let is_latin = script == Script::Latin;
        let name_of = |region: &&crate::address::rules::Region| match code {
            "CN" | "JP" if is_latin => region.latin_name.to_owned(),
            _ => region.key.to_owned(),
        };
        let region = if regions.is_empty() || !rules.has(AddressField::Region) {
            String::new()
        } else {
            name_of(region.get(&regions))
        };
        let postcode = (*postcode.get(rules.postcode_examples())).to_owned();
        let input = AddressInput {
            name: "Somebody".to_owned(),
            lines,
            city,
            region,
            postcode,
            country: code.to_owned(),
            ..AddressInput::default()
        };
        let address = crate::Address::new(&input).unwrap();
        let text = crate::address::lines::lines(&address, script).into_iter();
        let text = text.filter(|line| !line.has(AddressField::Name)).map(|line| line.text);
        let text = text.collect::<Vec<_>>().join(separator);
        let told = parse(&text, Some(country));
        let expected = AddressInput { name: String::new(), ..address.to_input() };
        prop_assert_eq!(told.input, expected, "{}", text);
        prop_assert_eq!(told.unplaced, Vec::<String>::new());
    }

    /// Whatever the text, no letter of it is lost or made up, but for a country's name.
    #[test]
    fn any_text_is_taken_apart(text in "[A-Za-z0-9 ,;é中-]{0,80}", country in 0_usize..249) {
        let hint = CountryCode::all().nth(country);
        let ParsedAddress { input, unplaced } = parse(&text, hint);
        let mut out: Vec<String> = unplaced;
        out.extend(input.lines);
        out.extend([input.city, input.region, input.postcode, input.phone, input.email]);
        let sorted = |text: &str| {
            let mut letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
            letters.sort_unstable();
            letters
        };
        let (given, kept) = (sorted(&text), sorted(&out.concat()));
        let is_hint = hint.is_some_and(|hint| hint.as_str() == input.country);
        if is_hint && parse(&text, None).input.country.is_empty() {
            prop_assert_eq!(given, kept);
        } else {
            prop_assert!(kept.len() <= given.len());
        }
    }
}
