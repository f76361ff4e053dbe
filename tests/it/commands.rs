//! The commands, as a user or a script meets them: the program itself is run,
//! in a folder of its own, and what it writes and ends with is looked at.

mod answers;
mod essays;
mod faults;
mod files;
mod front;
mod lists;
mod overview;
mod pages;
mod quotes;
mod shapes;
mod terminal;

use crate::sandbox::Sandbox;

/// Three essays in three formats: other authors, years, pages and themes; the
/// first has letters of several bytes before everything that is found in it.
const ESSAYS: &[(&str, &str)] = &[
    (
        "memory.txt",
        "The Café of Memory\n\nby Zoë Ångström\n\n\
         “Naïve” is what Zoë’s café friends call Kathy H. for trusting what she remembers of \
         Hailsham. Her memory is unreliable, and yet she returns to it: the narrator says she was \
         “never quite sure of it” (Ishiguro 59). Memory is all that she has left.\n\n\
         In the Cottages, Ruth pretends to forget the past. Tommy remembers the pond (Kazuo, 261), \
         and “nothing was ever lost there” (Ishiguro 82-83).\n",
    ),
    (
        "bodies.md",
        "---\ntitle: Bodies on Loan\nauthor: Priya Nair\ndate: 2011-03-04\n---\n\n\
         The donors give their organs until they complete. Their bodies belong to others, and \
         medicine has no other name for it: “a carer is all there is” (Ishiguro 82).\n\n\
         Miss Emily says that science wanted the clones kept in the shadows. Cloning made cures \
         for cancer possible (Ishiguro 257).\n",
    ),
    (
        "art.html",
        "<html><head><title>What the Gallery Wanted</title><meta name=\"author\" \
         content=\"Sam Otieno\"><meta name=\"date\" content=\"2008\"></head><body>\
         <h1>What the Gallery Wanted</h1>\
         <p>Madame takes the best art of Hailsham for her Gallery. Art, Tommy thinks, would prove \
         that the students have souls (Ishiguro 255). “Nothing was ever lost there” (Ishiguro 82).</p>\
         <p>The drawings of animals are small, and he hides them from Ruth for love of her.</p>\
         </body></html>\n",
    ),
];

/// A sandbox with an index of [`ESSAYS`].
pub(crate) fn library() -> Sandbox {
    Sandbox::indexed(ESSAYS)
}
