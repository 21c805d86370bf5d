//! Delays as Prometheus reads them. The exporter would want every single delay; the roles have counted them in slots
//! already, so a page costs the same after a second and after a month.

use std::collections::BTreeMap;

use metrics::Key;
use metrics_exporter_prometheus::{LabelSet, formatting};
use timer::{Delays, limits::DELAY_BOUNDS_US};

const US_PER_S: f64 = 1_000_000.0;

/// Appends one figure with all that it was counted for.
pub(super) fn write(page: &mut String, name: &'static str, help: &str, all: &BTreeMap<Key, Delays>) {
    if all.is_empty() {
        return;
    }
    formatting::write_help_line(page, name, None, None, help);
    formatting::write_type_line(page, name, None, None, "histogram");
    for (key, delays) in all {
        let labels = LabelSet::from_key_and_global(key, &Default::default());
        let mut up_to = 0;
        for (slot, count) in delays.slots.into_iter().enumerate() {
            up_to += count;
            let bound = match DELAY_BOUNDS_US.get(slot) {
                Some(bound_us) => (*bound_us as f64 / US_PER_S).to_string(),
                None => "+Inf".to_string(),
            };
            formatting::write_metric_line(page, name, Some("bucket"), &labels, Some(("le", bound)), up_to, None);
        }
        let none = None::<(&'static str, &str)>;
        formatting::write_metric_line(page, name, Some("sum"), &labels, none, delays.sum_us as f64 / US_PER_S, None);
        formatting::write_metric_line(page, name, Some("count"), &labels, none, up_to, None);
    }
    page.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_add_up_from_the_shortest_to_all() {
        let mut delays = Delays::default();
        [7, 12, 400, 9_000_000].into_iter().for_each(|delay_us| delays.record(delay_us));
        let mut page = String::new();
        let key = Key::from_parts("late", vec![metrics::Label::new("role", "lobby")]);
        write(&mut page, "late", "How late", &BTreeMap::from([(key, delays)]));
        let lines: Vec<&str> = page.lines().collect();
        assert_eq!(lines[..2], ["# HELP late How late", "# TYPE late histogram"]);
        assert_eq!(lines[2], r#"late_bucket{role="lobby",le="0.00001"} 1"#);
        assert_eq!(lines[3], r#"late_bucket{role="lobby",le="0.000025"} 2"#);
        assert_eq!(lines[2 + DELAY_BOUNDS_US.len()], r#"late_bucket{role="lobby",le="+Inf"} 4"#);
        assert_eq!(
            lines[lines.len() - 3..],
            [r#"late_sum{role="lobby"} 9.000419"#, r#"late_count{role="lobby"} 4"#, ""]
        );
    }
}
