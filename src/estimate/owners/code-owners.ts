import { RE2JS } from 're2js'

/** A CODEOWNERS file: who owns a path, and the lines that GitHub would not take either. */
export interface CodeOwners {
  /** The owners of a path relative to the root of the repository, such as `deploy/cart.yaml`; none where a rule without owners matches last. */
  readonly of: (path: string) => readonly string[]
  readonly skipped: readonly { readonly line: number; readonly text: string }[]
}

interface OwnerRule {
  readonly matches: (path: string) => boolean
  readonly owners: readonly string[]
}

/**
 * Reads CODEOWNERS as GitHub does (docs.github.com, "About code owners"): the last pattern that matches decides, `docs/*` is for files directly in it,
 * and a line that is not valid is left out: one with `!`, `[…]`, an escaped `#`, or an owner that is neither a name nor an address.
 */
export function readCodeOwners(text: string): CodeOwners {
  const rules: OwnerRule[] = []
  const skipped: { line: number; text: string }[] = []
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const [pattern, ...owners] = wordsOf(line)
    if (pattern === undefined) continue
    if (unsupported.test(pattern) || !owners.every((name) => owner.test(name))) skipped.push({ line: index + 1, text: line.trim() })
    else rules.push({ matches: matcherOf(pattern), owners })
  }
  rules.reverse()
  return { of: (path) => rules.find(({ matches }) => matches(path))?.owners ?? [], skipped }
}

const unsupported = /^!|[[\]]|^\\#/

/** `@user`, `@organisation/team`, or an address. */
const owner = /^(?:@[\w.-]+(?:\/[\w./-]+)?|[^\s@]+@[^\s@]+)$/

/** A blank in a pattern is written `\ `, and a comment begins with a `#` that stands alone or begins a word. */
function wordsOf(line: string): readonly string[] {
  const words = [...line.matchAll(/(?:\\.|[^\s\\]|\\$)+/g)].map(([word]) => word)
  const comment = words.findIndex((word) => word.startsWith('#'))
  return comment < 0 ? words : words.slice(0, comment)
}

/** A pattern with a slash that is not its last character begins at the root; RE2 takes time that grows with the path alone. */
function matcherOf(pattern: string): OwnerRule['matches'] {
  const folder = pattern.endsWith('/')
  const bare = pattern.replace(/^\/|\/$/g, '')
  const anchored = pattern.startsWith('/') || bare.includes('/')
  const segments = bare.split('/')
  const body = segments.map((segment, index) => {
    const last = index === segments.length - 1
    if (segment === '**') return last ? '.*' : '(?:.*/)?'
    return `${segmentExpression(segment)}${last ? '' : '/'}`
  })
  const direct = anchored && segments.at(-1) === '*' && !folder
  const end = folder ? '/.+' : direct ? '' : '(?:/.*)?'
  const expression = RE2JS.compile(`^${anchored ? '' : '(?:.*/)?'}${body.join('')}${end}$`)
  return (path) => expression.matches(path)
}

function segmentExpression(segment: string): string {
  return [...segment.matchAll(/\\(.)|(\*+)|(\?)|([\s\S])/gu)]
    .map(([, escaped, stars, one, other]) => {
      if (stars !== undefined) return '[^/]*'
      if (one !== undefined) return '[^/]'
      return RE2JS.quote(escaped ?? other ?? '')
    })
    .join('')
}
