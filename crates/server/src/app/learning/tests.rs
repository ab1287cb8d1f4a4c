use super::*;

fn sight(stage: usize, is_over: bool, second: i64) -> Sight {
    let at = Timestamp::from_second(second).unwrap();
    Sight { mark: Mark { stage, is_over }, at }
}

#[test]
fn what_was_taught_is_not_taught_again_and_its_end_begins_the_next() {
    let sights = [sight(0, false, 10), sight(0, true, 20), sight(1, true, 20), sight(2, true, 30)];
    let kept = |sight: &Sight| Some((sight.at, place_of(sight.mark)));
    assert_eq!(after(&sights, None), &sights);
    for (index, last) in sights.iter().enumerate() {
        assert_eq!(
            after(&sights, kept(last)),
            &sights[index..],
            "two at one instant are told apart"
        );
    }
    let later = Some((Timestamp::from_second(40).unwrap(), 0));
    assert_eq!(after(&sights, later), &[]);
}
