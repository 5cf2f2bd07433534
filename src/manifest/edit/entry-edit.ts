import type { Json } from '../../model/object.ts'
import type { EditNode } from './edit-tree.ts'

/** What is to happen to one entry of a collection; `index` is its position, undefined for a new entry. */
export type EntryEdit =
  | { readonly op: 'remove'; readonly index: number }
  | { readonly op: 'replace'; readonly index: number; readonly value: Json }
  | { readonly op: 'inside'; readonly index: number; readonly edit: EditNode }
  | { readonly op: 'add'; readonly key: string | undefined; readonly value: Json }
