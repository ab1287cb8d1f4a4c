//! What each world draws: stratified, and named by what it is about, so that it hangs on nothing else.
//!
//! Of every duration the worlds hold one value of each of as many equal shares: all together have its
//! quantiles exactly. Which world holds which is a shuffle, seeded by the seed and the name of what is drawn,
//! so two legs are independent and the same leg is the same in every chain.

use super::normal_quantile;

/// The equal shares of so many worlds.
#[derive(Debug, Clone)]
pub(crate) struct Strata {
    /// The middles of the shares, ascending.
    pub shares: Vec<f64>,
    /// Their standard normal deviates.
    pub deviates: Vec<f64>,
    seed: u64,
}

impl Strata {
    pub fn new(worlds: usize, seed: u64) -> Self {
        let count = f64::from(u32::try_from(worlds).unwrap_or(u32::MAX));
        let middle = |index: u32| (f64::from(index) + 0.5) / count;
        let shares: Vec<f64> = (0..u32::try_from(worlds).unwrap_or(u32::MAX)).map(middle).collect();
        let deviates = shares.iter().map(|&share| normal_quantile(share)).collect();
        Self { shares, deviates, seed }
    }

    pub fn worlds(&self) -> usize {
        self.shares.len()
    }

    /// Which share each world holds of what is named.
    pub fn shuffle(&self, name: &[&str]) -> Vec<usize> {
        let mut state = self.seed;
        for part in name {
            // With its length before it, so that no two names run together.
            state = mix(state ^ part.len() as u64);
            for byte in part.bytes() {
                state = mix(state ^ u64::from(byte));
            }
        }
        let mut ranks: Vec<usize> = (0..self.worlds()).collect();
        for last in (1..ranks.len()).rev() {
            state = mix(state);
            let span = last as u64 + 1;
            let other = usize::try_from(state % span).unwrap_or(0);
            ranks.swap(last, other);
        }
        ranks
    }
}

/// One step of a generator of 64 bits: a Weyl sequence and a finaliser of multiplications and shifts.
const fn mix(state: u64) -> u64 {
    let mut bits = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shuffle_holds_every_share_once_and_hangs_on_its_name_and_seed() {
        let strata = Strata::new(256, 7);
        let drawn = strata.shuffle(&["leg", "fly"]);
        let mut sorted = drawn.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (0..256).collect::<Vec<_>>());
        assert_eq!(drawn, strata.shuffle(&["leg", "fly"]));
        assert_ne!(drawn, strata.shuffle(&["leg", "fly2"]));
        assert_ne!(drawn, strata.shuffle(&["legf", "ly"]));
        assert_ne!(drawn, Strata::new(256, 8).shuffle(&["leg", "fly"]));
    }

    #[test]
    fn what_two_names_draw_is_independent() {
        let strata = Strata::new(256, 1);
        let (a, b) = (strata.shuffle(&["a"]), strata.shuffle(&["b"]));
        let centred = |rank: usize| strata.shares[rank] - 0.5;
        let product: f64 = a.iter().zip(&b).map(|(&x, &y)| centred(x) * centred(y)).sum();
        // The standard error of a correlation over 256 is 1/16.
        assert!((product / 256.0 * 12.0).abs() < 0.2, "{product}");
    }
}
