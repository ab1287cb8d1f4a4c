//! A sheet to look at: twelve labels in one PDF, each to an address in another script.
//!
//! `cargo run -p portolan-postal --example scripts -- labels.pdf`, after `make web`, which gathers the fonts.

use portolan_model::{Address, AddressInput, Identifier, Mass, S10, Undeliverable};
use portolan_postal::{Customs, EntryKind, FontSet, LabelInput, LabelsPdf};
use std::error::Error;
use std::path::Path;

/// Name, street, city, region, postcode, country. Made up, on real streets.
const ADDRESSES: [[&str; 6]; 12] = [
    ["Zoë Lefèvre-Żółć", "12 bis, rue de l’Échiquier", "Paris", "", "75010", "FR"],
    ["Ольга Фёдорова", "ул. Большая Никитская, д. 15, кв. 7", "Москва", "", "125009", "RU"],
    ["Γεώργιος Παπαδόπουλος", "Λεωφόρος Κηφισίας 44, Μαρούσι", "Αθήνα", "", "151 25", "GR"],
    ["محمد عبد اللطيف", "شارع الملك فهد 12، شقة 5", "الرياض", "", "12271", "SA"],
    ["יעל בן־דוד", "רחוב הרצל 12, דירה 5", "תל אביב", "", "6688312", "IL"],
    ["ณัฐพงศ์ ศรีสุวรรณ", "99/9 ถนนพระรามที่ 1 แขวงปทุมวัน", "เขตปทุมวัน", "กรุงเทพมหานคร", "10330", "TH"],
    ["अनुष्का श्रीवास्तव", "१२ महात्मा गांधी मार्ग, द्वितीय तल", "नई दिल्ली", "दिल्ली", "110001", "IN"],
    ["王小明", "钱王街88号锦城花园3幢2单元1201室", "杭州市临安区", "浙江省", "311300", "CN"],
    ["陳美玲", "信義路五段7號89樓", "臺北市信義區", "", "110", "TW"],
    ["髙橋 さくら", "千代田一丁目1番1号 パレスビル12階", "千代田区", "東京都", "100-0001", "JP"],
    ["김민준", "세종대로 110, 101동 1203호", "중구", "서울특별시", "04524", "KR"],
    ["გიორგი ბერიძე", "რუსთაველის გამზირი 24, ბინა 7", "თბილისი", "", "0108", "GE"],
];

fn label(number: usize, to: [&str; 6]) -> Result<LabelInput, Box<dyn Error>> {
    let address = |[name, line, city, region, postcode, country]: [&str; 6]| {
        Address::new(&AddressInput {
            name: name.to_owned(),
            lines: vec![line.to_owned()],
            city: city.to_owned(),
            region: region.to_owned(),
            postcode: postcode.to_owned(),
            country: country.to_owned(),
            ..AddressInput::default()
        })
        .map_err(|faults| format!("{faults:?}"))
    };
    let sender = [
        "Lin’an Hickory Nut Co., Ltd.",
        "88 Qianwang Street",
        "Hangzhou",
        "Zhejiang",
        "311300",
        "CN",
    ];
    let s10 = S10::new("RB", 10_000_000 + u32::try_from(number)?, "CN")?;
    Ok(LabelInput {
        tracking: Identifier::parse(&s10.to_string())?,
        service: "Registered small packet".to_owned(),
        line: String::new(),
        operator: "China Post".to_owned(),
        sort_code: None,
        sender: address(sender)?.into(),
        recipient: address(to)?.into(),
        charged_mass: Mass::from_grams(480)?,
        piece: 1,
        piece_count: 1,
        parcel: format!("par_{number:026}"),
        order_reference: String::new(),
        printed_on: jiff::civil::date(2026, 3, 14),
        undeliverable: Undeliverable::Return,
        entry: EntryKind::Collection,
        customs: Customs::None,
    })
}

fn main() -> Result<(), Box<dyn Error>> {
    let target = std::env::args().nth(1).unwrap_or_else(|| "labels.pdf".to_owned());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/fonts");
    let index = std::fs::read_to_string(folder.join("index.txt"))
        .map_err(|error| format!("no fonts in web/fonts ({error}): run `make web` first"))?;
    let fonts =
        FontSet::with_files(&index, |name| std::fs::read(folder.join(name)).ok().map(Into::into))?;
    let mut pdf = LabelsPdf::new(&fonts, "Twelve scripts");
    for (number, to) in ADDRESSES.into_iter().enumerate() {
        pdf.add(&label(number, to)?)?;
    }
    std::fs::write(target, pdf.finish()?)?;
    Ok(())
}
