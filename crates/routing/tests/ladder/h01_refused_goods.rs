use super::notation::expect_routes;

const NETWORK: &str = "land CN CNY Asia/Shanghai
     hall hub CN
     hall depot CN
     zone hz CN 31* collection
     leg one hub depot 1h operator=alpha
     leg two hub depot 2h operator=beta
     leg three hub depot 3h operator=gamma
     line post gamma >1:three<
     price leg one 9
     price leg two 5
     price line post 1
     refuse operator alpha food
     refuse leg two any upto=2000
     refuse line post liquid|powder";

/// A leg's operator, a leg by mass and a line refuse, each for its own reason.
#[test]
fn goods_and_limits() {
    let parcel = "parcel hub to depot 2026-03-04T01:00:00Z";
    let (one, two, post) = (
        "9.00 CNY | 03-04 10:00 | 03-04 10:00 | 0 | one",
        "5.00 CNY | 03-04 11:00 | 03-04 11:00 | 0 | two",
        "1.00 CNY | 03-04 12:00 | 03-04 12:00 | 0 | post(three)",
    );
    expect_routes(&format!("{NETWORK}\n{parcel} 2000g"), &[post, two, one]);
    expect_routes(&format!("{NETWORK}\n{parcel} 2001g"), &[post, one]);
    expect_routes(&format!("{NETWORK}\n{parcel} 2000g goods=food"), &[post, two]);
    expect_routes(&format!("{NETWORK}\n{parcel} 2000g goods=food|powder"), &[two]);
    expect_routes(&format!("{NETWORK}\n{parcel} 2001g goods=food|powder"), &[]);
}
