use super::*;
use proptest::prelude::*;
use serde_json::Value as Oracle;

/// The tree of a document as `serde_json` sees it; numbers and texts are both texts.
fn same(tree: &Tree<'_>, at: usize, oracle: &Oracle) -> bool {
    match (tree.value(at), oracle) {
        (Value::Null, Oracle::Null) => true,
        (Value::Scalar(text), Oracle::Bool(value)) => text == value.to_string(),
        (Value::Scalar(text), Oracle::Number(value)) => text == value.to_string(),
        (Value::Scalar(text), Oracle::String(value)) => text == value,
        (Value::List, Oracle::Array(values)) => {
            let children: Vec<usize> = tree.children(at).collect();
            children.len() == values.len()
                && children.iter().zip(values).all(|(&child, value)| same(tree, child, value))
        }
        (Value::Record, Oracle::Object(values)) => {
            let children: Vec<usize> = tree.children(at).collect();
            children.len() == values.len()
                && children.iter().all(|&child| {
                    let value = values.get(tree.name(child));
                    value.is_some_and(|value| same(tree, child, value))
                })
        }
        _ => false,
    }
}

fn document() -> impl Strategy<Value = Oracle> {
    let leaf = prop_oneof![
        Just(Oracle::Null),
        any::<bool>().prop_map(Oracle::Bool),
        any::<i64>().prop_map(Oracle::from),
        any::<f64>().prop_filter("finite", |n| n.is_finite()).prop_map(Oracle::from),
        ".{0,12}".prop_map(Oracle::String),
    ];
    leaf.prop_recursive(5, 64, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Oracle::Array),
            prop::collection::btree_map(".{0,6}", inner, 0..6)
                .prop_map(|map| Oracle::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn json_reads_as_another_parser_reads_it(oracle in document()) {
        for text in [oracle.to_string(), serde_json::to_string_pretty(&oracle).unwrap()] {
            let tree = json::parse(&text).unwrap();
            prop_assert!(same(&tree, 0, &oracle), "{}", text);
        }
    }

    #[test]
    fn broken_json_is_broken_for_both(oracle in document(), cut in any::<prop::sample::Index>(),
                                      put in any::<char>()) {
        let text = oracle.to_string();
        let at = cut.index(text.len() + 1);
        let at = (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap();
        let mut spoilt = text.clone();
        spoilt.insert(at, put);
        for text in [&text[..at], spoilt.as_str()] {
            let other = serde_json::from_str::<Oracle>(text);
            // A number too large for a float is the other parser's own fault, and keeps it from the rest.
            if other.as_ref().is_err_and(|e| e.to_string().contains("out of range")) {
                continue;
            }
            prop_assert_eq!(json::parse(text).is_ok(), other.is_ok(), "{}", text);
        }
    }
}

#[test]
fn json_keeps_numbers_as_written() {
    let tree = json::parse(r#"{"id": 12345678901234567890123, "mass": 1.50, "e": -1E+2}"#).unwrap();
    let texts: Vec<&str> = tree.children(0).filter_map(|at| tree.text(at)).collect();
    assert_eq!(texts, ["12345678901234567890123", "1.50", "-1E+2"]);
}

#[test]
fn json_undoes_escapes_and_refuses_halves_of_pairs() {
    let tree = json::parse(r#""a\n\"\\\/\u00e9\ud83d\ude00""#).unwrap();
    assert_eq!(tree.text(0), Some("a\n\"\\/é😀"));
    for text in [r#""\ud83d""#, r#""\ude00""#, r#""\ud83dx""#, r#""\u12""#, r#""\x""#, "\"\n\""] {
        assert_eq!(json::parse(text).unwrap_err().code, "message_malformed", "{text}");
    }
}

#[test]
fn cut_and_doubled_documents_are_refused() {
    for text in
        ["", " ", "{", "[1,", "{\"a\"}", "{\"a\":1,}", "[1]]", "01", "1.", "-", "nul", "{} {}"]
    {
        assert_eq!(json::parse(text).unwrap_err().code, "message_malformed", "{text}");
    }
}

#[test]
fn deep_and_endless_documents_are_refused() {
    let deep = "[".repeat(100_000);
    assert_eq!(json::parse(&deep).unwrap_err().code, "message_deep");
    let deep = "<a>".repeat(100_000);
    assert_eq!(xml::parse(&deep).unwrap_err().code, "message_deep");
    let long = format!("[{}1]", "1,".repeat(limits::NODES_MAX));
    assert_eq!(json::parse(&long).unwrap_err().code, "message_long");
}

fn texts<'t>(tree: &'t Tree<'_>, at: usize) -> Vec<(&'t str, Option<&'t str>)> {
    tree.children(at).map(|child| (tree.name(child), tree.text(child))).collect()
}

#[test]
fn xml_has_local_names_attributes_and_text() {
    let text = "\u{feff}<?xml version='1.0'?><!-- x --><p:a xmlns:p='u' id='1&amp;2'> t &lt;<![CDATA[&u]]>\
                &#233;<b/><p:c k='v'/></p:a>";
    let tree = xml::parse(text).unwrap();
    let root = tree.children(0).next().unwrap();
    assert_eq!(tree.name(root), "a");
    let found = texts(&tree, root);
    assert_eq!(found, [("@id", Some("1&2")), ("b", None), ("c", None), ("#text", Some(" t <&ué"))]);
}

#[test]
fn xml_expands_nothing() {
    let bomb = "<!DOCTYPE a [<!ENTITY x \"y\"><!ENTITY z \"&x;&x;&x;\">]><a>&z;</a>";
    assert_eq!(xml::parse(bomb).unwrap_err().code, "xml_doctype");
    assert_eq!(xml::parse("<a>&x;</a>").unwrap_err().code, "xml_entity");
    for text in ["", "<a>", "<a></b>", "</a>", "<a/><b/>", "x<a/>", "<a b=c/>", "<a b='&x;'/>"] {
        assert_eq!(xml::parse(text).unwrap_err().code, "message_malformed", "{text}");
    }
}

#[test]
fn a_sheet_names_its_cells_by_the_header() {
    let tree = sheet::parse("number; event ;\nA1;\"in; transit\";\nB2;;x\n", b';').unwrap();
    let rows: Vec<usize> = tree.children(0).collect();
    assert_eq!(rows.len(), 2);
    assert_eq!(texts(&tree, rows[0]), [("number", Some("A1")), ("event", Some("in; transit"))]);
    assert_eq!(sheet::parse("a,b\n1\n", b',').unwrap_err().code, "message_malformed");
    assert_eq!(sheet::parse("", b',').unwrap_err().code, "message_malformed");
}

const GROUPS: [&str; 2] = ["UNH", "STS"];

fn edi(text: &str) -> Result<Tree<'_>, MessageFault> {
    edifact::parse(text, &GROUPS.map(Into::into))
}

#[test]
fn edifact_nests_groups_and_releases_signs() {
    let text = "UNB+UNOA:1+A+B+261122:0900+7'UNH+1+X'STS+1+EMA'DTM+334:20261101:102'\r\n\
                STS+1+EMB?+?'??'UNT+5+1'UNZ+1+7'";
    let tree = edi(text).unwrap();
    let message = tree.children(0).nth(1).unwrap();
    let scans: Vec<usize> = tree.children(message).filter(|&at| tree.name(at) == "STS").collect();
    assert_eq!(scans.len(), 2);
    let names: Vec<&str> = texts(&tree, scans[0]).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["1", "2", "DTM"]);
    let code = tree.children(scans[1]).nth(1).unwrap();
    assert_eq!(texts(&tree, code), [("1", Some("EMB+'?"))]);
}

#[test]
fn edifact_that_does_not_add_up_is_refused() {
    let ok = "UNA|*.! ~UNB*UNOA|1*A*B*261122|0900*7~UNH*1*X~STS*1*EMA~UNT*3*1~UNZ*1*7~";
    assert!(edi(ok).is_ok());
    let cases = [
        ("UNT*3", "UNT*4", "edifact_count"),
        ("UNZ*1", "UNZ*2", "edifact_count"),
        ("*1~UNZ", "*2~UNZ", "edifact_reference"),
        ("*7~", "*8~", "edifact_reference"),
        ("UNT*3*1~", "", "message_malformed"),
        ("UNZ*1*7~", "", "message_malformed"),
        ("UNH*1*X~", "", "message_malformed"),
        ("STS*1", "sts*1", "message_malformed"),
        ("7~UNH", "7UNH", "message_malformed"),
    ];
    for (from, to, code) in cases {
        let spoilt = match ok.rfind(from) {
            Some(at) => format!("{}{to}{}", &ok[..at], &ok[at + from.len()..]),
            None => panic!("{from} does not occur"),
        };
        assert_eq!(edi(&spoilt).unwrap_err().code, code, "{spoilt}");
    }
    assert_eq!(edi(&ok[..40]).unwrap_err().code, "message_malformed");
    assert_eq!(edi("UNA").unwrap_err().code, "message_malformed");
    assert_eq!(edi("UNH+1'").unwrap_err().code, "message_malformed");
}

proptest! {
    #[test]
    fn no_text_makes_a_reader_panic(text in "(UNA:\\+\\.\\? '|UNB\\+|<|>|\\[|\\{|'|\\?|.){0,60}") {
        let _ = json::parse(&text);
        let _ = xml::parse(&text);
        let _ = sheet::parse(&text, b',');
        let _ = edi(&text);
    }
}

proptest! {
    #[test]
    fn a_text_ends_where_its_first_quote_stands(text in "[ -!#-\\[\\]-~é包]{0,40}", behind in "[a\"\\\\ ]{0,20}") {
        let document = format!("[\"{text}\" ,\"{}\"]", behind.escape_default());
        let tree = json::parse(&document).unwrap();
        let texts: Vec<&str> = tree.children(0).filter_map(|at| tree.text(at)).collect();
        prop_assert_eq!(texts, [text, behind]);
    }

    #[test]
    fn names_are_the_same_only_where_they_are(one in "[ab]{0,9}", other in "[ab]{0,9}") {
        let document = format!("{{\"{one}\": 1}}");
        let tree = json::parse(&document).unwrap();
        prop_assert!(tree.is_named(1, &Name::new(&one)));
        prop_assert_eq!(tree.is_named(1, &Name::new(&other)), one == other);
    }
}

#[test]
fn edifact_parts_are_named_by_their_position() {
    let elements: Vec<String> = (1..40).map(|at| format!("e{at}")).collect();
    let parts: Vec<String> = (1..=40).map(|at| format!("c{at}")).collect();
    let text = format!(
        "UNB+UNOA:1+A+B+261122:0900+7'UNH+1+X'FTX+{}'RFF+{}'UNT+4+1'UNZ+1+7'",
        elements.join("+"),
        parts.join(":")
    );
    let tree = edi(&text).unwrap();
    let message = tree.children(0).nth(1).unwrap();
    let segment = |tag: &str| {
        let mut segments = tree.children(message).filter(|&at| tree.name(at) == tag);
        segments.next().unwrap()
    };
    let names: Vec<&str> = tree.children(segment("FTX")).map(|at| tree.name(at)).collect();
    let positions: Vec<String> = (1..40).map(|at| at.to_string()).collect();
    assert_eq!(names, positions);
    let element = tree.children(segment("RFF")).next().unwrap();
    assert_eq!(texts(&tree, element)[39], ("40", Some("c40")));
    assert_eq!(edi(&text.replace("e39", "e39+e40")).unwrap_err().code, "message_malformed");
    assert_eq!(edi(&text.replace("c40", "c40:c41")).unwrap_err().code, "message_malformed");
}
