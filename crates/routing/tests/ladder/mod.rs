//! One small case per rule, from a single leg upwards: the first that fails names the rule that broke.

pub mod notation;

mod a01_single_leg;
mod a02_two_clocks;
mod a03_two_legs_and_their_price;
mod b01_departures_and_cut_offs;
mod b02_holidays;
mod b03_changes_of_clocks;
mod b04_full_departures;
mod b05_closures_and_delays;
mod b06_horizon;
mod b07_timetables_in_summer_and_winter;
mod c01_processes_and_shifts;
mod c02_border;
mod d01_line_is_priced_once;
mod d02_entries_and_exits;
mod d03_branches_and_stages;
mod e01_pareto_set;
mod e02_eight_legs;
mod f01_delivery_days;
mod f02_date_line;
mod g01_tariff_by_ends;
mod g02_currencies;
mod g03_relabelling;
mod h01_refused_goods;
mod h02_required_fields;
mod h03_countries_and_facilities;
mod i01_offers;
mod i02_what_a_refusal_costs;
mod i03_filters;
mod i04_fields_in_quotes;
mod k01_same_whatever_the_order;
mod k02_bad_queries;
mod k03_limits;
