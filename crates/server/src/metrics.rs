//! Counters in the text format of Prometheus: a small registry, because a dozen numbers need no more.
//!
//! Labels are routes, methods, status codes and other closed lists; never ids, and nothing personal.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};

/// Upper bounds of the durations' buckets, in seconds.
const BUCKETS_SECONDS: [f64; 10] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

/// Every counter of one server.
#[derive(Debug, Default)]
pub struct Metrics {
    in_flight: AtomicI64,
    requests: Mutex<BTreeMap<(String, String, u16), u64>>,
    durations: Mutex<BTreeMap<String, Durations>>,
    events: Mutex<BTreeMap<(&'static str, String), u64>>,
}

/// Durations of one route.
#[derive(Debug, Default, Clone)]
struct Durations {
    buckets: [u64; BUCKETS_SECONDS.len()],
    count: u64,
    sum_seconds: f64,
}

impl Metrics {
    /// A request began.
    pub fn begin_request(&self) {
        self.in_flight.fetch_add(1, Ordering::Relaxed);
    }

    /// A request ended.
    pub fn end_request(&self, method: &str, route: &str, status: u16, seconds: f64) {
        self.in_flight.fetch_sub(1, Ordering::Relaxed);
        let key = (method.to_owned(), route.to_owned(), status);
        *lock(&self.requests).entry(key).or_default() += 1;
        let mut durations = lock(&self.durations);
        let route = durations.entry(route.to_owned()).or_default();
        route.count += 1;
        route.sum_seconds += seconds;
        for (bucket, bound) in route.buckets.iter_mut().zip(BUCKETS_SECONDS) {
            *bucket += u64::from(seconds <= bound);
        }
    }

    /// Something of a kind happened `count` times, such as `parcels_booked` by service.
    pub fn count(&self, kind: &'static str, label: &str, count: u64) {
        *lock(&self.events).entry((kind, label.to_owned())).or_default() += count;
    }

    /// Requests being worked on.
    pub fn in_flight(&self) -> i64 {
        self.in_flight.load(Ordering::Relaxed)
    }

    /// All of it as text.
    pub fn render(&self) -> String {
        let mut out = String::from("# TYPE portolan_requests_in_flight gauge\n");
        let _ = writeln!(out, "portolan_requests_in_flight {}", self.in_flight());
        out.push_str("# TYPE portolan_requests_total counter\n");
        for ((method, route, status), count) in &*lock(&self.requests) {
            let _ = writeln!(
                out,
                "portolan_requests_total{{method=\"{method}\",route=\"{route}\",status=\"{status}\"}} {count}"
            );
        }
        out.push_str("# TYPE portolan_request_seconds histogram\n");
        for (route, durations) in &*lock(&self.durations) {
            render_durations(&mut out, route, durations);
        }
        out.push_str("# TYPE portolan_events_total counter\n");
        for ((kind, label), count) in &*lock(&self.events) {
            let _ = writeln!(
                out,
                "portolan_events_total{{kind=\"{kind}\",label=\"{}\"}} {count}",
                escaped(label)
            );
        }
        out
    }
}

fn render_durations(out: &mut String, route: &str, durations: &Durations) {
    let name = "portolan_request_seconds";
    for (count, bound) in durations.buckets.iter().zip(BUCKETS_SECONDS) {
        let _ = writeln!(out, "{name}_bucket{{route=\"{route}\",le=\"{bound}\"}} {count}");
    }
    let count = durations.count;
    let _ = writeln!(out, "{name}_bucket{{route=\"{route}\",le=\"+Inf\"}} {count}");
    let _ = writeln!(out, "{name}_sum{{route=\"{route}\"}} {}", durations.sum_seconds);
    let _ = writeln!(out, "{name}_count{{route=\"{route}\"}} {count}");
}

fn escaped(label: &str) -> String {
    label.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_add_up_and_labels_are_escaped() {
        let metrics = Metrics::default();
        for seconds in [0.001, 0.3, 60.0] {
            metrics.begin_request();
            metrics.end_request("GET", "/v1/orders/{id}", 200, seconds);
        }
        metrics.count("parcels_booked", "a\"b", 2);
        let text = metrics.render();
        let has = |line: &str| assert!(text.contains(line), "{line}\n---\n{text}");
        has("portolan_requests_total{method=\"GET\",route=\"/v1/orders/{id}\",status=\"200\"} 3\n");
        has("portolan_request_seconds_bucket{route=\"/v1/orders/{id}\",le=\"0.005\"} 1\n");
        has("portolan_request_seconds_bucket{route=\"/v1/orders/{id}\",le=\"0.5\"} 2\n");
        has("portolan_request_seconds_bucket{route=\"/v1/orders/{id}\",le=\"+Inf\"} 3\n");
        has("portolan_events_total{kind=\"parcels_booked\",label=\"a\\\"b\"} 2\n");
        has("portolan_requests_in_flight 0\n");
    }
}
