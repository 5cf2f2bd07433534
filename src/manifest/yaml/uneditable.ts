/** Thrown when a document is written in a way that cannot be edited in place; the document is then printed anew. */
export class UneditableError extends Error {}

/** Thrown when an edit would reach through an alias, an anchor in use or a merge key; the aliases are then written out first. */
export class SharedNodeError extends Error {}
