use super::*;

#[test]
fn every_operation_type_and_problem_is_on_the_page_and_every_link_leads_somewhere() {
    let document: Value = serde_json::from_str(&DOCUMENT).unwrap();
    let page = PAGE.as_str();
    let operations = members(&document["paths"]).flat_map(|(_, item)| members(item));
    for (_, operation) in operations {
        let id = text(&operation["operationId"]);
        assert!(page.contains(&format!("<h3 id=\"{id}\">")), "{id}");
    }
    for (name, _) in members(&document["components"]["schemas"]) {
        assert!(page.contains(&format!("id=\"type-{name}\"")), "{name}");
    }
    for link in page.split("href=\"#").skip(1) {
        let anchor = link.split('"').next().unwrap();
        assert!(page.contains(&format!("id=\"{anchor}\"")), "#{anchor} leads nowhere");
    }
    assert!(!page.contains("http://") && !page.contains("https://"), "nothing from elsewhere");
}

#[test]
fn text_is_escaped() {
    assert_eq!(escaped("<a href=\"x\">&"), "&lt;a href=&quot;x&quot;&gt;&amp;");
}
