//! Promises of the whole room that need no server.

use super::fields::{BadField, Fields};

fn refused<T: std::fmt::Debug>(given: Result<T, BadField>) -> String {
    given.map_or_else(|bad| bad.field, |value| format!("accepted {value:?}"))
}

#[test]
fn a_body_that_does_not_fit_is_refused_by_the_name_of_its_field() {
    let json = |body: &str| Fields::from_json(body.as_bytes(), &["revision", "text"]);
    assert_eq!(refused(json("{")), "body");
    assert_eq!(refused(json("[1]")), "body");
    assert_eq!(refused(json("{\"revison\":1}")), "revison");
    let whole = |body: &str| refused(json(body).and_then(|fields| fields.whole("revision")));
    assert_eq!(whole("{}"), "revision");
    assert_eq!(whole("{\"revision\":-1}"), "revision");
    assert_eq!(whole("{\"revision\":1.5}"), "revision");
    assert_eq!(whole("{\"revision\":null}"), "revision");
    assert_eq!(whole("{\"revision\":7}"), "accepted 7");
    assert_eq!(refused(json("{\"text\":5}").and_then(|fields| fields.text("text").map(|_| ()))), "text");
}

#[test]
fn an_empty_body_is_an_empty_object() {
    assert_eq!(Fields::from_json(b" \n", &[]), Ok(Fields::default()));
}

#[test]
fn a_query_is_read_like_a_form_and_refuses_what_it_does_not_know() {
    let query = |text: &str| Fields::from_query(Some(text), &["state", "limit"]);
    assert_eq!(refused(query("colour=red")), "colour");
    assert_eq!(query("state=&limit=").and_then(|f| f.within("limit", 1, 100, 50)), Ok(50));
    assert_eq!(refused(query("limit=0").and_then(|f| f.within("limit", 1, 100, 50))), "limit");
    assert_eq!(refused(query("limit=101").and_then(|f| f.within("limit", 1, 100, 50))), "limit");
    assert_eq!(refused(query("state=open").and_then(|f| f.one_of("state", &["quiet"]).map(|_| ()))), "state");
}

#[test]
fn a_cursor_that_we_did_not_give_out_is_refused() {
    let cursor = |text: &str| {
        let fields = Fields::from_query(Some(&format!("cursor={text}")), &["cursor"]);
        fields.and_then(|fields| super::deeds::cursor(&fields))
    };
    assert_eq!(cursor("abc_1"), Ok(Some("abc_1".to_owned())));
    assert_eq!(refused(cursor("a%00b")), "cursor");
    assert_eq!(refused(cursor("a%0Ab")), "cursor");
    assert_eq!(refused(cursor(&"x".repeat(201))), "cursor");
}

#[test]
fn a_filter_knows_the_stages_and_those_who_wait() {
    let filter = |text: &str| {
        Fields::from_query(Some(text), super::filter::FILTERS)
            .and_then(|fields| super::filter::filter(&fields, 50))
    };
    assert_eq!(filter("state=needs_human").map(|f| (f.needs_human, f.stage)), Ok((true, None)));
    assert_eq!(filter("state=in_review").map(|f| f.stage), Ok(Some("in_review".to_owned())));
    assert_eq!(refused(filter("state=open")), "state");
    assert_eq!(refused(filter("handling=robot")), "handling");
}

#[test]
fn line_ends_of_browsers_do_not_make_an_edit() {
    assert_eq!(super::deeds::plain("a\r\nb"), "a\nb");
}
