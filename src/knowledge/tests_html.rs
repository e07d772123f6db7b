//! What becomes of a page: the article in Markdown, and nothing around it.

use std::fmt::Write as _;

use url::Url;

use super::html::article;
use super::markdown::cut;

fn body(html: &str) -> String {
    article(html, None).unwrap().1
}

/// Heading and text of each passage.
fn passages(html: &str) -> Vec<(String, String)> {
    cut(&body(html)).cuts.into_iter().map(|c| (c.heading, c.text)).collect()
}

fn pairs(wanted: &[(&str, &str)]) -> Vec<(String, String)> {
    wanted.iter().map(|(heading, text)| ((*heading).to_owned(), (*text).to_owned())).collect()
}

#[test]
fn the_article_is_taken_and_what_is_around_it_is_not() {
    let page = r#"<!doctype html><html><head><title>Returns | Shop</title><style>p{}</style></head><body class="page-cookies">
        <header><a href="/">Shop</a></header><nav><ul><li>Home</li></ul></nav>
        <div id="onetrust-consent-sdk">We use cookies.</div><div class="cookie-banner">Accept?</div>
        <main><ol class="breadcrumb"><li>Help</li></ol><header><h1>Returns</h1></header>
        <p>You have <b>30 days</b>.<script>alert("<p>no</p>")</script></p>
        <p style="display: none">hidden</p><p hidden>hidden</p><p aria-hidden="true">hidden</p>
        <form><input name=q><button>Go</button></form>
        <aside>Related</aside><footer>Was this helpful?</footer></main><footer>Imprint</footer></body></html>"#;
    assert_eq!(
        article(page, None),
        Some((Some("Returns".to_owned()), "# Returns\n\nYou have 30 days.".to_owned()))
    );
}

#[test]
fn a_page_without_main_loses_its_frame_and_keeps_its_title() {
    let page = "<title>Care</title><header>Shop</header><nav>Menu</nav><h2>Washing</h2><p>Cold.<footer>Imprint</footer>";
    assert_eq!(article(page, None), Some((Some("Care".to_owned()), "## Washing\n\nCold.".to_owned())));
    let wrapped = "<form id=aspnetForm><nav>x</nav><main><h1>A</h1><p>B</p></main></form>";
    assert_eq!(body(wrapped), "# A\n\nB");
    let only = "<div>Menu</div><article><h1>A</h1><p>B</p></article><div>More</div>";
    assert_eq!(body(only), "# A\n\nB");
}

#[test]
fn lists_tables_code_and_links_become_markdown() {
    let page = r##"<main><h1>Sizes</h1><ul><li>One<li>Two<ol><li>a</li><li>b <b>c</b></li></ol></li></ul><p>After</p>
        <table><caption>In cm</caption><thead><tr><th>Size<th>Width</thead><tr><td>S|M<td>10</td></tr><tr><td>L<td>12</table>
        <pre><code>a  b
 c</code></pre><p>Run <code>x --y</code>, see <a href="/size guide(1)">the <b>guide</b></a>, <a href="#top">top</a>,
        <a href="javascript:x()">no</a>, <a href="mailto:a@b.c">mail</a> or <a href="https://b.c/">https://b.c</a>.</p></main>"##;
    let base = Url::parse("https://shop.example/help/sizes").unwrap();
    let wanted = "# Sizes\n\n- One\n- Two\n  1. a\n  2. b c\n\nAfter\n\nIn cm\n\n\
        | Size | Width |\n| --- | --- |\n| S\\|M | 10 |\n| L | 12 |\n\n\
        ```\na  b\n c\n```\n\nRun `x --y`, see [the guide](https://shop.example/size%20guide%281%29), top, no, \
        [mail](mailto:a@b.c) or <https://b.c/>.";
    assert_eq!(article(page, Some(&base)).unwrap().1, wanted);
    let own = r#"<base href="https://cdn.example/x/"><p><a href="y">Y</a> and <a href="/z">Z</a>"#;
    assert_eq!(body(own), "[Y](https://cdn.example/x/y) and [Z](https://cdn.example/z)");
    assert_eq!(body("<p><a href='/z'>Z</a>"), "Z", "without a base, nobody could follow it");
}

#[test]
fn a_cell_that_spans_rows_is_read_in_each_of_them() {
    let page = "<table><tr><th>Country<th>Way<th>Price</tr><tr><td rowspan=2>Canada<td>Post<td>5</tr>\
        <tr><td>Courier<td>9</tr><tr><td>US<td colspan=2>free</table>";
    let wanted = "| Country | Way | Price |\n| --- | --- | --- |\n| Canada | Post | 5 |\n\
        | Canada | Courier | 9 |\n| US | free |  |";
    assert_eq!(body(page), wanted);
    let values = "<table><tr><th>Weight<td>2 kg</tr><tr><th>Colour:<td>red</table>";
    assert_eq!(body(values), "- Weight: 2 kg\n- Colour: red");
    let layout = "<table><tr><td>Menu<td><h2>A</h2><p>B</p></table>";
    assert_eq!(body(layout), "Menu\n\n## A\n\nB");
}

#[test]
fn every_way_to_write_a_faq_gives_questions_with_their_answers() {
    let wanted = pairs(&[("How long?", "Two days."), ("How much?", "Nothing."), ("FAQ", "Write to us.")]);
    let details = "<h2>FAQ</h2><details><summary>How long?</summary><p>Two days.</details>\
        <details><summary><h3>How much?</h3></summary>Nothing.</details><p>Write to us.";
    assert_eq!(passages(details), wanted);
    let list = "<h2>FAQ</h2><dl><dt>How long?<dd>Two days.<dt>How much?<dd>Nothing.</dl><p>Write to us.";
    assert_eq!(passages(list), wanted);
    let wanted = &wanted[..2];
    let items = "<ul><li><h3>How long?</h3><div>Two days.</div></li><li><h3>How much?</h3>Nothing.</ul>";
    assert_eq!(passages(items), wanted);
    let bold = "<p><strong>How long?</strong></p><p>Two days.</p><p><b>How much?</b><p>Nothing.";
    assert_eq!(passages(bold), wanted);
    let folded = r#"<h3><button aria-expanded=false aria-controls=a>How long?</button></h3><div id=a hidden>Two days.</div>
        <button aria-controls="b">How much?</button><div id=b style="display:none">Nothing.</div>"#;
    assert_eq!(passages(folded), wanted);
}

#[test]
fn words_are_not_mistaken_for_marks() {
    let page = "<p>1. Not a list</p><p># not a heading<br>- nor this</p><p>2 * 3 *4* a_b _c_ [x](y) &lt;b&gt; &amp;lt; `q`</p>\
        <h2>C# &amp; F#</h2><p>---</p><p>old <del>€50</del> €40, re&shy;fund</p>";
    let wanted = "1\\. Not a list\n\n\\# not a heading  \n\\- nor this\n\n\
        2 * 3 \\*4\\* a_b \\_c\\_ \\[x\\](y) \\<b> \\&lt; \\`q\\`\n\n## C# & F#\n\n\\---\n\nold €40, refund";
    assert_eq!(body(page), wanted);
    let plain: String = cut(wanted).cuts.iter().map(|c| super::markdown::words(&c.text)).collect();
    assert!(plain.contains("1. Not a list") && plain.contains("*4* a_b _c_ [x](y) <b> &lt; `q`"), "{plain}");
}

#[test]
fn tags_left_open_or_closed_twice_do_no_harm() {
    let page = "<main><div><h2>A<h2>B</h3><p>one<p>two</div></div></span><ul><li>x<li>y</main><p>out";
    assert_eq!(body(page), "## A\n\n## B\n\none\n\ntwo\n\n- x\n- y");
    assert_eq!(body("<table><tr><td>a</div></p>b<td>c"), "- ab: c");
}

#[test]
fn nothing_to_read_is_no_article() {
    for page in
        ["", "   ", "<div id=root></div><script>app()</script>", "<nav>Menu</nav>", "<!-- x -->", "<p>…</p>"]
    {
        assert_eq!(article(page, None), None, "{page}");
    }
}

#[test]
fn hostile_pages_are_read_in_time_and_depth() {
    let mut attributes = "<p ".to_owned();
    for number in 0..150_000 {
        let _ = write!(attributes, "a{number} ");
    }
    let deep = |tag: &str, count: usize| format!("<h1>T</h1>{}end", tag.repeat(count));
    let pages = [
        deep("<div>", 100_000),
        deep("<ul><li>x", 20_000),
        deep("<table><tr><td>x", 20_000),
        deep("<b><p>", 30_000),
        deep("<a href=x>", 20_000),
        deep("<details><summary>x</summary>", 20_000),
        deep("<dl><dt>x<dd>", 15_000),
        deep("<blockquote>x</p></div>", 20_000),
        deep("<form><h2>x", 15_000),
        deep("<svg>", 50_000),
        deep("<sup>x", 20_000),
        deep("<table><tr><td rowspan=9999 colspan=9999>x", 10_000),
        deep("<tr><td rowspan=60000 colspan=9>x", 15_000),
        "<".repeat(1 << 20),
        format!("{}x", "<a href='".repeat(100_000)),
        format!("x{}", "&amp".repeat(200_000)),
        format!("x{}", "[".repeat(1 << 20)),
        format!("x{}", "<!--".repeat(200_000)),
        format!("{attributes}>x"),
        format!("x<p>{}", "\u{0}\u{1}\u{fffd}".repeat(100_000)),
    ];
    for page in pages {
        let read = article(&page, None);
        let length = read.map_or(0, |(_, body)| body.len());
        assert!(length < 8 << 20, "{length} bytes from {}", page.chars().take(60).collect::<String>());
    }
}
