use super::notation::expect_routes;

const NETWORK: &str = "land NZ USD Pacific/Auckland
     land WS USD Pacific/Apia
     land US USD Pacific/Honolulu
     zone akl NZ * collection
     zone api WS * delivery
     zone hnl US * delivery weekdays=12345
     hall port NZ
     leg fetch akl port 1h
     leg apia port api 4h clearance=postal
     leg hilo port hnl 9h clearance=postal
     leave apia 5 09:00
     leave hilo 6 10:00
     price leg fetch 1
     price leg apia 5
     price leg hilo 7";

/// Samoa keeps New Zealand's date since 2011.
#[test]
fn west_of_the_line() {
    // Friday 09:00 at UTC+13 is Thursday 20:00 UTC; four hours later it is 13:00 at Apia, UTC+13.
    expect_routes(
        &format!("{NETWORK}\nparcel NZ 10000 to WS 10000 2026-03-04T01:00:00Z 1000g"),
        &["6.00 USD | 03-06 13:00 | 03-06 13:00 | 0 | fetch apia"],
    );
}

/// Leaving on Saturday, it is there on Friday, a delivery day.
#[test]
fn east_of_the_line() {
    // Saturday 10:00 at UTC+13 is Friday 21:00 UTC; nine hours later it is Friday 20:00 at Honolulu.
    expect_routes(
        &format!("{NETWORK}\nparcel NZ 10000 to US 10000 2026-03-04T01:00:00Z 1000g"),
        &["8.00 USD | 03-06 20:00 | 03-06 20:00 | 0 | fetch hilo"],
    );
}
