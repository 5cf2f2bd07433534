import type { Message } from '../../../../envoy/message.ts'

/** A patch of an EnvoyFilter: where it applies, and what it does there. */
export interface WrittenPatch {
  readonly match: Message | undefined
  readonly operation: string
  readonly value: Message
  /** All that is done. */
  readonly patch: Message
}

/** The settings of a filter, as they are or as the fields of a type (`TypedStruct`, envoy:source/common/config/utility.cc translateOpaqueConfig), with the name of the type: `LocalRateLimit`. */
export function typedSettings(message: Message): { readonly type: string; readonly config: Message } | undefined {
  const type = message.text('@type') ?? ''
  if (!type.endsWith('.TypedStruct')) return { type: lastOf(type), config: message }
  const url = message.text('typeUrl') ?? ''
  const config = message.message('value')
  message.done()
  return config === undefined ? undefined : { type: lastOf(url), config }
}

function lastOf(type: string): string {
  return /^type\.googleapis\.com\/envoy\.extensions\.filters\.http\.(\w+\.v3\.\w+)$/.exec(type)?.[1] ?? ''
}
