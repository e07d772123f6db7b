//! Where a visitor came from.

use super::{campaign, page};

#[test]
fn the_page_is_its_path_alone() {
    for (url, path) in [
        ("https://shop.example/pricing?utm_campaign=x#top", Some("/pricing")),
        ("https://shop.example/a/b/", Some("/a/b")),
        ("https://shop.example", Some("/")),
        ("https://shop.example?q=1", Some("/")),
        ("https://shop.example#x", Some("/")),
        ("/help?x", Some("/help")),
        ("pricing", None),
        ("", None),
    ] {
        assert_eq!(page(url).as_deref(), path, "{url}");
    }
    assert_eq!(page(&format!("https://x/{}", "é".repeat(500))).unwrap().chars().count(), 120);
}

#[test]
fn the_campaign_is_the_named_one_or_the_host_that_referred() {
    let google = Some("https://www.Google.com:443/search?q=mug");
    for (url, referrer, wanted) in [
        (Some("https://x/?utm_campaign=spring+sale%21"), google, Some("spring sale!")),
        (Some("https://x/?a=1&utm_campaign=%C3%A9t%C3%A9&b"), None, Some("été")),
        (Some("https://x/?utm_campaign=&a"), google, Some("google.com")),
        (Some("https://x/?utm_campaign=%zz%+1"), None, Some("%zz% 1")),
        (Some("https://x/?my_utm_campaign=no"), google, Some("google.com")),
        (Some("https://google.com/mail"), google, None),
        (Some("https://x/"), Some("android-app"), None),
        (None, Some("https://user:pw@news.example/a"), Some("news.example")),
        (None, None, None),
    ] {
        assert_eq!(campaign(url, referrer).as_deref(), wanted, "{url:?} {referrer:?}");
    }
}
