/** How text is coloured. `plain` colours nothing; `marked` leaves marks that `painted` turns into what terminals understand. */
export interface Paint {
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly red: (text: string) => string
  readonly yellow: (text: string) => string
  readonly green: (text: string) => string
  readonly cyan: (text: string) => string
}

const same = (text: string): string => text

export const plain: Paint = { bold: same, dim: same, red: same, yellow: same, green: same, cyan: same }

/** Each colour with the sequences that begin and end it (ECMA-48 8.3.117, Select Graphic Rendition). */
const sequences = { bold: [1, 22], dim: [2, 22], red: [31, 39], yellow: [33, 39], green: [32, 39], cyan: [36, 39] } as const

const opening = '\u001b'

const names = Object.keys(sequences) as (keyof Paint)[]

/** Noncharacters, which Unicode keeps for use within one program: U+FDD0 begins bold text, U+FDD1 ends it. */
const markOf = (index: number, end: 0 | 1): string => String.fromCharCode(0xfdd0 + 2 * index + end)

/**
 * Colours as marks. Everything that is not seen is written out before a report reaches a terminal; were colours escape sequences by then,
 * those of the input could not be distinguished from ours.
 */
export const marked: Paint = Object.fromEntries(
  names.map((name, index) => [name, (text: string) => `${markOf(index, 0)}${text}${markOf(index, 1)}`]),
) as unknown as Paint

/** The text with marks as sequences of a terminal. */
export function painted(text: string): string {
  return text.replace(/[\ufdd0-\ufddb]/g, (mark) => {
    const offset = mark.charCodeAt(0) - 0xfdd0
    return `${opening}[${sequences[names[offset >> 1]!][offset & 1]}m`
  })
}

/** The text without marks. */
export function unpainted(text: string): string {
  return text.replace(/[\ufdd0-\ufddb]/g, '')
}

const sequence = new RegExp(`${opening}\\[(\\d+)m`, 'g')

/** Sequences of `painted` back as marks, for text that was laid out by its width on a terminal in between. */
export function remarked(text: string): string {
  return text.replace(sequence, (whole, code: string) => {
    const index = names.findIndex((name) => sequences[name].some((one) => one === Number(code)))
    return index === -1 ? whole : markOf(index, sequences[names[index]!][0] === Number(code) ? 0 : 1)
  })
}
