use super::*;
use crate::adapter::tree::{json, xml};

const JSON: &str =
    r#"{"a": {"b c": [{"k": "x", "v": 1}, {"k": "y", "v": 2}], "e": "", "n": null}, "a-b": 3}"#;

fn found(path: &str) -> Option<String> {
    let tree = json::parse(JSON).unwrap();
    let path = Path::parse(path, Syntax::Members).unwrap();
    path.find_text(&tree, Place { parcel: 0, event: 0 }).map(str::to_owned)
}

#[test]
fn members_are_found_by_name_position_and_value() {
    assert_eq!(found("$['a']['b c'][0].v").as_deref(), Some("1"));
    assert_eq!(found("$.a['b c'][-1].v").as_deref(), Some("2"));
    assert_eq!(found("@.a['b c'][?@.k=='y'].v").as_deref(), Some("2"));
    assert_eq!(found("^.a-b").as_deref(), Some("3"));
    assert_eq!(found("$.a['b c'][*].v").as_deref(), Some("1"), "the first counts");
}

#[test]
fn what_is_not_there_is_none() {
    for path in [
        "$.x",
        "$.a['b c'][2].v",
        "$.a['b c'][-3].v",
        "$.a.e",
        "$.a.n",
        "$.a",
        "$.a['b c'].v",
        "$.a['b c'][?@.k=='z'].v",
    ] {
        assert_eq!(found(path), None, "{path}");
    }
}

#[test]
fn elements_are_found_by_name_attribute_and_value() {
    let text = "<a><b q='1'><v>x</v></b><b q='2'>y<v>z</v></b></a>";
    let tree = xml::parse(text).unwrap();
    let find = |path: &str| {
        let path = Path::parse(path, Syntax::Elements).unwrap();
        path.find_text(&tree, Place { parcel: 0, event: 0 }).map(str::to_owned)
    };
    assert_eq!(find("$/a/b/v").as_deref(), Some("x"));
    assert_eq!(find("$/a/b[@q='2']/v").as_deref(), Some("z"));
    assert_eq!(find("$/a/b[@q='2']").as_deref(), Some("y"));
    assert_eq!(find("$/a/b/@q").as_deref(), Some("1"));
    assert_eq!(find("$/a/'b'/v").as_deref(), Some("x"));
    assert_eq!(find("$/a/b[v='z']/@q").as_deref(), Some("2"));
    assert_eq!(find("$/a/c"), None);
}

#[test]
fn a_wrong_path_says_so() {
    for path in ["", "a", "$x", "$.", "$..a", "$[", "$['a", "$[a]", "$.a[?@.b=1]", "$.a[?@.b=='x"] {
        assert!(Path::parse(path, Syntax::Members).is_err(), "{path}");
    }
    for path in ["", "a", "$.a", "$/", "$//a", "$/a[b]", "$/a[b='c'", "$/a[b='c"] {
        assert!(Path::parse(path, Syntax::Elements).is_err(), "{path}");
    }
    let long = format!("${}", ".a".repeat(limits::FIELD_PARTS_MAX + 1));
    assert!(Path::parse(&long, Syntax::Members).is_err());
}
