/**
 * Characters that no reader sees, or that change how what follows is shown: controls, line and paragraph separators, bidirectional and
 * zero-width marks, and halves of surrogate pairs.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** Text of the input as part of one line: a name with a line break in it must not begin a line of its own. */
export function oneLine(text: string): string {
  return text.replace(unseen, visibly)
}

/** Text of several lines, as a terminal or a log may show it: all that is not seen is written out, except for line ends and tabs. */
export function severalLines(text: string): string {
  return text.replace(unseen, (char, at: number) => {
    if (char === '\n' || char === '\t' || (char === '\r' && text[at + 1] === '\n')) return char
    return visibly(char)
  })
}

/** A character as JavaScript and JSON write it: `\u001b`; beyond the first plane `\u{e0041}`. */
function visibly(char: string): string {
  const code = char.codePointAt(0)!
  const digits = code.toString(16).padStart(4, '0')
  return short[char] ?? (code > 0xffff ? `\\u{${digits}}` : `\\u${digits}`)
}
