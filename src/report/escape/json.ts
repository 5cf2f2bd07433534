import { withoutCommands } from './log.ts'

/** JSON for programs that a terminal may show: the same value, with what is not seen as escapes. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, undefined, 2)
  return `${withoutCommands(text.replace(/[\u007f-\u009f\ufdd0-\ufdef]|[\p{Cf}\p{Zl}\p{Zp}]/gu, escaped))}\n`
}

function escaped(char: string): string {
  return Array.from({ length: char.length }, (_, unit) => `\\u${char.charCodeAt(unit).toString(16).padStart(4, '0')}`).join('')
}
