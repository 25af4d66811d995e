//! Reading the server's own HTML, which is regular: quoted attributes, no comments.

/// The values of an attribute, in order.
pub fn values(html: &str, attribute: &str) -> Vec<String> {
    let start = format!(" {attribute}=\"");
    let values = html.split(&start).skip(1);
    values
        .filter_map(|rest| rest.split('"').next())
        .map(|value| value.replace("&amp;", "&"))
        .collect()
}

/// The forms that post: where to, and all that is inside.
pub fn posting_forms(html: &str) -> Vec<(String, String)> {
    let forms = html.split("<form ").skip(1);
    forms
        .filter_map(|rest| rest.split("</form>").next())
        .filter(|form| {
            form.split('>')
                .next()
                .is_some_and(|tag| tag.contains("method=\"post\""))
        })
        .map(|form| {
            let tag = format!(" {}", form.split('>').next().unwrap_or_default());
            let action = values(&tag, "action").into_iter().next();
            (action.unwrap_or_default(), form.to_owned())
        })
        .collect()
}

/// The value of the first hidden field of this name.
pub fn hidden(html: &str, name: &str) -> Option<String> {
    let start = format!("type=\"hidden\" name=\"{name}\" value=\"");
    let (_before, rest) = html.split_once(&start)?;
    rest.split('"').next().map(str::to_owned)
}
