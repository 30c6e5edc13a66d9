/** What people answer where a text belongs to one of the labels. */
export const IN_SCOPE = "in-scope";

/** What people answer where a text belongs to none. */
export const OUT_OF_SCOPE = "out-of-scope";
