import { Lexer, Parser } from 'yaml'

/**
 * How many collections may stand in one another. CustomResourceDefinitions reach about 60; from some hundreds on the call stack of
 * parsers and of what reads their result decides, which is not the same on any two machines.
 */
export const deepest = 200

/** The offset at which a document nests deeper than `deepest`; undefined for every document that people write. */
export function tooDeepAt(text: string): number | undefined {
  return mayBeDeep(text) ? measured(text) : undefined
}

/** A quick look at the text that never says no to a deep document: it counts brackets in strings and indentation in comments too. */
function mayBeDeep(text: string): boolean {
  // Each block collection indents its items, except for a list in a map.
  for (const [lead] of text.matchAll(/^[ \t]*(?:[-?:][ \t]+)*/gm)) if (2 * lead.length > deepest / 2) return true
  let open = 0
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at)
    if (char === 0x5b || char === 0x7b) open += 1
    else if (char === 0x5d || char === 0x7d) open -= 1
    if (open > deepest / 2 - 2) return true
    if (open < 0) open = 0
  }
  return false
}

/** The parser keeps what is open on a stack of its own, so it can be asked while it reads; it does not use the call stack for that. */
function measured(text: string): number | undefined {
  const parser = new Parser()
  for (const lexeme of new Lexer().lex(text)) {
    for (const _ of parser.next(lexeme)) {
      // A document is complete: nothing of it is open any more.
    }
    if (parser.stack.length > deepest) return parser.offset
  }
  return undefined
}
