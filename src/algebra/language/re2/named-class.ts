import { anyChar, type CharSet, charSet, lastCodePoint } from './char-set.ts'

const digits: CharSet = [[48, 57]]
/** Characters of words: ASCII only. */
export const word: CharSet = charSet([...digits, [65, 90], [95, 95], [97, 122]])
/** `\s` of RE2 has no vertical tab. */
const space: CharSet = charSet([
  [9, 10],
  [12, 13],
  [32, 32],
])
const letters: CharSet = [
  [65, 90],
  [97, 122],
]

/** `\d`, `\s` and `\w`, by their letter. */
export const perlClasses: Readonly<Record<string, CharSet>> = { d: digits, s: space, w: word }

/** `[:alpha:]` and the like, by their name: ASCII only. */
export const posixClasses: ReadonlyMap<string, CharSet> = new Map<string, CharSet>([
  ['alnum', charSet([...digits, ...letters])],
  ['alpha', letters],
  ['ascii', [[0, 127]]],
  [
    'blank',
    [
      [9, 9],
      [32, 32],
    ],
  ],
  [
    'cntrl',
    [
      [0, 31],
      [127, 127],
    ],
  ],
  ['digit', digits],
  ['graph', [[33, 126]]],
  ['lower', [[97, 122]]],
  ['print', [[32, 126]]],
  [
    'punct',
    [
      [33, 47],
      [58, 64],
      [91, 96],
      [123, 126],
    ],
  ],
  [
    'space',
    [
      [9, 13],
      [32, 32],
    ],
  ],
  ['upper', [[65, 90]]],
  ['word', word],
  ['xdigit', charSet([...digits, [65, 70], [97, 102]])],
])

const unicodeClasses = new Map<string, CharSet | undefined>()

/** `\p{…}`: a general category or a script, as JavaScript knows them; undefined for an unknown name. */
export function unicodeClass(name: string): CharSet | undefined {
  if (!unicodeClasses.has(name)) unicodeClasses.set(name, scan(name))
  return unicodeClasses.get(name)
}

function scan(name: string): CharSet | undefined {
  if (name === 'Any') return anyChar
  // RE2 has no code points without a character among the others; JavaScript has.
  const source = name === 'C' ? '[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}]' : /^[A-Z][a-z]?$/.test(name) ? `\\p{gc=${name}}` : `\\p{sc=${name}}`
  if (name === 'Cn' || name === 'LC') return undefined
  let pattern: RegExp
  try {
    pattern = new RegExp(`^${source}$`, 'u')
  } catch {
    return undefined
  }
  const ranges: [number, number][] = []
  for (let codePoint = 0; codePoint <= lastCodePoint; codePoint += 1) {
    if (!pattern.test(String.fromCodePoint(codePoint))) continue
    const previous = ranges.at(-1)
    if (previous !== undefined && previous[1] === codePoint - 1) previous[1] = codePoint
    else ranges.push([codePoint, codePoint])
  }
  return ranges
}
