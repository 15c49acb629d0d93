//! The distributions that a forecast draws from, the same on every machine.

use crate::order::Draws;

impl Draws {
    /// Gamma with this shape and mean 1 (Marsaglia and Tsang 2000); 1 itself for an endless shape.
    pub(super) fn gamma(&mut self, shape: f64) -> f64 {
        if !shape.is_finite() {
            return 1.0;
        }
        self.gamma_of(shape) / shape
    }

    /// Gamma with this shape and scale 1.
    pub(super) fn gamma_of(&mut self, shape: f64) -> f64 {
        if shape <= 0.0 {
            return 0.0;
        }
        if shape < 1.0 {
            let boost = libm::pow(1.0 - self.unit(), 1.0 / shape);
            return self.gamma_of(shape + 1.0) * boost;
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / libm::sqrt(9.0 * d);
        loop {
            let x = self.normal();
            let v = 1.0 + c * x;
            if v <= 0.0 {
                continue;
            }
            let v = v * v * v;
            if libm::log(1.0 - self.unit()) < 0.5 * x * x + d - d * v + d * libm::log(v) {
                return d * v;
            }
        }
    }

    /// Beta with these hits and misses.
    pub(super) fn beta(&mut self, hits: f64, misses: f64) -> f64 {
        let (hits, misses) = (self.gamma_of(hits), self.gamma_of(misses));
        if hits + misses > 0.0 { hits / (hits + misses) } else { 0.5 }
    }

    /// Poisson: by multiplying up to thirty, beyond that as two halves or, where there are very many, as a normal number.
    pub(super) fn poisson(&mut self, mean: f64) -> i64 {
        if mean > 1000.0 {
            return (mean + libm::sqrt(mean) * self.normal()).round().max(0.0) as i64;
        }
        if mean > 30.0 {
            return self.poisson(mean / 2.0) + self.poisson(mean / 2.0);
        }
        let limit = libm::exp(-mean);
        let (mut product, mut count) = (1.0 - self.unit(), 0);
        while product > limit {
            product *= 1.0 - self.unit();
            count += 1;
        }
        count
    }
}
