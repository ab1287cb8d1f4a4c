use super::*;
use crate::args::DateOrder;

const PRODUCTS: &str = "\
sku,description_en,mass,length,width,height,hs_code,origin,goods,battery_un,battery_packing,value
SCARF,Silk scarf,150 g,16 cm,12 cm,6 cm,6214.10,CN,general,,,5
LAMP,Lamp,300 g,16 cm,12 cm,6 cm,9405.21,CN,electronics,UN3481,contained_in,5
";

fn job(snapshot: &Snapshot) -> Job<'_> {
    let tenant = TenantProfile::default();
    let euro = told(None, Some("EUR"));
    let options = product_options(base_options(snapshot, &tenant), &euro).unwrap();
    let file = portolan_markets::products::read(PRODUCTS.as_bytes(), &options);
    let faults: Vec<_> = file.all_faults().collect();
    assert!(faults.is_empty(), "{faults:?}");
    let products = file.products.into_iter().map(|one| (one.product.sku().clone(), one.product));
    Job {
        snapshot,
        products: products.collect(),
        from: understand(snapshot, "from", &PlaceText::Text("Hangzhou".to_owned()))
            .unwrap()
            .endpoint,
        ready: "2026-11-23T04:00:00Z".parse().unwrap(),
        service: snapshot.find_service("economy").unwrap(),
        boxes: tenant.boxes(),
        tenant,
    }
}

fn sample() -> Snapshot {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../network/sample");
    let source = networks::read_source(&[folder]).unwrap();
    portolan_network::compile(&source).unwrap_or_else(|faults| panic!("{faults}"))
}

/// The orders of a file of one order, or its faults' codes.
fn read(job: &Job, row: &str, args: &OrderFileArgs) -> Result<Vec<Order>, Vec<&'static str>> {
    let header = "order,date,sku,quantity,unit_price,name,address1,city,postcode,country,phone";
    let options = order_options(base_options(job.snapshot, &job.tenant), args).unwrap();
    let text = format!("{header}\n{row}\n");
    let file = portolan_markets::orders::read(text.as_bytes(), &options, &|_: &Sku| true);
    let faults: Vec<_> = file.all_faults().map(|fault| fault.code).collect();
    if faults.is_empty() {
        Ok(file.orders.into_iter().map(|one| one.order).collect())
    } else {
        Err(faults)
    }
}

fn told(date_order: Option<DateOrder>, default_currency: Option<&str>) -> OrderFileArgs {
    let default_currency = default_currency.map(str::to_owned);
    OrderFileArgs { encoding: None, date_order, default_currency }
}

#[test]
fn what_the_file_does_not_say_is_told_by_options() {
    let snapshot = sample();
    let job = job(&snapshot);
    let row = "A-1,03/04/2026,SCARF,2,1.50,Erika,Torstr. 1,Berlin,10119,DE,+4930123";
    let faults = read(&job, row, &told(None, None)).unwrap_err();
    assert_eq!(faults, ["date_ambiguous", "currency_missing"]);
    let day = |order| {
        let orders = read(&job, row, &told(Some(order), Some("EUR"))).unwrap();
        (orders[0].placed_at().date().to_string(), orders[0].total().to_string())
    };
    assert_eq!(day(DateOrder::DayFirst), ("2026-04-03".to_owned(), "3.00 EUR".to_owned()));
    assert_eq!(day(DateOrder::MonthFirst), ("2026-03-04".to_owned(), "3.00 EUR".to_owned()));
    let unknown = told(None, Some("XQX"));
    assert!(order_options(base_options(&snapshot, &job.tenant), &unknown).is_err());
}

fn route(
    job: &Job,
    (quantity, price): (u32, &str),
    sku: &str,
) -> Result<Vec<(Planned, Offer)>, String> {
    let row =
        format!("A-1,2026-11-22,{sku},{quantity},{price},Erika,Torstr. 1,Berlin,10119,DE,+4930123");
    let orders = read(job, &row, &told(None, Some("EUR"))).unwrap();
    route_order(job, &mut Searcher::new(job.snapshot), &orders[0])
}

#[test]
fn an_order_is_split_where_it_must_be_and_every_piece_routed() {
    let snapshot = sample();
    let mut job = job(&snapshot);
    job.tenant.ioss_number = Some("IM0000000000".to_owned());
    job.service = snapshot.find_service("standard").unwrap();
    assert_eq!(route(&job, (2, "0.50"), "LAMP").unwrap().len(), 1);
    let parcels = route(&job, (150, "0.50"), "LAMP").unwrap();
    assert!(parcels.len() > 1);
    let pieces: u32 =
        parcels.iter().flat_map(|(planned, _)| &planned.shares).map(|share| share.pieces).sum();
    assert_eq!(pieces, 150);
}

/// The parcels of an order are one consignment: parting it brings it under no limit on value.
#[test]
fn an_order_is_not_split_to_come_under_a_limit_on_value() {
    let snapshot = sample();
    let mut job = job(&snapshot);
    job.tenant.ioss_number = Some("IM0000000000".to_owned());
    job.service = snapshot.find_service("standard").unwrap();
    let rides_yun = |price: &str| {
        let parcels = route(&job, (290, price), "SCARF").unwrap();
        let lines = parcels.iter().flat_map(|(_, offer)| offer.route.rides.iter());
        let mut lines = lines.filter_map(|ride| ride.line);
        (parcels.len() > 1, lines.any(|line| snapshot.lines[line].key.as_str() == "yun-standard"))
    };
    assert_eq!(rides_yun("0.50"), (true, true), "145 EUR are under the line's limit of 150");
    assert_eq!(rides_yun("0.60"), (true, false), "174 EUR are over it, however they are parted");
}
