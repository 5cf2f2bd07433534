import { type ShareFile, shareSchema } from './schema.ts'

/** Reads a share. The answer is the end of a sentence where the text is none of this release. Never throws for bad input. */
export function readShare(text: string, release: string): ShareFile | { readonly problem: string } {
  const value = jsonOf(text)
  const written = shareSchema.pick({ unsidecar: true }).safeParse(value)
  if (!written.success) return { problem: 'is not what `verify --shard` prints' }
  if (written.data.unsidecar !== release) return { problem: `was written by release ${written.data.unsidecar}, and this is ${release}` }
  const share = shareSchema.safeParse(value)
  return share.success ? share.data : { problem: 'is not whole, or was changed' }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
