//! The grammar beyond its common spellings: what weak essays and other
//! styles write.

use super::tests::check;
use expect_test::expect;

#[test]
fn remarks_and_notes_around_a_place_are_left_out() {
    check(
        "(Wetherall 59f.) ~ (Wetherall 59 ff.) ~ (59ff.) ~ (Wetherall 59n3) ~ \
         (Reed 59 n. 2) ~ (my emphasis, 59) ~ (emphasis added, Wetherall 59) ~ \
         (59, my italics) ~ (Wetherall 59, italics in original) ~ (Wetherall 59, passim) ~ \
         (see, for example, Wetherall 59) ~ (Wetherall, page 59 of 288) ~ \
         (Part Two, ch. 13) ~ (Pt. 2, 113) ~ (Wetherall, Part Two, ch. 13) ~ \
         (paragragh 3 line 1) ~ (Wetherall n. pag.) ~ (Wetherall, n.d., n.p.)",
        &expect![[r#"
            (Wetherall 59f.) | Known | Wetherall Page 59 novel
            (Wetherall 59 ff.) | Known | Wetherall Page 59 novel
            (59ff.) | Bare | Page 59
            (Wetherall 59n3) | Known | Wetherall Page 59 novel
            (Reed 59 n. 2) | Unknown | Reed Page 59
            (my emphasis, 59) | Bare | Page 59
            (emphasis added, Wetherall 59) | Known | Wetherall Page 59 novel
            (59, my italics) | Bare | Page 59
            (Wetherall 59, italics in original) | Known | Wetherall Page 59 novel
            (Wetherall 59, passim) | Known | Wetherall Page 59 novel
            (see, for example, Wetherall 59) | Known | Wetherall Page 59 novel
            (Wetherall, page 59 of 288) | Known | Wetherall Page 59 novel
            (Part Two, ch. 13) | Labelled | Chapter 13
            (Pt. 2, 113) | Bare | Page 113
            (Wetherall, Part Two, ch. 13) | Known | Wetherall Chapter 13 novel
            (paragragh 3 line 1) | Labelled | Paragraph 3
            (Wetherall n. pag.) | NameOnly | Wetherall novel
            (Wetherall, n.d., n.p.) | Known | Wetherall n.d. novel
        "#]],
    );
}

#[test]
fn names_stand_in_any_order_and_company() {
    check(
        "(Wetherall, Marian 59) ~ (Wetherall, M. 2005, p. 59) ~ (Reed, J. 2010, p. 4) ~ \
         (Wetherall in Matthews, 2009, p. 12) ~ (Wetherall and Wong 59) ~ \
         (Reed and Moss 59) ~ (Wetherall & Wong, 2008) ~ (p. 59, Wetherall) ~ \
         (59, Wetherall) ~ (Page 59, The Glass Orchard) ~ (Chapter 6, The Glass Orchard) ~ \
         (Wetherall’s novel 59) ~ (The Glass Orchard by Marian Wetherall, page 59) ~ \
         (T.G.O. 59) ~ (Wetherall; 59) ~ (Wetherall, Kindle edition, loc. 1200) ~ \
         (Wetherall, Quill, 2006, p. 59) ~ (In a Small Town, p. 5) ~ (War and Punishment 12)",
        &expect![[r#"
            (Wetherall, Marian 59) | Known | Wetherall Page 59 novel
            (Wetherall, M. 2005, p. 59) | Known | Wetherall 2005 Page 59 novel
            (Reed, J. 2010, p. 4) | Unknown | Reed 2010 Page 4
            (Wetherall in Matthews, 2009, p. 12) | Unknown | Matthews 2009 Page 12
            (Wetherall and Wong 59) | Known | Wetherall Page 59
            (Reed and Moss 59) | Unknown | Reed Page 59
            (Wetherall & Wong, 2008) | Known | Wetherall 2008
            (p. 59, Wetherall) | Known | Wetherall Page 59 novel
            (59, Wetherall) | Known | Wetherall Page 59 novel
            (Page 59, The Glass Orchard) | Known | Wetherall <The Glass Orchard> Page 59 novel
            (Chapter 6, The Glass Orchard) | Known | Wetherall <The Glass Orchard> Chapter 6 novel
            (Wetherall’s novel 59) | Known | Wetherall Page 59 novel
            (The Glass Orchard by Marian Wetherall, page 59) | Known | Wetherall <The Glass Orchard> Page 59 novel
            (T.G.O. 59) | Known | Wetherall <The Glass Orchard> Page 59 novel
            (Wetherall; 59) | Known | Wetherall Page 59 novel
            (Wetherall, Kindle edition, loc. 1200) | Known | Wetherall KindleLoc 1200 novel
            (Wetherall, Quill, 2006, p. 59) | Known | Wetherall 2006 Page 59 novel
            (In a Small Town, p. 5) | Unknown | <In a Small Town> Page 5
            (War and Punishment 12) | Unknown | <War and Punishment> Page 12
        "#]],
    );
}

#[test]
fn years_stand_in_any_place() {
    check(
        "(Wetherall 59, 2005) ~ (Wetherall, page 59, 2005) ~ (Wetherall, 2005, 2009) ~ \
         (Wetherall [2005] 2006, 59) ~ (Wetherall, 2005 [2006], p. 59) ~ \
         (vgl. Wetherall 2005, S. 59) ~ (S. 59)",
        &expect![[r#"
            (Wetherall 59, 2005) | Known | Wetherall 2005 Page 59 novel
            (Wetherall, page 59, 2005) | Known | Wetherall 2005 Page 59 novel
            (Wetherall, 2005, 2009) | Known | Wetherall 2005 novel; Wetherall 2009 novel
            (Wetherall [2005] 2006, 59) | Known | Wetherall 2005/2006 Page 59 novel
            (Wetherall, 2005 [2006], p. 59) | Known | Wetherall 2005/2006 Page 59 novel
            (vgl. Wetherall 2005, S. 59) | Known | Wetherall 2005 Page 59 novel
            (S. 59) | Labelled | Page 59
        "#]],
    );
}

#[test]
fn only_the_list_of_works_can_tell() {
    check(
        "(“Glass and Grass”) ~ (“Glass and Grass,” 2010) ~ (Health Board of Wales, 2010) ~ \
         (World Health Board, 2010) ~ (WHO, 2010) ~ (WHO 12) ~ (WHO)",
        &expect![[r#"
            (“Glass and Grass”) | Doubtful | <Glass and Grass>
            (“Glass and Grass,” 2010) | Doubtful | 2010 <Glass and Grass>
            (Health Board of Wales, 2010) | Doubtful | 2010 <Health Board of Wales>
            (World Health Board, 2010) | Doubtful | World Health Board 2010
            (WHO, 2010) | Doubtful | WHO 2010
            (WHO 12) | Doubtful | WHO Page 12
            (WHO) | none
        "#]],
    );
}

#[test]
fn figures_are_mended() {
    check(
        "(1 1) ~ (Wetherall 1 1) ~ (Wetherall 1O1) ~ (Wetherall l5) ~ (p. l02) ~ \
         (Wetherall, loc. 1,200) ~ (pg. # 59) ~ (page no. 59) ~ (ch 6, 72) ~ \
         (Chapter Twenty One) ~ (chpt. 6)",
        &expect![[r#"
            (1 1) | Bare | Page 11
            (Wetherall 1 1) | Known | Wetherall Page 11 novel
            (Wetherall 1O1) | Known | Wetherall Page 101 novel
            (Wetherall l5) | Known | Wetherall Page 15 novel
            (p. l02) | Labelled | Page 102
            (Wetherall, loc. 1,200) | Known | Wetherall KindleLoc 1200 novel
            (pg. # 59) | Labelled | Page 59
            (page no. 59) | Labelled | Page 59
            (ch 6, 72) | Labelled | Chapter 6; Page 72
            (Chapter Twenty One) | Labelled | Chapter 21
            (chpt. 6) | Labelled | Chapter 6
        "#]],
    );
}

#[test]
fn brackets_may_be_square_curly_or_missing() {
    check(
        "“gone” [p. 59]. ~ “gone” {Wetherall 59}. ~ “gone” {59}. ~ \
         “gone” (Wetherall 59]. Then ~ “gone” (Wetherall 59, and then ~ “gone” (59. Then ~ \
         “gone” Wetherall 59). Then ~ as Marian Wetherall 59) says ~ “gone” 59). Then ~ \
         “gone” Wetherall 59. ~ “gone” - Wetherall, p. 59 ~ “gone” Reed, p. 59. ~ \
         “gone” Reed 59. ~ “gone” [3, p. 59].",
        &expect![[r#"
            [p. 59] | Labelled | Page 59
            {Wetherall 59} | Known | Wetherall Page 59 novel
            {59} | Bare | Page 59
            (Wetherall 59] | Known | Wetherall Page 59 novel
            (Wetherall 59 | Known | Wetherall Page 59 novel
            (59 | Bare | Page 59
            Wetherall 59) | Known | Wetherall Page 59 novel
            Marian Wetherall 59) | Known | Wetherall Page 59 novel
            59) | Bare | Page 59
            Wetherall 59 | Known | Wetherall Page 59 novel
            Wetherall, p. 59 | Known | Wetherall Page 59 novel
            Reed, p. 59 | Unknown | Reed Page 59
            “gone” Reed 59. | none
            [3, p. 59] | Mark("3") | Page 59
        "#]],
    );
}

#[test]
fn works_before_are_cited_again() {
    check(
        "(loc. cit.) ~ (op. cit., p. 59) ~ (id. at 59) ~ (ib., 59) ~ (Ibid p. 59) ~ \
         (Wetherall, loc. cit.)",
        &expect![[r#"
            (loc. cit.) | Ibid | 
            (op. cit., p. 59) | Ibid | Page 59
            (id. at 59) | Ibid | Page 59
            (ib., 59) | Ibid | Page 59
            (Ibid p. 59) | Ibid | Page 59
            (Wetherall, loc. cit.) | NameOnly | Wetherall novel
        "#]],
    );
}

#[test]
fn handouts_are_cited_by_number() {
    check(
        "(Source #4) ~ (Source 3.15-16) ~ (Souce 1) ~ (Reed Source 3) ~ \
         (source 4 paragraph 34)",
        &expect![[r#"
            (Source #4) | Known | <Source 4>
            (Source 3.15-16) | Known | <Source 3> Paragraph 15-16
            (Souce 1) | Known | <Souce 1>
            (Reed Source 3) | Known | Reed <Source 3>
            (source 4 paragraph 34) | Known | <source 4> Paragraph 34
        "#]],
    );
}

#[test]
fn symbols_and_labels_stand_in_the_running_text() {
    check(
        "gone.* Next ~ gone** next ~ gone.† Next ~ 2 * 3 ~ *gone* ~ chapters six and seven ~ \
         page 59 above ~ paragrapgh 4",
        &expect![[r#"
            * | Mark("*") | 
            ** | Mark("**") | 
            † | Mark("†") | 
            2 * 3 | none
            * | Mark("*") | 
            chapters six and seven | Running | Chapter 6+7
            page 59 above | none
            paragrapgh 4 | Running | Paragraph 4
        "#]],
    );
}
