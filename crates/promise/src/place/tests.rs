use super::*;

#[test]
fn places_are_read_as_areas_from_coarse_to_fine() {
    let areas = |text: &str| Place::parse(text).areas;
    assert_eq!(areas("FR 75011"), ["FR", "FR 7", "FR 75", "FR 750", "FR 75011"]);
    assert_eq!(areas("01310-100"), [" 0", " 01", " 013", " 01310100"]);
    assert_eq!(areas("Campinas, SP"), ["SP", "CAMPINAS, SP"]);
    assert_eq!(areas("SP"), ["SP"]);
    assert_eq!(areas("杭州"), ["杭州"]);
    assert_eq!(areas("-23.55,-46.63").len(), 4);
    assert!(areas("  ").is_empty());
    assert_eq!(areas("7"), ["7"]);
}

#[test]
fn coordinates_are_told_from_codes() {
    assert!(Place::parse("-23.5,-46.6").point.is_some());
    assert!(Place::parse("48.85 2.35").point.is_some());
    assert!(Place::parse("75 011").point.is_none());
    assert!(Place::parse("91.5,10.0").point.is_none());
    assert!(Place::parse("0.0,0.0").point.is_none());
}

#[test]
fn a_distance_is_that_of_a_map() {
    let paris = Point::new(48.8566, 2.3522).unwrap();
    let london = Point::new(51.5074, -0.1278).unwrap();
    assert!((paris.distance_km(london) - 343.6).abs() < 1.0);
    assert!(paris.distance_km(paris) < 1e-9);
}
