//! Requests to the router, in this process.

use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, header};
use http_body_util::BodyExt;
use samtycke_server::http;
use serde_json::Value;
use tower::ServiceExt;

use super::World;

pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// Stops with the body when the status is another.
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(
            self.status,
            status,
            "{}",
            String::from_utf8_lossy(&self.body)
        );
        self
    }

    /// The fields that problem details name, after checking that they are problem details.
    pub fn problem_fields(&self) -> Vec<String> {
        assert_eq!(
            self.header("content-type"),
            Some("application/problem+json"),
            "{}",
            self.text()
        );
        let problem = self.json();
        assert_eq!(problem["status"], self.status, "{problem}");
        let errors = problem["errors"].as_array().cloned().unwrap_or_default();
        errors
            .iter()
            .map(|error| error["field"].as_str().unwrap().to_owned())
            .collect()
    }
}

/// A link within a page leads to something on it: above all from what is wrong with a form to the field.
fn check_links_within(page: &str) {
    for link in page.split("href=\"#").skip(1) {
        let id = link.split('"').next().unwrap();
        assert!(page.contains(&format!(" id=\"{id}\"")), "no {id} in {page}");
    }
}

impl World {
    pub async fn call(&self, request: Request<Body>) -> Answer {
        let router = self.router.get_or_init(|| http::router(self.app.clone()));
        let response = router.clone().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        let answer = Answer {
            status: head.status.as_u16(),
            headers: head.headers,
            body,
        };
        if answer.header("content-type") == Some("text/html; charset=utf-8") {
            check_links_within(&answer.text());
        }
        answer
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call(Request::get(path).body(Body::empty()).unwrap())
            .await
    }

    /// A request of the staff API; without a body for [`Value::Null`].
    pub async fn api(&self, key: &str, method: Method, path: &str, body: &Value) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {key}"));
        let request = match body {
            Value::Null => request.body(Body::empty()),
            body => request
                .header(header::CONTENT_TYPE, "application/json")
                .body(Body::from(body.to_string())),
        };
        self.call(request.unwrap()).await
    }

    pub async fn api_get(&self, key: &str, path: &str) -> Answer {
        self.api(key, Method::GET, path, &Value::Null).await
    }

    pub async fn api_post(&self, key: &str, path: &str, body: &Value) -> Answer {
        self.api(key, Method::POST, path, body).await
    }

    /// A public JSON request, from a page of `origin` if given.
    pub async fn post(&self, path: &str, origin: Option<&str>, body: &Value) -> Answer {
        let mut request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
        if let Some(origin) = origin {
            request = request.header(header::ORIGIN, origin);
        }
        self.call(request.body(Body::from(body.to_string())).unwrap())
            .await
    }

    /// A form, as a browser without JavaScript posts it. Values need no escaping in these tests.
    pub async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request =
            Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.call(request.body(Body::from(body.join("&"))).unwrap())
            .await
    }
}
