//! Tables of published works as every style prints them.

use super::check;
use expect_test::expect;

#[test]
fn a_journal_article_is_published() {
    let article = "kind article-journal | title Loss and Light at Harbour House: What DNA Cannot Say | in Novel Lights | date 2019-03";
    check(
        &format!(
            "{article} | author Bo Lim | volume 12 | issue 3 | pages 101-108 | doi 10.1000/xyz_1"
        ),
        "page 102-108",
        expect![[r#"
            (Lim 102-08)
            Lim, Bo. "Loss and Light at Harbour House: What DNA Cannot Say." _Novel Lights_, vol. 12, no. 3, Mar. 2019, pp. 101–08, https://doi.org/10.1000/xyz_1.
            (Lim, 2019, pp. 102–108)
            Lim, B. (2019). Loss and light at Harbour House: What DNA cannot say. _Novel Lights_, _12_(3), 101–108. https://doi.org/10.1000/xyz_1
            Bo Lim, "Loss and Light at Harbour House: What DNA Cannot Say," _Novel Lights_ 12, no. 3 (2019): 102–8.
            Lim, "Loss and Light at Harbour House," 102–8.
            Lim, Bo. "Loss and Light at Harbour House: What DNA Cannot Say." _Novel Lights_ 12, no. 3 (2019): 101–8. https://doi.org/10.1000/xyz_1.
            (Lim 2019, 102–8)
            Lim, Bo. 2019. "Loss and Light at Harbour House: What DNA Cannot Say." _Novel Lights_ 12 (3): 101–8. https://doi.org/10.1000/xyz_1.
        "#]],
    );
    check(
        &format!("{article} | author Bo Lim; Cy Tran; Jo Katz; Al Ree | volume 12 | pages 98-114"),
        "page 99",
        expect![[r#"
            (Lim et al. 99)
            Lim, Bo, et al. "Loss and Light at Harbour House: What DNA Cannot Say." _Novel Lights_, vol. 12, Mar. 2019, pp. 98–114.
            (Lim et al., 2019, p. 99)
            Lim, B., Tran, C., Katz, J., & Ree, A. (2019). Loss and light at Harbour House: What DNA cannot say. _Novel Lights_, _12_, 98–114.
            Bo Lim et al., "Loss and Light at Harbour House: What DNA Cannot Say," _Novel Lights_ 12 (2019): 99.
            Lim et al., "Loss and Light at Harbour House," 99.
            Lim, Bo, Cy Tran, Jo Katz, and Al Ree. "Loss and Light at Harbour House: What DNA Cannot Say." _Novel Lights_ 12 (March 2019): 98–114.
            (Lim et al. 2019, 99)
            Lim, Bo, Cy Tran, Jo Katz, and Al Ree. 2019. "Loss and Light at Harbour House: What DNA Cannot Say." _Novel Lights_ 12 (March): 98–114.
        "#]],
    );
    check(
        &format!("{article} | issue 4 | url https://example.org/a_b%20c?x=1&y=2"),
        "para 3",
        expect![[r#"
            ("Loss and Light")
            "Loss and Light at Harbour House: What DNA Cannot Say." _Novel Lights_, no. 4, Mar. 2019, example.org/a_b%20c?x=1&y=2.
            ("Loss and Light at Harbour House," 2019, para. 3)
            Loss and light at Harbour House: What DNA cannot say. (2019). _Novel Lights_, (4). https://example.org/a_b%20c?x=1&y=2
            "Loss and Light at Harbour House: What DNA Cannot Say," _Novel Lights_, no. 4 (2019), para. 3.
            "Loss and Light at Harbour House," para. 3.
            "Loss and Light at Harbour House: What DNA Cannot Say." _Novel Lights_, no. 4 (March 2019). https://example.org/a_b%20c?x=1&y=2.
            ("Loss and Light at Harbour House" 2019, para. 3)
            "Loss and Light at Harbour House: What DNA Cannot Say." 2019. _Novel Lights_, no. 4. https://example.org/a_b%20c?x=1&y=2.
        "#]],
    );
    check(
        "kind article-newspaper | title Light! | in The Daily Lamp | date 2019-03-04 | author Bo Lim",
        "",
        expect![[r#"
            (Lim)
            Lim, Bo. "Light!" _The Daily Lamp_, 4 Mar. 2019.
            (Lim, 2019)
            Lim, B. (2019, March 4). Light! _The Daily Lamp_.
            Bo Lim, "Light!," _The Daily Lamp_, March 4, 2019.
            Lim, "Light!"
            Lim, Bo. "Light!" _The Daily Lamp_, March 4, 2019.
            (Lim 2019)
            Lim, Bo. 2019. "Light!" _The Daily Lamp_, March 4.
        "#]],
    );
}

#[test]
fn marks_within_a_published_title_are_single() {
    check(
        "kind article-journal | author Bo Lim | title Light and “Loss” | in Novel Lights | volume 3 | date 2019",
        "",
        expect![[r#"
            (Lim)
            Lim, Bo. "Light and ‘Loss.’" _Novel Lights_, vol. 3, 2019.
            (Lim, 2019)
            Lim, B. (2019). Light and “loss.” _Novel Lights_, _3_.
            Bo Lim, "Light and ‘Loss,’" _Novel Lights_ 3 (2019).
            Lim, "Light and ‘Loss.’"
            Lim, Bo. "Light and ‘Loss.’" _Novel Lights_ 3 (2019).
            (Lim 2019)
            Lim, Bo. 2019. "Light and ‘Loss.’" _Novel Lights_ 3.
        "#]],
    );
    check(
        "kind article-magazine | author Gabriel García Márquez, Jr. | title “Who Cares?” and \"Why\": The Keepers’ | in The Lamp & Co. | date 2019-05",
        "",
        expect![[r#"
            (Márquez)
            Márquez, Gabriel García, Jr. "‘Who Cares?’ and 'Why': The Keepers’." _The Lamp & Co._, May 2019.
            (Márquez, 2019)
            Márquez, G. G., Jr. (2019, May). “Who cares?” and "why": The keepers’. _The Lamp & Co._
            Gabriel García Márquez Jr., "‘Who Cares?’ and 'Why': The Keepers’," _The Lamp & Co._, May 2019.
            Márquez, "‘Who Cares?’ and 'Why.'"
            Márquez, Gabriel García, Jr. "‘Who Cares?’ and 'Why': The Keepers’." _The Lamp & Co._, May 2019.
            (Márquez 2019)
            Márquez, Gabriel García, Jr. 2019. "‘Who Cares?’ and 'Why': The Keepers’." _The Lamp & Co._, May.
        "#]],
    );
    check(
        "kind book | author Bo Lim | title “Light” | by Harbour Press | date 2019",
        "",
        expect![[r#"
            (Lim)
            Lim, Bo. _“Light”_. Harbour Press, 2019.
            (Lim, 2019)
            Lim, B. (2019). _“Light”_. Harbour Press.
            Bo Lim, _“Light”_ (Harbour Press, 2019).
            Lim, _“Light”_.
            Lim, Bo. _“Light”_. Harbour Press, 2019.
            (Lim 2019)
            Lim, Bo. 2019. _“Light”_. Harbour Press.
        "#]],
    );
    check(
        "kind webpage | author Bo Lim | title Light and “Loss” | date 2019",
        "",
        expect![[r#"
            (Lim)
            Lim, Bo. "Light and ‘Loss.’" 2019.
            (Lim, 2019)
            Lim, B. (2019). _Light and “loss”_.
            Bo Lim, "Light and ‘Loss,’" 2019.
            Lim, "Light and ‘Loss.’"
            Lim, Bo. "Light and ‘Loss.’" 2019.
            (Lim 2019)
            Lim, Bo. 2019. "Light and ‘Loss.’"
        "#]],
    );
}

#[test]
fn a_book_or_a_chapter_is_published() {
    check(
        "kind book | author Bo Lim | title Loss and Light | by Faber and Faber | date 2019",
        "page 7",
        expect![[r#"
            (Lim 7)
            Lim, Bo. _Loss and Light_. Faber and Faber, 2019.
            (Lim, 2019, p. 7)
            Lim, B. (2019). _Loss and light_. Faber and Faber.
            Bo Lim, _Loss and Light_ (Faber and Faber, 2019), 7.
            Lim, _Loss and Light_, 7.
            Lim, Bo. _Loss and Light_. Faber and Faber, 2019.
            (Lim 2019, 7)
            Lim, Bo. 2019. _Loss and Light_. Faber and Faber.
        "#]],
    );
    check(
        "kind book | author Bo Lim; Cy Tran; Jo Katz | title What Is Light? | by Harbour Press",
        "page 7-12",
        expect![[r#"
            (Lim et al. 7-12)
            Lim, Bo, et al. _What Is Light?_ Harbour Press.
            (Lim et al., n.d., pp. 7–12)
            Lim, B., Tran, C., & Katz, J. (n.d.). _What is light?_ Harbour Press.
            Bo Lim, Cy Tran, and Jo Katz, _What Is Light?_ (Harbour Press, n.d.), 7–12.
            Lim, Tran, and Katz, _What Is Light?_, 7–12.
            Lim, Bo, Cy Tran, and Jo Katz. _What Is Light?_ Harbour Press, n.d.
            (Lim, Tran, and Katz n.d., 7–12)
            Lim, Bo, Cy Tran, and Jo Katz. n.d. _What Is Light?_ Harbour Press.
        "#]],
    );
    check(
        "kind chapter | author Bo Lim | title On Loss in The Lantern Keepers | in Lights Anew | by Harbour Press | date 2019 | pages 124-125",
        "page 124",
        expect![[r#"
            (Lim 124)
            Lim, Bo. "On Loss in _The Lantern Keepers_." _Lights Anew_, Harbour Press, 2019, pp. 124–25.
            (Lim, 2019, p. 124)
            Lim, B. (2019). On loss in _The lantern keepers_. In _Lights Anew_ (pp. 124–125). Harbour Press.
            Bo Lim, "On Loss in _The Lantern Keepers_," in _Lights Anew_ (Harbour Press, 2019), 124.
            Lim, "On Loss in _The Lantern Keepers_," 124.
            Lim, Bo. "On Loss in _The Lantern Keepers_." In _Lights Anew_. Harbour Press, 2019.
            (Lim 2019, 124)
            Lim, Bo. 2019. "On Loss in _The Lantern Keepers_." In _Lights Anew_. Harbour Press.
        "#]],
    );
    check(
        "kind chapter | title On Loss | in Lights Anew",
        "",
        expect![[r#"
            ("On Loss")
            "On Loss." _Lights Anew_.
            ("On Loss," n.d.)
            On loss. (n.d.). In _Lights Anew_.
            "On Loss," in _Lights Anew_ (n.d.).
            "On Loss."
            "On Loss." In _Lights Anew_. n.d.
            ("On Loss" n.d.)
            "On Loss." n.d. In _Lights Anew_.
        "#]],
    );
}

#[test]
fn a_thesis_is_published() {
    check(
        "kind thesis | author Anna van der Berg | title Grief in The Lantern Keepers | by Harbour University | date 2019",
        "page 9",
        expect![[r#"
            (van der Berg 9)
            van der Berg, Anna. _Grief in_ The Lantern Keepers. 2019. Harbour University, thesis.
            (van der Berg, 2019, p. 9)
            van der Berg, A. (2019). _Grief in_ The lantern keepers [Thesis]. Harbour University.
            Anna van der Berg, "Grief in _The Lantern Keepers_" (thesis, Harbour University, 2019), 9.
            van der Berg, "Grief in _The Lantern Keepers_," 9.
            van der Berg, Anna. "Grief in _The Lantern Keepers_." Thesis, Harbour University, 2019.
            (van der Berg 2019, 9)
            van der Berg, Anna. 2019. "Grief in _The Lantern Keepers_." Thesis, Harbour University.
        "#]],
    );
    check(
        "kind thesis | title Grief",
        "page 9",
        expect![[r#"
            (_Grief_ 9)
            _Grief_. Thesis.
            (_Grief_, n.d., p. 9)
            _Grief_ [Thesis]. (n.d.).
            "Grief" (thesis), 9.
            "Grief," 9.
            "Grief." Thesis, n.d.
            ("Grief" n.d., 9)
            "Grief." n.d. Thesis.
        "#]],
    );
}

#[test]
fn a_page_on_a_site_is_published() {
    check(
        "author Bo Lim | title Nell’s Light | in Lantern Notes | url https://www.example.org/nell/ | date 2019-03-04",
        "para 2",
        expect![[r#"
            (Lim)
            Lim, Bo. "Nell’s Light." _Lantern Notes_, 4 Mar. 2019, www.example.org/nell/.
            (Lim, 2019, para. 2)
            Lim, B. (2019, March 4). _Nell’s light_. Lantern Notes. https://www.example.org/nell/
            Bo Lim, "Nell’s Light," Lantern Notes, March 4, 2019, para. 2, https://www.example.org/nell/.
            Lim, "Nell’s Light," para. 2.
            Lim, Bo. "Nell’s Light." Lantern Notes, March 4, 2019. https://www.example.org/nell/.
            (Lim 2019, para. 2)
            Lim, Bo. 2019. "Nell’s Light." Lantern Notes, March 4. https://www.example.org/nell/.
        "#]],
    );
    check(
        "author Hill Street School | title Nell’s Light | url https://example.org/nell",
        "",
        expect![[r#"
            (Hill Street School)
            Hill Street School. "Nell’s Light." example.org/nell. Accessed 22 Nov. 2026.
            (Hill Street School, n.d.)
            Hill Street School. (n.d.). _Nell’s light_. Retrieved November 22, 2026, from https://example.org/nell
            Hill Street School, "Nell’s Light," accessed November 22, 2026, https://example.org/nell.
            Hill Street School, "Nell’s Light."
            Hill Street School. "Nell’s Light." Accessed November 22, 2026. https://example.org/nell.
            (Hill Street School n.d.)
            Hill Street School. n.d. "Nell’s Light." Accessed November 22, 2026. https://example.org/nell.
        "#]],
    );
    check(
        "title Why Grieve? | in Lantern Notes",
        "para 2",
        expect![[r#"
            ("Why Grieve?")
            "Why Grieve?" _Lantern Notes_. Accessed 22 Nov. 2026.
            (_Why Grieve?_, n.d., para. 2)
            _Why grieve?_ (n.d.). Lantern Notes.
            "Why Grieve?," Lantern Notes, accessed November 22, 2026, para. 2.
            "Why Grieve?," para. 2.
            Lantern Notes. "Why Grieve?"
            (Lantern Notes n.d., para. 2)
            Lantern Notes. n.d. "Why Grieve?"
        "#]],
    );
    check(
        "url https://example.org/nell | date 2020",
        "para 2",
        expect![[r#"
            (Untitled essay)
            Untitled essay. 2020, example.org/nell.
            (Untitled essay, 2020, para. 2)
            Untitled essay. (2020). https://example.org/nell
            Untitled essay, 2020, para. 2, https://example.org/nell.
            Untitled essay, para. 2.
            Untitled essay. 2020. https://example.org/nell.
            (Untitled essay 2020, para. 2)
            Untitled essay. 2020. https://example.org/nell.
        "#]],
    );
}
