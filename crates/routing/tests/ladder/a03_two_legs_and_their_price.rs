use super::notation::expect_routes;

const NETWORK: &str = "land CN CNY Asia/Shanghai
     zone hz CN 31* collection|tariff
     zone sh CN 20* delivery|tariff
     hall hub CN
     leg fetch hz hub 2h
     leg bring hub sh 3h
     price leg fetch 5 + 2/kg
     price leg bring 7 + 1.25/kg";

/// Per kilogram and flat, each charge rounded by itself.
#[test]
fn charges_are_rounded_one_by_one() {
    let parcel = "parcel CN 31000 to CN 20000 2026-03-04T01:00:00Z 1002g";
    // 5 + 2.004 → 7.00 and 7 + 1.2525 → 8.25.
    expect_routes(
        &format!("{NETWORK}\n{parcel}"),
        &["15.25 CNY | 03-04 14:00 | 03-04 14:00 | 0 | fetch bring"],
    );
}

/// A mass that lies in no band is not carried.
#[test]
fn a_mass_in_no_band_is_not_carried() {
    let parcel = "parcel CN 31000 to CN 20000 2026-03-04T01:00:00Z 30001g";
    expect_routes(&format!("{NETWORK}\n{parcel}"), &[]);
}

/// Zones and processes are charged where they have a tariff.
#[test]
fn zones_and_processes_are_charged() {
    let parcel = "parcel CN 31000 to CN 20000 2026-03-04T01:00:00Z 1000g";
    expect_routes(
        &format!(
            "{NETWORK}
             work hub always 1 1h
             price process w0 0.5
             price zone sh 2
             price zone hz 1
             {parcel}"
        ),
        &["18.75 CNY | 03-04 15:00 | 03-04 15:00 | 0 | fetch bring"],
    );
}
