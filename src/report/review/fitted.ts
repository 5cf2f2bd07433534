/** Part of a page: blocks of which as many are shown as fit, and a sentence about the others. */
export interface Section {
  /** What stands above the blocks; nothing is shown of a section without blocks. */
  readonly before: string
  readonly blocks: readonly string[]
  readonly after: string
  /** Of the room that is left when its turn comes, the part that it may take. */
  readonly share: number
  readonly left: (count: number) => string
}

/** What GitHub takes in a comment is 65,536 characters; some are left for what others put around it. */
export const largestComment = 60_000

/** Room for the sentences about what is left out. */
const spare = 300

/** The head and of each section as much as fits, in order; nothing is cut without being counted. */
export function fitted(head: string, sections: readonly Section[]): string {
  let room = largestComment - bytes(head) - spare * sections.filter(({ blocks }) => blocks.length > 0).length
  const parts = [head]
  for (const { before, blocks, after, share, left } of sections) {
    if (blocks.length === 0) continue
    let own = room * share - bytes(before) - bytes(after)
    const shown: string[] = []
    for (const block of blocks) {
      if (bytes(block) > own) break
      shown.push(block)
      own -= bytes(block)
    }
    const missing = blocks.length - shown.length
    const text = `${before}${shown.join('')}${after}${missing === 0 ? '' : left(missing)}`
    parts.push(text)
    room -= bytes(`${before}${shown.join('')}${after}`)
  }
  return parts.join('')
}

function bytes(text: string): number {
  return new TextEncoder().encode(text).length
}
