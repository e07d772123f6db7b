//! Reading the web, where it wants to lead elsewhere or never end.

use super::tests_site::{OPEN, Reply, Site, gzip, index, read, slugs, urlset};
use super::web_pages::{Refusal, Skipped, Web, WebError};

#[tokio::test]
async fn redirects_are_followed_to_the_same_site_only_and_not_for_ever() {
    let site = Site::with(&[
        OPEN,
        ("/1", Reply::Moved("/2")),
        ("/2", Reply::Moved("BASE/3#part")),
        ("/3", Reply::Html("<p>Here")),
        ("/loop", Reply::Moved("/pool")),
        ("/pool", Reply::Moved("/loop")),
        ("/cloud", Reply::Moved("http://169.254.169.254/latest/meta-data/")),
        ("/file", Reply::Moved("file:///etc/passwd")),
        ("/away", Reply::Moved("https://example.com/")),
        ("/nowhere", Reply::Status(302)),
    ])
    .await;
    let read = site.read("/1").await.unwrap();
    assert_eq!(
        (slugs(&read), read.found[0].source.as_str()),
        (vec!["3"], format!("{}/3", site.base).as_str())
    );
    for (path, why) in [
        ("/loop", Refusal::Redirects(5)),
        ("/cloud", Refusal::OtherHost("169.254.169.254".to_owned())),
        ("/file", Refusal::Address),
        ("/away", Refusal::OtherHost("example.com".to_owned())),
        ("/nowhere", Refusal::Status(302)),
    ] {
        let url = format!("{}{path}", site.base);
        assert_eq!(site.read(path).await, Err(WebError::Nothing(vec![Skipped { url, why }])));
    }
}

#[tokio::test]
async fn an_address_that_is_not_public_is_never_asked() {
    let site = Site::with(&[OPEN, ("/a", Reply::Html("<p>A"))]).await;
    let port = site.base.rsplit_once(':').unwrap().1.to_owned();
    for host in ["127.0.0.1", "localhost", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433"] {
        let Err(WebError::Nothing(skipped)) = read(&Web::new(format!("http://{host}:{port}/a"))).await else {
            panic!("{host} was read")
        };
        let why = skipped[0].why.to_string();
        assert!(why.contains("which is not public"), "{host}: {why}");
    }
    assert_eq!(site.asked(), Vec::<String>::new());
    // The owner's own network is not the cloud's.
    let cloud = Web { allow_private: true, ..Web::new("http://169.254.169.254/latest") };
    assert!(matches!(read(&cloud).await, Err(WebError::Nothing(_))));
    for url in ["ftp://a.example/", "file:///etc/passwd", "a.example", "", "http://user:secret@127.0.0.1/"] {
        let web = Web { allow_private: true, ..Web::new(url) };
        let Err(WebError::Nothing(skipped)) = read(&web).await else { panic!("{url} was read") };
        let refused = skipped[0].why.to_string();
        assert!(refused.contains("is no plain http or https address"), "{url}: {refused}");
    }
}

#[tokio::test]
async fn another_host_is_read_only_if_the_owner_lists_it() {
    let site = Site::with(&[OPEN, ("/a", Reply::Html("<p>A"))]).await;
    let elsewhere = site.base.replace("127.0.0.1", "localhost");
    let list = format!("# ours\n{elsewhere}/a\n\n{elsewhere}/b\n{}/a\n", site.base);
    let second = Site::with(&[OPEN, ("/list.txt", Reply::Of("text/plain", list.into_bytes()))]).await;
    let web = second.web("/list.txt");
    assert!(matches!(read(&web).await, Err(WebError::Nothing(skipped)) if skipped.len() == 3));
    let host = elsewhere.replace("http://", "");
    let read = read(&Web { hosts: vec![host], ..web }).await.unwrap();
    assert_eq!(slugs(&read), ["a"]);
    let why: Vec<&Refusal> = read.skipped.iter().map(|s| &s.why).collect();
    assert!(matches!(why[..], [Refusal::OtherHost(_), Refusal::Status(404)]), "{why:?}");
}

#[tokio::test]
async fn sitemaps_that_list_each_other_come_to_an_end() {
    let site = Site::with(&[
        OPEN,
        ("/0", index(&["/0", "/1", "/gone"])),
        ("/1", index(&["/0", "/2", "/map.gz"])),
        ("/2", index(&["/3", "/1"])),
        ("/3", index(&["/4", "/0"])),
        (
            "/map.gz",
            Reply::Of(
                "application/gzip",
                gzip(b"<urlset><url><loc>http://else.example/x</loc></url></urlset>"),
            ),
        ),
        ("/4", urlset(&["/a"])),
    ])
    .await;
    let Err(WebError::Nothing(skipped)) = site.read("/0").await else { panic!("read to the end") };
    let wanted = [
        ("/gone", Refusal::Status(404)),
        ("http://else.example/x", Refusal::OtherHost("else.example".to_owned())),
        ("/4", Refusal::Depth(3)),
    ];
    let mut refused = site.refused(&skipped);
    refused.sort_by_key(|(url, _)| url.clone());
    let mut wanted: Vec<(String, Refusal)> =
        wanted.into_iter().map(|(url, why)| (url.to_owned(), why)).collect();
    wanted.sort_by_key(|(url, _)| url.clone());
    assert_eq!(refused, wanted);
    assert_eq!(site.asked().iter().filter(|path| *path == "/0").count(), 1);
}

#[tokio::test]
async fn bombs_and_broken_sitemaps_are_refused() {
    let spaces = |count: usize| [b"<urlset>".as_slice(), &vec![b' '; count]].concat();
    let laughs = "<!DOCTYPE u [<!ENTITY a 'http://127.0.0.1/'>]><urlset><url><loc>&a;</loc></url></urlset>";
    let site = Site::with(&[
        OPEN,
        ("/bomb.gz", Reply::Of("application/x-gzip", gzip(&spaces(200 << 20)))),
        ("/large", Reply::Of("text/xml", spaces(10 << 20))),
        ("/cut", Reply::Xml("<urlset><url><loc>BASE/a</loc>".to_owned())),
        ("/laughs", Reply::Xml(laughs.to_owned())),
        ("/feed", Reply::Xml("<rss></rss>".to_owned())),
        ("/deep", Reply::Xml(format!("<urlset>{}", "<a>".repeat(100_000)))),
        ("/damaged", Reply::Of("application/gzip", b"\x1f\x8b\x08broken".to_vec())),
        ("/empty", urlset(&[])),
    ])
    .await;
    for (path, wanted) in [
        ("/bomb.gz", "is too large: at most 10485760 bytes are read"),
        ("/large", "is too large: at most 10485760 bytes are read"),
        ("/cut", "is a damaged sitemap: it ends too early"),
        ("/laughs", "is a damaged sitemap: an unknown entity"),
        ("/feed", "is a damaged sitemap: neither a urlset nor a sitemapindex"),
        ("/deep", "is a damaged sitemap: elements too deep in elements"),
        ("/damaged", "is damaged gzip, not HTML, text or Markdown"),
    ] {
        let error = site.read(path).await.unwrap_err().to_string();
        assert_eq!(error, format!("no page could be taken:\n{}{path} {wanted}", site.base));
    }
    assert_eq!(site.read("/empty").await, Err(WebError::NoPages));
}
