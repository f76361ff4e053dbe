//! What a page states of itself: `<meta>`, JSON-LD, `<title>`, `lang`.

use super::metadata::Stated;
use encoding_rs::Encoding;
use scraper::{ElementRef, Html, Selector};
use serde_json::Value;

/// Bytes of a page searched for its encoding, as browsers do.
const CHARSET_BYTES: usize = 1024;

/// The encoding that a page names in its head.
pub(super) fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(CHARSET_BYTES)].to_ascii_lowercase();
    let at = head.windows(8).position(|w| w == b"charset=")? + 8;
    let label: Vec<_> = head[at..]
        .iter()
        .skip_while(|b| matches!(b, b'"' | b'\'' | b' '))
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        .copied()
        .collect();
    Encoding::for_label(&label)
}

/// Names of `<meta>` tags and the fields they give, best first.
const METAS: &[(&str, &str)] = &[
    ("citation_title", "title"),
    ("dc.title", "title"),
    ("dcterms.title", "title"),
    ("citation_author", "author"),
    ("citation_authors", "author"),
    ("citation_publication_date", "date"),
    ("citation_date", "date"),
    ("citation_online_date", "date"),
    ("citation_journal_title", "container"),
    ("citation_volume", "volume"),
    ("citation_issue", "issue"),
    ("citation_firstpage", "pages"),
    ("citation_doi", "doi"),
    ("citation_publisher", "publisher"),
    ("citation_language", "language"),
    ("author", "author"),
    ("dc.creator", "author"),
    ("dcterms.creator", "author"),
    ("parsely-author", "author"),
    ("article:author", "author"),
    ("dcterms.date", "date"),
    ("dc.date", "date"),
    ("dcterms.created", "date"),
    ("date", "date"),
    ("article:published_time", "date"),
    ("og:title", "title"),
    ("twitter:title", "title"),
    ("og:site_name", "container"),
    ("og:url", "url"),
];

fn select<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    let selector = Selector::parse(selector).expect("the selector is well formed");
    page.select(&selector).collect()
}

/// What the head of `page` states.
pub(super) fn stated(page: &Html) -> Stated {
    let mut stated = Stated::default();
    let metas = select(page, "meta");
    let mut author_source = None;
    for (name, field) in METAS {
        for meta in &metas {
            let meta = meta.value();
            let key = meta.attr("name").or(meta.attr("property")).unwrap_or("");
            let Some(content) = meta
                .attr("content")
                .filter(|_| key.eq_ignore_ascii_case(name))
            else {
                continue;
            };
            if *field == "author" && *author_source.get_or_insert(*name) != *name {
                continue;
            }
            stated.take(field, content);
        }
    }
    add_last_page(&metas, &mut stated);
    for script in select(page, r#"script[type="application/ld+json"]"#) {
        let text: String = script.text().collect();
        if let Ok(value) = serde_json::from_str(&text) {
            take_json(&value, &mut stated);
        }
    }
    if let Some(language) = select(page, "html[lang]")
        .first()
        .and_then(|e| e.value().attr("lang"))
    {
        stated.take("language", language);
    }
    take_title(page, &mut stated);
    take_byline(page, &mut stated);
    stated
}

/// Takes author and date from where blogs show them, if nothing states them.
fn take_byline(page: &Html, stated: &mut Stated) {
    let only = |selector: &str| {
        let found = select(page, selector);
        let texts: Vec<String> = found.iter().map(|e| e.text().collect()).collect();
        let first = texts.first()?.trim();
        let is_one = texts.iter().all(|text| text.trim() == first);
        (is_one && !first.is_empty()).then(|| first.to_owned())
    };
    if stated.reference.authors.is_empty()
        && let Some(name) =
            only(".post-author .fn, .entry-meta .fn, .byline [rel=author], .byline .author")
    {
        stated.take("author", &name);
    }
    let times = select(
        page,
        "time.entry-date[datetime], time.published[datetime], article time[datetime]",
    );
    if let Some(date) = times.first().and_then(|time| time.value().attr("datetime")) {
        stated.take("date", date);
    }
}

fn add_last_page(metas: &[ElementRef<'_>], stated: &mut Stated) {
    let last = metas
        .iter()
        .map(ElementRef::value)
        .find(|m| m.attr("name") == Some("citation_lastpage"));
    if let (Some(last), Some(pages)) = (
        last.and_then(|m| m.attr("content")),
        &mut stated.reference.pages,
    ) && *pages != last
    {
        pages.push('-');
        pages.push_str(last);
    }
}

/// Takes what JSON-LD says of an article; deeper graphs are looked through.
fn take_json(value: &Value, stated: &mut Stated) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| take_json(item, stated)),
        Value::Object(object) => {
            if let Some(graph) = object.get("@graph") {
                take_json(graph, stated);
            }
            let kind = object
                .get("@type")
                .map(Value::to_string)
                .unwrap_or_default();
            if !["Article", "Posting", "Thesis", "Report", "CreativeWork"]
                .iter()
                .any(|k| kind.contains(k))
            {
                return;
            }
            for (key, field) in [
                ("headline", "title"),
                ("name", "title"),
                ("datePublished", "date"),
                ("inLanguage", "language"),
            ] {
                if let Some(text) = object.get(key).and_then(Value::as_str) {
                    stated.take(field, text);
                }
            }
            if stated.reference.authors.is_empty() {
                take_people(object.get("author"), stated);
            }
        }
        _ => {}
    }
}

fn take_people(value: Option<&Value>, stated: &mut Stated) {
    match value {
        Some(Value::Array(people)) => people.iter().for_each(|p| take_people(Some(p), stated)),
        Some(Value::String(name)) => stated.take("author", name),
        Some(Value::Object(person)) => take_people(person.get("name"), stated),
        _ => {}
    }
}

/// Takes the title from the only `<h1>` or from `<title>` without the site.
fn take_title(page: &Html, stated: &mut Stated) {
    if stated.reference.title.is_some() {
        return;
    }
    let text =
        |e: &ElementRef<'_>| super::clean::tidy(&e.text().collect::<String>()).replace('\n', " ");
    let title = select(page, "title").first().map(text).unwrap_or_default();
    let entries = select(
        page,
        ".entry-title, .post-title, .article-title, [itemprop=headline]",
    );
    let named: Vec<_> = entries.iter().map(text).filter(|t| !t.is_empty()).collect();
    if let Some(entry) = named
        .first()
        .filter(|first| named.iter().all(|other| other == *first))
    {
        stated.take("title", entry);
        return;
    }
    let heads: Vec<_> = select(page, "h1")
        .iter()
        .map(text)
        .filter(|t| !t.is_empty())
        .collect();
    match heads.iter().find(|head| title.contains(head.as_str())) {
        Some(head) => stated.take("title", head),
        None => stated.take("title", without_site(&title)),
    }
}

/// "A Title | Site": the part before the last bar, or dash with spaces.
fn without_site(title: &str) -> &str {
    for mark in [" | ", " :: ", " · ", " » "] {
        if let Some((first, _)) = title.split_once(mark) {
            return first.trim();
        }
    }
    for mark in [" - ", " – ", " — "] {
        if let Some((first, site)) = title.rsplit_once(mark)
            && site.split(' ').count() <= 4
            && first.split(' ').count() >= 2
        {
            return first.trim();
        }
    }
    title
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(head: &str, expected: &str) {
        let reference = stated(&Html::parse_document(head)).reference;
        let authors: Vec<_> = reference.authors.iter().map(ToString::to_string).collect();
        let date = reference.date.map(|d| d.to_string()).unwrap_or_default();
        let title = reference.title.unwrap_or_default();
        assert_eq!(
            format!("{title} / {} / {date}", authors.join(", ")),
            expected
        );
    }

    #[test]
    fn a_page_states_itself_in_many_ways() {
        check(
            "<title>x</title><meta name=citation_title content='On Waiting'>\
             <meta name=citation_author content='Bell, Ann'><meta name=author content='Site'>\
             <meta name=citation_date content='2017/06/01'>",
            "On Waiting / Ann Bell / 2017-06-01",
        );
        check(
            r#"<script type="application/ld+json">{"@graph":[{"@type":"BlogPosting","headline":"On Waiting",
            "author":[{"name":"Ann Bell"}],"datePublished":"2019-05-02T10:00:00Z"}]}</script>"#,
            "On Waiting / Ann Bell / 2019-05-02",
        );
        check("<title>On Waiting | The Site</title>", "On Waiting /  / ");
        check(
            "<title>On Waiting - Site</title><h1>On Waiting</h1>",
            "On Waiting /  / ",
        );
        check("<title>Untitled document</title>", " /  / ");
        check(
            "<title>A Blog: On Waiting</title><h1>A Blog</h1><h3 class=entry-title>On Waiting</h3>\
             <p class=post-author>by <span class=fn>Ann Bell</span><time class=published datetime=2013-03-04>",
            "On Waiting / Ann Bell / 2013-03-04",
        );
    }

    #[test]
    fn a_page_names_its_encoding() {
        let found = declared_encoding(b"<meta charset=\"iso-8859-1\">").map(Encoding::name);
        assert_eq!(found, Some("windows-1252"));
        assert_eq!(declared_encoding(b"<p>none"), None);
    }
}
