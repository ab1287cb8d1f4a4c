//! The standard normal distribution: its share below a deviate, and the deviate of a share.

/// The share of the standard normal below a deviate.
pub(crate) fn normal_share(deviate: f64) -> f64 {
    libm::erfc(-deviate / std::f64::consts::SQRT_2) / 2.0
}

/// Deviates beyond these do not occur: one in five hundred million.
const DEVIATE_MAX: f64 = 6.0;
/// Halvings of the interval: the deviate is exact to 10⁻⁹.
const HALVINGS: usize = 34;

/// The deviate that a share of the standard normal lies below, by bisection: shares outside 0 to 1 give the
/// ends.
pub(crate) fn normal_quantile(share: f64) -> f64 {
    let (mut low, mut high) = (-DEVIATE_MAX, DEVIATE_MAX);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if normal_share(middle) < share { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_known_points() {
        assert!((normal_quantile(0.9) - 1.281_551_565_5).abs() < 1e-8);
        assert!(normal_quantile(0.5).abs() < 1e-8);
        assert!((normal_share(1.959_963_985) - 0.975).abs() < 1e-9);
        assert!((normal_quantile(2.0) - 6.0).abs() < 1e-6);
    }
}
