use super::difference::{Difference, differences};
use proptest::prelude::*;

fn lines(text: &str) -> Vec<String> {
    text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

fn told(expected: &str, given: &str) -> Vec<String> {
    let found = differences(&lines(expected), &lines(given));
    found.iter().map(ToString::to_string).collect()
}

#[test]
fn scans_differ_by_their_keys() {
    let expected = r#"{"milestone":"delivered","place":{"city":"Lyon"},"raw_code":"D"}"#;
    let given = r#"{"milestone":"unknown","place":{"city":"Lyon","country":"FR"}}"#;
    assert_eq!(
        told(expected, given),
        [
            "line 1: milestone is `unknown`, expected is `delivered`",
            "line 1: place.country is `FR`, expected is nothing",
            "line 1: raw_code is nothing, expected is `D`",
        ]
    );
}

#[test]
fn one_line_more_does_not_shift_the_others() {
    let (one, two, three) = (r#"{"a":1}"#, r#"{"a":2}"#, "# unknown 1 X");
    assert_eq!(
        told(&format!("{one}\n{three}"), &format!("{two}\n{one}\n{three}")),
        [format!("line 1 is not expected: {two}")]
    );
    assert_eq!(
        told(&format!("{one}\n{two}\n{three}"), &format!("{one}\n{three}")),
        [format!("expected line 2 is not given: {two}")]
    );
    assert_eq!(
        told(three, "# unknown 2 X"),
        ["expected line 1 is not given: # unknown 1 X", "line 1 is not expected: # unknown 2 X",]
    );
}

proptest! {
    #[test]
    fn there_is_a_difference_where_there_is_one(
        expected in prop::collection::vec("[ab]", 0..6),
        given in prop::collection::vec("[ab]", 0..6),
    ) {
        let found = differences(&expected, &given);
        prop_assert_eq!(found.is_empty(), expected == given);
        let missing = found.iter().filter(|one| matches!(one, Difference::Missing { .. })).count();
        prop_assert_eq!(found.len() - missing + expected.len(), missing + given.len());
    }
}
