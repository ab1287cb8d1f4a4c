use super::*;
use std::collections::BTreeMap;

fn notice(kind: NoticeKind, details: &[(&str, &str)]) -> (Notice, String) {
    let details: BTreeMap<String, String> =
        details.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let notice = Notice {
        id: "ntc_1".into(),
        kind,
        object: "par_1".into(),
        details,
        at: "2026-11-22T00:00:00Z".into(),
        is_read: false,
    };
    (notice, "https://parcels.example/#/parcels/par_1".into())
}

#[test]
fn a_letter_about_one_notice_says_it_in_its_subject_and_about_several_counts_them() {
    let late = notice(
        NoticeKind::ParcelException,
        &[("number", "LX900000005CN"), ("exception", "promise_broken")],
    );
    let kept = notice(NoticeKind::ImportKept, &[("created", "12"), ("rejected", "1")]);
    let one = digest(Language::En, "Mei's shop", std::slice::from_ref(&late));
    assert_eq!(one.subject, "Mei's shop: parcel LX900000005CN: promise broken");
    assert!(one.text.contains("https://parcels.example/#/parcels/par_1"));
    let two = digest(Language::En, "Mei's shop", &[kept.clone(), late.clone()]);
    assert_eq!(two.subject, "Mei's shop: 2 notices");
    assert!(two.text.contains("12 new, 1 rejected") && two.text.contains("promise broken"));
    let zh = digest(Language::Zh, "美的店", &[kept, late]);
    assert_eq!(zh.subject, "美的店：2 条通知");
    assert!(zh.text.contains("已晚于承诺日期") && zh.text.contains("新增 12"));
}

#[test]
fn what_cannot_be_a_server_or_a_sender_is_said_without_the_password() {
    let config = |server: &str, from: &str| MailConfig {
        server: server.into(),
        from: from.into(),
        console: "https://parcels.example/".into(),
    };
    let wrong = Mailer::new(&config("http://mei:secret@host", "a@b.example")).unwrap_err();
    assert_eq!(wrong.code(), "mail_server");
    assert!(!wrong.to_string().contains("secret"));
    assert_eq!(Mailer::new(&config("smtp://host", "nobody")).unwrap_err().code(), "mail_from");
    let mailer = Mailer::new(&config("smtp://host:2525", "Portolan <p@post.example>")).unwrap();
    assert_eq!(mailer.page("parcels/par_1"), "https://parcels.example/#/parcels/par_1");
}
