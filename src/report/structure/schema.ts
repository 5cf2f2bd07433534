import { z } from 'zod'
import { text } from '../json-shape.ts'

const value = z.json()

const change = z.discriminatedUnion('change', [
  z.object({ change: z.literal('added'), path: text, after: value }),
  z.object({ change: z.literal('removed'), path: text, before: value }),
  z.object({ change: z.literal('changed'), path: text, before: value, after: value }),
  z.object({ change: z.literal('reordered'), path: text }),
  z.object({ change: z.literal('moved'), path: text, to: text, object: text.optional(), value }),
])

/** `diff --structural -o json`: what changes by path, and the files that were not compared so or in which nothing but the spelling changes. */
export const structureSchema = z.object({
  objects: z.array(z.object({ object: text, file: text, status: z.enum(['edited', 'added', 'removed']), changes: z.array(change) })),
  unread: z.array(text),
  spelling: z.array(text),
})
