import type { Extension } from '../../../../src/model/extension.ts'

type Context = Extension['contexts'][number]

const order: readonly Context[] = ['inbound', 'outbound', 'gateway', 'any']

/** Contexts without repeats, always in the same order. */
export function distinctContexts(contexts: readonly Context[]): Context[] {
  return order.filter((context) => contexts.includes(context))
}

const modes: Readonly<Record<string, Context>> = { CLIENT: 'outbound', SERVER: 'inbound' }

/**
 * Where a WasmPlugin or TrafficExtension acts: on the client's side, the server's, or both. No `match` is both, and so is a match
 * without a mode (api:extensions/v1alpha1/wasm.proto TrafficSelector).
 */
export function contextsOfModes(matches: readonly { readonly mode?: string }[]): Context[] {
  return distinctContexts(matches.length === 0 ? ['any'] : matches.map(({ mode = '' }) => modes[mode] ?? 'any'))
}
