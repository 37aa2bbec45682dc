//! The pages around the guides, and what holds for every page.

use crate::common::edition;
use kbc::edition::Edition;
use kbc::emit::{Site, html, json, markdown};
use rayon::prelude::*;
use scraper::{Html, Selector};

use crate::emit::sample;

#[test]
fn templates_are_strict_about_names() {
    let rich = sample::rich();
    let site = sample::site(&[&rich]);
    for template in [
        "{{ nothing }}",
        "{{ guide.nothing }}",
        "{% if guide.nothing %}x{% endif %}",
        "{{ guide.title.nothing }}",
        "{{ 'x'|nothing }}",
    ] {
        let theme = vec![("guide.html".to_owned(), template.to_owned())];
        let result =
            html::Templates::with_theme(&Edition::default(), html::Theme { templates: theme, style: String::new() })
                .and_then(|templates| templates.guide(&rich, &site));
        assert!(result.is_err(), "{template} gave {result:?}");
    }
    let theme = vec![("guide.html".to_owned(), "{{ guide.title }} {{ '<i>' }}".to_owned())];
    assert_eq!(
        html::Templates::with_theme(&Edition::default(), html::Theme { templates: theme, style: String::new() })
            .unwrap()
            .guide(&rich, &site)
            .unwrap(),
        "iMessage will not send &lt;i&gt;"
    );
}

#[test]
fn robots_and_sitemap_need_an_address() {
    let rich = sample::rich();
    let mut site = sample::site(&[&rich]);
    assert_eq!(
        html::robots(&site).unwrap(),
        "User-agent: *\nAllow: /\n\nSitemap: https://help.example.org/kb/sitemap.xml\n"
    );
    let files = html::sitemap(&site);
    assert_eq!(files.len(), 1);
    assert!(files[0].1.contains("<url><loc>https://help.example.org/kb/messages/imessage-not-sending.html</loc><lastmod>2026-11-02</lastmod></url>"));
    site.base_url = None;
    assert_eq!(html::robots(&site), None);
    assert!(html::sitemap(&site).is_empty());
    let page = html::Templates::new().unwrap().guide(&rich, &site).unwrap();
    assert!(!page.contains("canonical") && !page.contains("ld+json") && !page.contains("og:"));
}

#[test]
fn a_large_sitemap_is_cut() {
    let rich = sample::rich();
    let mut site = sample::site(&[&rich]);
    let one = site.guides[0].clone();
    site.guides =
        (0..100_000).map(|number| kbc::emit::Summary { path: format!("g/{number}"), ..one.clone() }).collect();
    let files = html::sitemap(&site);
    let paths: Vec<_> = files.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"]);
    assert_eq!(files[1].1.matches("<url>").count(), 50_000);
    assert_eq!(files[3].1.matches("<url>").count(), 1);
}

#[test]
fn no_page_asks_for_script_style_or_another_host() {
    let rich = sample::rich();
    let site = sample::site(&[&rich]);
    let templates = html::Templates::new().unwrap();
    for page in [templates.guide(&rich, &site), templates.index(&site), templates.not_found(&site)].map(Result::unwrap)
    {
        let parsed = Html::parse_document(&page);
        let foreign = Selector::parse("script:not([type='application/ld+json'], [type='application/json'], [src^='../assets/'], [src^='assets/'], [src^='/kb/assets/']), style, [style], iframe, [src^='http'], link[rel=stylesheet][href^='http']").unwrap();
        assert_eq!(parsed.select(&foreign).map(|element| element.html()).collect::<Vec<_>>(), Vec::<String>::new());
        assert_eq!(parsed.select(&Selector::parse("main").unwrap()).count(), 1);
        assert_eq!(parsed.select(&Selector::parse("h1").unwrap()).count(), 1);
        assert_eq!(parsed.select(&Selector::parse("a.skip[href='#page_main']").unwrap()).count(), 1);
        assert_eq!(page.matches("<title>").count(), 1);
        // The first look waits for one small script, which keeps a page of the chosen scheme from flickering.
        let early = Selector::parse("script[src]:not([defer])").unwrap();
        let waits = parsed.select(&early);
        assert_eq!(waits.map(|one| one.attr("src").unwrap().contains("assets/page-")).collect::<Vec<_>>(), [true]);
    }
    for asset in html::Assets::new(&Edition::default(), "").all() {
        let text = std::str::from_utf8(&asset.bytes).unwrap().replace("http://www.w3.org/2000/svg", "");
        assert!(!text.contains("http") && !text.contains("url(") && !text.contains("@import"), "{}", asset.path);
    }
}

/// A server shows the page for what is not found at any depth.
#[test]
fn each_page_says_first_that_nothing_but_the_site_runs_or_loads() {
    let document = sample::rich();
    let site = sample::site(&[&document]);
    let templates = html::Templates::new().unwrap();
    for page in [
        templates.guide(&document, &site).unwrap(),
        templates.index(&site).unwrap(),
        templates.not_found(&site).unwrap(),
        templates.search(&site, "0").unwrap(),
    ] {
        let (before, behind) = page.split_once("<meta http-equiv=\"Content-Security-Policy\" content=\"").unwrap();
        assert!(!before.contains("<link") && !before.contains("<script") && !before.contains("<title"), "{before}");
        let policy = behind.split_once('"').unwrap().0;
        assert!(policy.starts_with("default-src 'none';") && policy.ends_with("base-uri 'none'"), "{policy}");
        let sources: Vec<&str> =
            policy.split([';', ' ']).filter(|word| !word.is_empty() && !word.ends_with("-src")).collect();
        let known = ["'none'", "'self'", "file:", "form-action", "base-uri"];
        assert!(sources.iter().all(|source| known.contains(source)), "{sources:?}");
    }
}

#[test]
fn not_found_links_from_the_root() {
    let mut site = sample::site(&[]);
    let templates = html::Templates::new().unwrap();
    let style = &html::Assets::new(&Edition::default(), "").style.path;
    assert!(templates.not_found(&site).unwrap().contains(&format!("href=\"/kb/{style}\"")));
    site.base_url = Some("https://help.example.org".to_owned());
    assert!(templates.not_found(&site).unwrap().contains(&format!("href=\"/{style}\"")));
    site.base_url = None;
    assert!(templates.not_found(&site).unwrap().contains(&format!("href=\"/{style}\"")));
}

/// A reader without a script goes by the links of the answers, which stand in the order of the document.
#[test]
fn answers_lead_where_they_should() {
    let rich = sample::rich();
    let page = html::Templates::new().unwrap().guide(&rich, &sample::site(&[&rich])).unwrap();
    let parsed = Html::parse_document(&page);
    let [answers, links] = [".exits li:not(.cannot)", "a"].map(|selector| Selector::parse(selector).unwrap());
    for step in &rich.way.steps {
        let selector = Selector::parse(&format!("li#step-{}.step[data-kind]", step.number)).unwrap();
        let element = parsed.select(&selector).next().expect("every step is on the page");
        let answers: Vec<_> = element.select(&answers).collect();
        assert_eq!(answers.len(), step.exits.len());
        for (answer, exit) in answers.iter().zip(&step.exits) {
            let label = answer.select(&Selector::parse("b").unwrap()).next().unwrap().text().collect::<String>();
            assert_eq!(label, kbc::emit::prose::plain::of_inline(&exit.label.0));
            let leads = answer.select(&links).map(|a| a.value().attr("href").unwrap().to_owned()).collect::<Vec<_>>();
            let want = match &exit.goto {
                kbc::guide::Goto::Step(number) => vec![*number],
                kbc::guide::Goto::By { steps, then } => steps.iter().chain([then]).copied().collect(),
                kbc::guide::Goto::Solved => vec![],
            };
            assert_eq!(leads, want.iter().map(|number| format!("#step-{number}")).collect::<Vec<_>>());
        }
    }
}

/// What is ready to be printed is told one by one as well, for themes that lay a step out in another way.
#[test]
fn a_theme_may_take_a_step_apart() {
    let rich = sample::rich();
    let site = sample::site(&[&rich]);
    let ours = html::Templates::new().unwrap().guide(&rich, &site).unwrap();
    let way = "{% for step in part.steps %}
<li class=\"step {{ step.kind }}\" {{ step.data }}>
<span class=\"number\" aria-hidden=\"true\">{{ step.number }}</span>
<div class=\"step-body\">
{{ step.heading }}
<p class=\"badges\">{{ step.badges }}</p>
{% if step.contradiction %}
<div class=\"warning\" role=\"note\"><p class=\"warning-title\">{{ w.contradiction }}</p><p>{{ w.contradiction_help }}</p></div>
{% endif %}
{% if step.why %}
<p class=\"why\"><span class=\"label\">{{ w.why_here }}</span> <bdi>{{ step.why }}</bdi></p>
{% endif %}
{% for warning in step.warnings %}
<div class=\"warning\" role=\"note\"><p class=\"warning-title\">{{ w.warning }}</p><div class=\"prose\" dir=\"auto\">{{ warning }}</div></div>
{% endfor %}
{% if step.again %}
<p class=\"again\">{{ step.again }}</p>
{% elif step.work %}
{{ work_card(step.work) }}{% elif step.fact %}
{{ fact(step.fact) }}{% elif step.symptom %}
{% if step.symptom.about %}
<div class=\"prose\" dir=\"auto\">{{ step.symptom.about }}</div>
{% endif %}
{% elif step.escalation %}
{{ escalation(step.escalation) }}{% endif %}
{% if step.leads_on %}
<ul class=\"exits{% if step.goes_on %} short{% endif %}\" role=\"list\">
{% for exit in step.exits %}
<li>{{ exit.says }}</li>
{% endfor %}
{% if step.cannot %}
<li class=\"cannot\"><span class=\"answer\">{% if step.asks %}{{ w.if_cannot_tell }}{% else %}{{ w.if_cannot_do }}{% endif %}</span> {{ step.cannot }}</li>
{% endif %}
</ul>
{% endif %}
</div>
</li>
{% endfor %}
";
    let guide = html::sources().iter().find(|(name, _)| *name == "guide.html").unwrap().1;
    let guide = guide.replacen('\n', "\n{% from \"cards.html\" import work_card, fact, escalation %}\n", 1);
    let templates = vec![("way.html".to_owned(), way.to_owned()), ("guide.html".to_owned(), guide)];
    let theme = html::Theme { templates, style: String::new() };
    let taken_apart = html::Templates::with_theme(&Edition::default(), theme).unwrap().guide(&rich, &site).unwrap();
    assert_eq!(taken_apart, ours);
    let all = "{% for part in parts %}{% for step in part.steps %}
{{ step.word }} {{ step.anchor }} {% if step.takes %}{{ step.takes }}{% endif %}{% if step.waits %}{{ step.waits }}{% endif %}
{% for exit in step.exits %}{{ exit.answer }}: {{ exit.label }} – {{ exit.onward }}
{% endfor %}{% endfor %}{% endfor %}";
    let theme = html::Theme { templates: vec![("guide.html".to_owned(), all.to_owned())], style: String::new() };
    let told = html::Templates::with_theme(&Edition::default(), theme).unwrap().guide(&rich, &site).unwrap();
    for exit in rich.way.steps.iter().flat_map(|step| &step.exits) {
        assert!(told.contains(&format!("{}: ", exit.answer)), "{} is told", exit.answer);
    }
    assert!(told.contains("kind_check step-1 ") && told.contains("go on with step 2</a>"));
}

#[test]
fn the_same_bytes_from_any_thread() {
    let documents = [sample::rich(), sample::small()];
    let site = sample::site(&documents.iter().collect::<Vec<_>>());
    let templates = html::Templates::new().unwrap();
    let all = |index: usize| {
        let document = &documents[index % 2];
        (
            templates.guide(document, &site).unwrap(),
            markdown::guide(document, &site),
            json::guide(document, None).unwrap(),
        )
    };
    let alone: Vec<_> = (0..64).map(all).collect();
    let together: Vec<_> = (0..64_usize).into_par_iter().map(all).collect();
    assert!(alone == together);
}

/// What a document may lack, and what it should not: pages come all the same.
#[test]
fn a_bare_guide_and_an_empty_site() {
    let mut bare = sample::small();
    bare.way.steps.clear();
    bare.symptoms.clear();
    bare.causes.clear();
    bare.checks.clear();
    bare.remedies.clear();
    bare.escalations.clear();
    bare.sources.clear();
    bare.summary = None;
    bare.owner = None;
    let mut astray = sample::rich();
    astray.checks.clear();
    astray.remedies.clear();
    astray.sources.clear();
    astray.symptoms[0].starts_at = 99;
    astray.way.steps[0].exits[0].goto = kbc::guide::Goto::Step(99);
    astray.way.starts_at = 0;
    let site = Site::default();
    let templates = html::Templates::new().unwrap();
    for document in [&bare, &astray] {
        templates.guide(document, &site).unwrap();
        assert!(markdown::guide(document, &site).starts_with("---\ntitle: "));
    }
    assert!(templates.index(&site).unwrap().contains("0 guides"));
    assert!(markdown::index(&site).contains("No guides"));
}

#[test]
fn right_to_left_languages_turn_the_page() {
    let rich = sample::rich();
    let mut site = sample::site(&[&rich]);
    let templates = html::Templates::new().unwrap();
    for (language, direction) in
        [("he", "rtl"), ("ar-EG", "rtl"), ("az-Arab", "rtl"), ("ks-Deva", "ltr"), ("de-CH", "ltr")]
    {
        site.edition = edition(language);
        assert!(
            templates.guide(&rich, &site).unwrap().contains(&format!("<html lang=\"{language}\" dir=\"{direction}\">"))
        );
    }
}
