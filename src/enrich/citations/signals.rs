//! Words around a citation that are no part of it: signals before ("see",
//! "as cited in"), remarks behind ("my emphasis"), and those for the work
//! cited before (ibid.).

use super::surnames::{self, WordList};
use super::tokens::{Token, TokenKind};
use std::sync::LazyLock;

/// Words of remarks around a locator ("my emphasis", "et passim").
static REMARKS: WordList = LazyLock::new(|| {
    surnames::word_list(
        "\
    emphasis italics my mine added original in sic f ff et passim trans translation the and \
    n note notes brackets author s ed edition print her his our ours words ellipsis \
    is are unpaginated unpaged kindle ebook web version translated emphases author’s author's \
    hereafter above below online accessed",
    )
});

/// Words before a name or locator that are not part of it.
static SIGNALS: WordList = LazyLock::new(|| {
    surnames::word_list(
        "\
    see also cf cp compare especially esp eg ie e g in from on at by as again found taken and \
    for example instance quoted qtd quotd cited cit ctd quote quotes quoting citing contra pace \
    vgl siehe voir",
    )
});

/// Signals that, with a capital, rather begin a title.
const PREPOSITIONS: [&str; 9] = ["in", "from", "on", "at", "by", "as", "again", "and", "for"];

/// Words that begin "quoted in".
const CUES: &[&str] = &[
    "qtd", "quoted", "cited", "quot", "quotd", "qted", "cit", "ctd",
];

/// Words of "my emphasis", one of which a remark before the name must have.
const EMPHASES: &[&str] = &["emphasis", "emphases", "italics"];

/// Whether `tokens` are a remark that cites nothing.
pub(crate) fn is_remark(tokens: &[Token<'_>]) -> bool {
    tokens.iter().all(|t| {
        !matches!(t.kind, TokenKind::Number | TokenKind::Word) || surnames::is_in(&REMARKS, t.text)
    })
}

/// How many tokens at the front are signals ("see", "as cited in").
pub(super) fn signals(tokens: &[Token<'_>]) -> usize {
    let remark = remark_first(tokens);
    if remark > 0 {
        return remark + signals(&tokens[remark..]);
    }
    if let Some(at) = quoted_in(tokens) {
        return at;
    }
    let see = tokens
        .iter()
        .take(8)
        .position(|t| t.is_word("see") || t.is_word("cf"));
    let is_lower = |at: &usize| {
        tokens[..*at]
            .iter()
            .all(|t| t.kind == TokenKind::Word && !t.is_capitalised())
    };
    if let Some(see) = see.filter(|at| *at > 0).filter(is_lower) {
        return see + signals(&tokens[see..]);
    }
    let is_signal = |at: usize, token: &Token<'_>| {
        let is_initial = token.is_capitalised()
            && tokens
                .get(at + 1)
                .is_none_or(|next| next.kind == TokenKind::Stop);
        let is_point = at > 0 && matches!(token.kind, TokenKind::Stop | TokenKind::Comma);
        let is_code = tokens
            .get(at + 1)
            .is_some_and(|next| next.is_glued && next.kind == TokenKind::Number);
        let is_title =
            token.is_capitalised() && PREPOSITIONS.iter().any(|word| token.is_word(word));
        let is_word = !is_title
            && token.kind == TokenKind::Word
            && surnames::is_in(&SIGNALS, token.text)
            && !is_code;
        is_word && !is_initial || is_point
    };
    let end = (0..tokens.len()).find(|at| !is_signal(*at, &tokens[*at]));
    end.unwrap_or(tokens.len())
}

/// Past "quoted in", with the name of who is quoted before it.
fn quoted_in(tokens: &[Token<'_>]) -> Option<usize> {
    let is_step = |t: &Token<'_>| t.is_word("in") || t.is_word("by");
    let at = tokens.windows(3).take(12).position(|three| {
        CUES.iter().any(|word| three[0].is_word(word)) && three[1..].iter().any(is_step)
    })?;
    let step = tokens[at..].iter().position(is_step)?;
    Some(at + step + 1)
}

/// How many tokens "my emphasis," takes before a name or locator.
fn remark_first(tokens: &[Token<'_>]) -> usize {
    let Some(end) = tokens.iter().position(|t| t.kind != TokenKind::Word) else {
        return 0;
    };
    let is_emphasis = tokens[..end]
        .iter()
        .any(|t| EMPHASES.iter().any(|word| t.is_word(word)));
    let is_parted = matches!(tokens[end].kind, TokenKind::Comma | TokenKind::Colon);
    if is_emphasis && is_parted && is_remark(&tokens[..end]) {
        end + 1
    } else {
        0
    }
}

/// `tokens` without "n.p." and the like at the end.
pub(super) fn without_unpaged<'t, 'a>(tokens: &'t [Token<'a>]) -> &'t [Token<'a>] {
    let opens = |at: &usize| {
        let token = &tokens[*at];
        let is_word = ["np", "unpaginated", "unpaged"]
            .iter()
            .any(|word| token.is_word(word));
        let is_cut = token.is_word("n")
            && tokens
                .get(at + 2)
                .is_some_and(|t| t.is_word("p") || t.is_word("pag"));
        let rest = at + if is_cut { 3 } else { 1 };
        (is_word || is_cut) && is_remark(&tokens[rest..])
    };
    let end = (1..tokens.len()).find(opens);
    &tokens[..end.unwrap_or(tokens.len())]
}

/// Past "ibid.," or "op. cit.," at the front of `tokens`.
pub(super) fn ibid(tokens: &[Token<'_>]) -> Option<usize> {
    let is_any = |t: &Token<'_>, words: &[&str]| words.iter().any(|word| t.is_word(word));
    let is_stop = |at: usize| tokens.get(at).is_some_and(|t| t.kind == TokenKind::Stop);
    let first = tokens.first()?;
    let end = if is_any(first, &["ibid", "ibidem", "idem", "ibd"])
        || is_any(first, &["ib", "id"]) && is_stop(1)
    {
        1
    } else if is_any(first, &["op", "loc"]) {
        let cit = 1 + usize::from(is_stop(1));
        tokens.get(cit).filter(|t| t.is_word("cit"))?;
        cit + 1
    } else {
        return None;
    };
    let is_gap = |t: &&Token<'_>| {
        matches!(
            t.kind,
            TokenKind::Stop | TokenKind::Comma | TokenKind::Colon
        ) || t.is_word("at")
            || t.is_word("on")
    };
    Some(end + tokens[end..].iter().take_while(is_gap).count())
}
