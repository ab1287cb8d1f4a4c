//! `/openapi.json`, and `/docs`: the same document as a page that a person reads, with no file from elsewhere.

use crate::openapi;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use portolan_api::ProblemCode;
use serde_json::Value;
use std::fmt::Write as _;
use std::sync::LazyLock;

static DOCUMENT: LazyLock<String> = LazyLock::new(openapi::document_json);
static PAGE: LazyLock<String> = LazyLock::new(|| {
    let document = serde_json::from_str(&DOCUMENT).unwrap_or_default();
    render(&document)
});

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;\
color:#1a2330;background:#fff}h2{margin-top:3rem;border-bottom:1px solid #cdd5df}h3{margin:2rem 0 .25rem}\
code{font:14px ui-monospace,monospace;background:#eef2f6;padding:.1em .3em;border-radius:3px}\
.method{display:inline-block;min-width:4.5em;font-weight:700;color:#0b5cad}table{border-collapse:collapse;\
width:100%}td,th{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;border-bottom:1px solid #e3e8ee}\
.scope{color:#5b6775}nav a{margin-right:1rem}@media(prefers-color-scheme:dark){body{color:#dbe3ec;\
background:#12181f}code{background:#1f2933}.method,a{color:#7cb8ff}h2,td,th{border-color:#2c3844}}";

/// The OpenAPI document.
pub async fn get_document() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], DOCUMENT.as_str()).into_response()
}

/// The readable reference.
pub async fn get_reference() -> Response {
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], PAGE.as_str()).into_response()
}

/// A problem's type leads to its line in the reference.
pub async fn get_problem(Path(code): Path<String>) -> Redirect {
    let known = ProblemCode::ALL.iter().find(|known| known.name() == code);
    let anchor =
        known.map_or_else(|| "problems".to_owned(), |known| format!("problem-{}", known.name()));
    Redirect::to(&format!("/docs#{anchor}"))
}

fn render(document: &Value) -> String {
    let mut out = String::from("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">");
    out.push_str("<meta name=\"viewport\" content=\"width=device-width\"><title>Portolan: HTTP reference</title>");
    let _ = write!(out, "<style>{STYLE}</style></head><body><h1>Portolan: HTTP reference</h1>");
    let _ = write!(out, "<p>{}</p>", escaped(text(&document["info"]["description"])));
    out.push_str("<p>The same as data: <a href=\"/openapi.json\">openapi.json</a>. Send ");
    out.push_str("<code>Authorization: Bearer ptl_…</code>; each operation names the scope it needs.</p><nav>");
    let tags = list(&document["tags"]);
    for tag in tags {
        let name = escaped(text(&tag["name"]));
        let _ = write!(out, "<a href=\"#{name}\">{name}</a>");
    }
    out.push_str("<a href=\"#types\">types</a><a href=\"#problems\">problems</a></nav>");
    for tag in tags {
        render_tag(&mut out, document, tag);
    }
    render_types(&mut out, document);
    render_problems(&mut out);
    out.push_str("</body></html>\n");
    out
}

fn render_tag(out: &mut String, document: &Value, tag: &Value) {
    let name = text(&tag["name"]);
    let _ = write!(
        out,
        "<h2 id=\"{0}\">{0}</h2><p>{1}.</p>",
        escaped(name),
        escaped(text(&tag["description"]))
    );
    for (path, item) in members(&document["paths"]) {
        for (method, operation) in members(item) {
            if list(&operation["tags"]).iter().any(|tag| text(tag) == name) {
                render_operation(out, path, method, operation);
            }
        }
    }
}

fn render_operation(out: &mut String, path: &str, method: &str, operation: &Value) {
    let id = escaped(text(&operation["operationId"]));
    let method = escaped(&method.to_uppercase());
    let path = escaped(path);
    let _ = write!(
        out,
        "<h3 id=\"{id}\"><span class=\"method\">{method}</span> <code>{path}</code></h3>"
    );
    let _ = write!(out, "<p>{}</p>", escaped(text(&operation["summary"])));
    if operation["description"].is_string() {
        let _ = write!(out, "<p>{}</p>", escaped(text(&operation["description"])));
    }
    for scope in list(&operation["security"]).iter().flat_map(|one| list(&one["key"])) {
        let _ = write!(out, "<p class=\"scope\">Scope <code>{}</code></p>", escaped(text(scope)));
    }
    render_parameters(out, list(&operation["parameters"]));
    for (media_type, body) in members(&operation["requestBody"]["content"]) {
        let _ = write!(
            out,
            "<p>Body <code>{}</code>: {}</p>",
            escaped(media_type),
            type_of(&body["schema"])
        );
    }
    for (status, response) in members(&operation["responses"]) {
        let content = members(&response["content"]);
        let shown: Vec<String> = content.map(|(_, body)| type_of(&body["schema"])).collect();
        let _ = write!(out, "<p>Answer <code>{}</code> {}</p>", escaped(status), shown.join(", "));
    }
}

fn render_parameters(out: &mut String, parameters: &[Value]) {
    if parameters.is_empty() {
        return;
    }
    out.push_str("<table>");
    for parameter in parameters {
        let _ = write!(
            out,
            "<tr><td><code>{}</code></td><td>{}</td><td>{}</td></tr>",
            escaped(text(&parameter["name"])),
            escaped(text(&parameter["in"])),
            escaped(text(&parameter["description"])),
        );
    }
    out.push_str("</table>");
}

fn render_types(out: &mut String, document: &Value) {
    out.push_str("<h2 id=\"types\">types</h2>");
    for (name, schema) in members(&document["components"]["schemas"]) {
        let name = escaped(name);
        let _ = write!(out, "<h3 id=\"type-{name}\"><code>{name}</code></h3>");
        let _ = write!(out, "<p>{}</p>", escaped(text(&schema["description"])));
        let words: Vec<String> = list(&schema["enum"])
            .iter()
            .map(|word| format!("<code>{}</code>", escaped(text(word))))
            .collect();
        if !words.is_empty() {
            let _ = write!(out, "<p>{}</p>", words.join(" "));
        }
        render_members(out, schema);
    }
}

fn render_members(out: &mut String, schema: &Value) {
    let required: Vec<&str> = list(&schema["required"]).iter().map(text).collect();
    let mut rows = members(&schema["properties"]).peekable();
    if rows.peek().is_none() {
        return;
    }
    out.push_str("<table>");
    for (name, member) in rows {
        let mark = if required.contains(&name.as_str()) { "" } else { "optional" };
        let _ = write!(
            out,
            "<tr><td><code>{}</code></td><td>{}</td><td class=\"scope\">{mark}</td><td>{}</td></tr>",
            escaped(name),
            type_of(member),
            escaped(text(&member["description"])),
        );
    }
    out.push_str("</table>");
}

fn render_problems(out: &mut String) {
    out.push_str("<h2 id=\"problems\">problems</h2><table>");
    for code in ProblemCode::ALL {
        let (name, status, title) = (code.name(), code.status(), code.title());
        let _ = write!(
            out,
            "<tr id=\"problem-{name}\"><td><code>/problems/{name}</code></td><td>{status}</td><td>{title}</td></tr>"
        );
    }
    out.push_str("</table>");
}

/// A schema in a word or two, linked to its type.
fn type_of(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        let name = escaped(name);
        return format!("<a href=\"#type-{name}\">{name}</a>");
    }
    if schema["items"].is_object() {
        return format!("list of {}", type_of(&schema["items"]));
    }
    let choices = list(&schema["oneOf"]);
    if !choices.is_empty() {
        let shown: Vec<String> = choices.iter().map(type_of).collect();
        return shown.join(" or ");
    }
    match &schema["type"] {
        Value::String(kind) => escaped(kind),
        Value::Array(kinds) => {
            let kinds: Vec<String> = kinds.iter().map(|kind| escaped(text(kind))).collect();
            kinds.join(" or ")
        }
        _ => String::new(),
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests;
