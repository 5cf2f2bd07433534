import fc from '../../fast-check.ts'

const character = fc.constantFrom('a', 'b', 'k', 'K', 's', 'S', '0', '-', '_', ' ', '/', 'é', 'ß', 'µ', '😀')
const escapes = fc.constantFrom(
  '\\d',
  '\\D',
  '\\w',
  '\\W',
  '\\s',
  '\\S',
  '\\n',
  '\\t',
  '\\v',
  '\\.',
  '\\-',
  '\\x61',
  '\\x{1F600}',
  '\\101',
  '\\0',
  '\\pL',
  '\\PN',
  '\\p{Lu}',
  '\\p{^Ll}',
  '\\p{Greek}',
  '\\P{Latin}',
)
const posix = fc.constantFrom('[:alpha:]', '[:^digit:]', '[:space:]', '[:upper:]', '[:word:]', '[:^lower:]', '[:punct:]')

const bracket = fc
  .record({
    inverted: fc.boolean(),
    items: fc.array(fc.oneof(character, escapes, posix, fc.constantFrom('a-k', '0-9', 'A-z', 'à-ÿ', '\\x00-\\x{10FFFF}', ']', '^')), {
      minLength: 1,
      maxLength: 3,
    }),
  })
  // A closing bracket is a character in the first place only.
  .map(({ inverted, items }) => {
    const rest = items.filter((item) => item !== ']').sort((item) => (item === '-' ? 1 : 0))
    return `[${inverted ? '^' : ''}${items.includes(']') ? ']' : ''}${rest.join('') || 'a'}]`
  })

const atom = fc.oneof(
  { weight: 6, arbitrary: character },
  { weight: 2, arbitrary: escapes },
  { weight: 2, arbitrary: bracket },
  { weight: 1, arbitrary: fc.constantFrom('.', '^', '$', '\\A', '\\z', '\\b', '\\B') },
  { weight: 1, arbitrary: fc.constantFrom('\\Qa.*\\E', '\\Q\\b\\E', '{', '{,2}', ']', '}') },
)

const quantifier = fc.constantFrom('', '', '', '*', '+', '?', '*?', '+?', '??', '{2}', '{0,2}', '{1,}', '{2}?')
const flags = fc.constantFrom('', '', '?:', '?i:', '?s:', '?m:', '?-i:', '?im-s:', '?U:', '?P<name>', '?<other>')
const switches = fc.constantFrom('(?i)', '(?s)', '(?m)', '(?U)', '(?-i)')

/** Patterns in RE2 syntax, with all that it has. */
export const arbitraryPattern: fc.Arbitrary<string> = fc.letrec<{ pattern: string; piece: string }>((tie) => ({
  pattern: fc
    .array(fc.array(tie('piece'), { maxLength: 4 }), { minLength: 1, maxLength: 3 })
    .map((alternatives) => alternatives.map((pieces) => pieces.join('')).join('|')),
  piece: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 6, arbitrary: fc.tuple(atom, quantifier).map((parts) => parts.join('')) },
    { weight: 1, arbitrary: switches },
    { weight: 2, arbitrary: fc.tuple(flags, tie('pattern'), quantifier).map(([flag, of, times]) => `(${flag}${of})${times}`) },
  ),
})).pattern

/** Texts that such patterns have something to say about. */
export const arbitraryText: fc.Arbitrary<string> = fc.string({
  unit: fc.constantFrom(
    'a',
    'b',
    'k',
    'K',
    's',
    'S',
    '0',
    '-',
    '_',
    ' ',
    '/',
    'é',
    'É',
    'ß',
    'µ',
    'Μ',
    'ſ',
    '\u212a',
    '😀',
    '\n',
    '\v',
    '.',
    '*',
  ),
  maxLength: 6,
})
