use proptest::prelude::*;

use super::{Passage, WEEK, Written, first, in_week};

/// Passages of one week, by the minutes of their readiness, the wait for them and the way behind them.
fn week() -> impl Strategy<Value = Vec<Passage>> {
    let departure = (0_u32..10_080, 0_u32..600, 1_u32..20_000);
    prop::collection::vec(departure, 1..9).prop_map(|mut week| {
        week.sort_unstable();
        week.dedup_by_key(|departure| departure.0);
        let seconds = |(ready, earlier, takes): (u32, u32, u32)| {
            // At p90 a parcel must be there some time before; the same for all, so that their order stays.
            let ready = (ready + 600) * 60;
            Passage {
                ready: [ready, ready - 1_800],
                stands: [ready + takes * 60, ready + (takes + earlier) * 60],
            }
        };
        week.into_iter().map(seconds).collect()
    })
}

fn over_weeks(week: &[Passage], count: usize) -> Vec<Passage> {
    let weeks = (0_u32..).flat_map(|weeks| week.iter().map(move |one| one.weeks_later(weeks)));
    weeks.take(count).collect()
}

proptest! {
    /// A week told for all weeks is what all weeks written out would tell, also where the last is cut short.
    #[test]
    fn one_week_tells_what_all_weeks_tell(
        week in week(),
        more in 1_usize..40,
        seconds in prop::collection::vec(0_u32..8 * WEEK, 30),
    ) {
        let all = over_weeks(&week, week.len() + more);
        let Written::Weekly(kept, count) = Written::of(all.clone().into()) else {
            panic!("it is the same in every week");
        };
        prop_assert_eq!(count, all.len());
        prop_assert!(kept.len() <= week.len());
        let decisive = all.iter().flat_map(|one| one.ready).flat_map(|at| [at - 1, at, at + 1]);
        for ready in decisive.chain(seconds) {
            for clock in [0, 1] {
                let told = first(&all, clock, ready, 0).map(|place| all[place].stands[clock]);
                prop_assert_eq!(in_week(&kept, (clock, ready), count), told);
            }
        }
    }

    /// One passage at another time, and every week is written out.
    #[test]
    fn a_week_unlike_the_others_is_written_out(week in week(), place in 0_usize..40) {
        let mut all = over_weeks(&week, 5 * week.len());
        let place = place % all.len();
        all[place].stands[1] += 60;
        prop_assert!(matches!(Written::of(all.into()), Written::All(_)));
    }
}
