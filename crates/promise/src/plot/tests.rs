use super::*;

#[test]
fn a_line_lies_where_its_points_are_and_names_are_escaped() {
    let line = Line { name: "a<b".to_owned(), points: vec![(0.0, 0.0), (1.0, 1.0)] };
    let svg = draw("drift & more", &[line]);
    assert!(svg.contains("M48.0 408.0L408.0 48.0"), "{svg}");
    assert!(svg.contains("a&lt;b") && svg.contains("drift &amp; more"));
    assert!(!svg.contains("NaN"));
}
