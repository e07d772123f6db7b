//! A browser: keeps cookies, follows nothing, and sends the forms of the page it is on.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::Service;

pub const PASSWORD: &str = "lamp river stone";

/// What a page answered with.
#[derive(Clone, Debug)]
pub struct Shown {
    pub status: u16,
    /// Where it leads to.
    pub location: String,
    pub body: String,
}

impl Shown {
    /// The value of the first hidden field of this name.
    pub fn field(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let rest = self.body.split_once(&mark).map(|(_, rest)| rest).unwrap_or_default();
        rest.split('"').next().unwrap_or_default().to_owned()
    }

    /// What stands between two marks.
    pub fn between(&self, from: &str, to: &str) -> String {
        let rest = self.body.split_once(from).unwrap_or_else(|| panic!("{from} is not in {}", self.body)).1;
        rest.split(to).next().unwrap().to_owned()
    }

    /// Everything that stands between two marks and is no markup itself.
    pub fn all_between(&self, from: &str, to: &str) -> Vec<String> {
        let found =
            self.body.split(from).skip(1).filter_map(|rest| rest.split_once(to)).map(|(found, _)| found);
        found.filter(|found| !found.contains(['<', '"', '\n'])).map(str::to_owned).collect()
    }
}

pub struct Browser {
    http: reqwest::Client,
    url: String,
    pub agent: String,
    /// What it sends beside everything else.
    pub headers: Vec<(String, String)>,
    pub cookies: RefCell<BTreeMap<String, String>>,
}

impl Browser {
    pub fn new(shop: &Service) -> Self {
        let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build();
        Self {
            http: http.unwrap(),
            url: shop.url.clone(),
            agent: "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0".to_owned(),
            headers: Vec::new(),
            cookies: RefCell::default(),
        }
    }

    /// Signed in with the password of all people of the tests.
    pub async fn signed_in(shop: &Service, email: &str) -> Self {
        let browser = Self::new(shop);
        let shown = browser.sign_in(email, PASSWORD).await;
        assert_eq!((shown.status, shown.location.as_str()), (303, "/"), "{shown:?}");
        browser
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.borrow().get(name).cloned()
    }

    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
    }

    pub async fn get(&self, path: &str) -> Shown {
        self.send(self.http.get(format!("{}{path}", self.url))).await
    }

    /// Sends a form as it is.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Shown {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self.http.post(format!("{}{path}", self.url)).body(body);
        self.send(request.header("content-type", "application/x-www-form-urlencoded")).await
    }

    /// Opens a page and sends a form of it, with the page's token.
    pub async fn submit(&self, page: &str, path: &str, fields: &[(&str, &str)]) -> Shown {
        let csrf = self.get(page).await.field("csrf");
        assert!(!csrf.is_empty(), "{page} has no form");
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend(fields);
        self.post(path, &all).await
    }

    pub async fn sign_in(&self, email: &str, password: &str) -> Shown {
        self.submit("/login", "/login", &[("email", email), ("password", password)]).await
    }

    /// Whether the inbox is shown to this browser.
    pub async fn is_in(&self) -> bool {
        self.get("/").await.status == 200
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Shown {
        let cookies: Vec<String> = self.cookies.borrow().iter().map(|(k, v)| format!("{k}={v}")).collect();
        let mut request = request.header("user-agent", &self.agent).header("cookie", cookies.join("; "));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let answer = request.send().await.unwrap();
        for line in answer.headers().get_all("set-cookie") {
            let (name, rest) = line.to_str().unwrap().split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if value.is_empty() {
                self.cookies.borrow_mut().remove(name);
            } else {
                self.set_cookie(name, value);
            }
        }
        let status = answer.status().as_u16();
        let location = answer.headers().get("location").map(|l| l.to_str().unwrap().to_owned());
        Shown { status, location: location.unwrap_or_default(), body: answer.text().await.unwrap() }
    }
}

/// Adds somebody by the command line.
pub fn person(shop: &Service, email: &str, role: &str) {
    let name = email.split('@').next().unwrap();
    let args = ["user", "add", "--email", email, "--name", name, "--role", role];
    let (_, errors, code) = shop.run(&args, &format!("{PASSWORD}\n"));
    assert_eq!(code, 0, "{errors}");
}
