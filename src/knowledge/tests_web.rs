//! Reading the web: what becomes of sitemaps, pages and rules.

use std::time::{Duration, Instant};

use super::tests_site::{OPEN, Reply, Site, gzip, read, slugs, urlset};
use super::web_pages::{Refusal, Web, WebError, read_web};

#[tokio::test]
async fn a_sitemap_is_read_and_what_cannot_be_taken_is_told() {
    let site = Site::with(&[
        OPEN,
        (
            "/map.xml",
            urlset(&[
                "/help/returns.html",
                "/gone",
                "/logo",
                "/help/old",
                "/big",
                "/endless",
                "/latin",
                "/app",
                "/help/returns.html#x",
                "/zip",
            ]),
        ),
        (
            "/help/returns.html",
            Reply::Html("<main><h1>Returns</h1><p>30 days, see <a href='../care'>care</a>.</main>"),
        ),
        ("/help/old", Reply::Moved("/help/returns.html")),
        ("/logo", Reply::Of("image/png", vec![0; 9])),
        ("/big", Reply::Of("text/plain", vec![b'x'; (1 << 20) + 1])),
        ("/endless", Reply::Endless),
        ("/latin", Reply::Of("text/html; charset=ISO-8859-1", b"<p>f\xfcr".to_vec())),
        ("/app", Reply::Html("<div id=root></div>")),
        ("/zip", Reply::Of("text/html", gzip(&vec![b' '; 30 << 20]))),
    ])
    .await;
    let mut steps = Vec::new();
    let web = site.web("/map.xml");
    let read = read_web(&web, &mut |p| steps.push((p.n, p.of, p.skipped.is_none()))).await.unwrap();
    assert_eq!(slugs(&read), ["help-returns"]);
    let page = &read.found[0];
    assert_eq!(page.title, "Returns");
    assert_eq!(page.source, format!("{}/help/returns.html", site.base));
    assert_eq!(page.body, format!("# Returns\n\n30 days, see [care]({}/care).", site.base));
    let wanted = [
        ("/gone", Refusal::Status(404)),
        ("/logo", Refusal::Kind("image/png".to_owned())),
        ("/help/old", Refusal::Same(page.source.clone())),
        ("/big", Refusal::TooLarge(1 << 20)),
        ("/endless", Refusal::TooLarge(1 << 20)),
        ("/latin", Refusal::NotUtf8("iso-8859-1".to_owned())),
        ("/app", Refusal::Empty),
        ("/zip", Refusal::TooLarge(1 << 20)),
    ];
    let wanted: Vec<(String, Refusal)> = wanted.into_iter().map(|(url, why)| (url.to_owned(), why)).collect();
    assert_eq!(site.refused(&read.skipped), wanted);
    assert_eq!((steps.len(), steps[0], steps[8]), (9, (1, 9, true), (9, 9, false)));
    assert!(read.skipped[0].why.is_gone() && !read.skipped[1].why.is_gone());
}

#[tokio::test]
async fn robots_txt_is_asked_once_and_obeyed() {
    let rules =
        "User-agent: *\nDisallow: /\n\nUser-agent: banister\nDisallow: /private\nAllow: /private/but$\n";
    let site = Site::with(&[
        ("/robots.txt", Reply::Of("text/plain", rules.as_bytes().to_vec())),
        ("/map.xml", urlset(&["/a", "/private/b", "/private/but"])),
        ("/a", Reply::Html("<p>A")),
        ("/private/b", Reply::Html("<p>B")),
        ("/private/but", Reply::Html("<p>C")),
    ])
    .await;
    let read = site.read("/map.xml").await.unwrap();
    assert_eq!(slugs(&read), ["a", "private-but"]);
    assert_eq!(site.refused(&read.skipped), [("/private/b".to_owned(), Refusal::Robots)]);
    let mut asked = site.asked();
    asked.sort();
    assert_eq!(asked, ["/a", "/map.xml", "/private/but", "/robots.txt"]);
}

#[tokio::test]
async fn without_its_rules_no_page_of_a_site_is_read() {
    for robots in [
        Reply::Status(500),
        Reply::Status(429),
        Reply::Moved("/robots.txt"),
        Reply::Moved("http://169.254.169.254/"),
    ] {
        let site = Site::with(&[("/robots.txt", robots), ("/a", Reply::Html("<p>A"))]).await;
        let Err(WebError::Nothing(skipped)) = site.read("/a").await else { panic!("read without rules") };
        assert!(matches!(skipped[0].why, Refusal::RobotsUnreadable(_)), "{skipped:?}");
        assert!(!site.asked().contains(&"/a".to_owned()));
    }
    let site = Site::with(&[("/robots.txt", Reply::Status(403)), ("/a", Reply::Html("<p>A"))]).await;
    assert_eq!(slugs(&site.read("/a").await.unwrap()), ["a"]);
}

#[tokio::test]
async fn the_pause_that_a_site_asks_for_is_kept() {
    let site = Site::with(&[
        ("/robots.txt", Reply::Of("text/plain", b"User-agent: *\nCrawl-delay: 0.2\n".to_vec())),
        ("/map.xml", urlset(&["/a", "/b", "/c"])),
        ("/a", Reply::Html("<p>A")),
        ("/b", Reply::Html("<p>B")),
        ("/c", Reply::Html("<p>C")),
    ])
    .await;
    #[expect(clippy::disallowed_methods, reason = "the pause is what is measured")]
    let start = Instant::now();
    assert_eq!(site.read("/map.xml").await.unwrap().found.len(), 3);
    assert!(start.elapsed() >= Duration::from_millis(600));
}

#[tokio::test]
async fn no_more_pages_are_read_than_wanted_and_each_has_its_slug() {
    let map = "<urlset xmlns:image='i'><url><loc>BASE/help/a?x=1&amp;y=2</loc><image:image><image:loc>BASE/i.png</image:loc>\
        </image:image></url><url><loc><![CDATA[BASE/help/a/]]></loc></url><url><loc>BASE/help-a.html</loc></url>\
        <url><loc>BASE/</loc></url><url><loc>BASE/gr%C3%B6%C3%9Fe</loc></url><url><loc>BASE/e</loc></url></urlset>";
    let site = Site::with(&[
        OPEN,
        ("/map.xml", Reply::Xml(map.to_owned())),
        ("/help/a?x=1&y=2", Reply::Html("<p>1")),
        ("/help/a/", Reply::Html("<p>2")),
        ("/help-a.html", Reply::Html("<p>3")),
        ("/", Reply::Html("<p>4")),
        ("/gr%C3%B6%C3%9Fe", Reply::Of("text/markdown", b"# Sizes\n\nAll.\n".to_vec())),
        ("/e", Reply::Html("<p>6")),
    ])
    .await;
    let read = read(&Web { pages_max: 5, ..site.web("/map.xml") }).await.unwrap();
    let [root, umlaut, plain, told_apart, query] = slugs(&read)[..] else { panic!("{read:?}") };
    assert_eq!((root, umlaut, plain, query), ("127-0-0-1", "große", "help-a", "help-a-x-1-y-2"));
    assert!(told_apart.starts_with("help-a-"), "{told_apart}");
    assert_eq!((read.left_out, read.skipped), (1, vec![]));
}
