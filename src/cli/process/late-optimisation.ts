import { setFlagsFromString } from 'node:v8'

/** Bytecode that a function runs between two looks at whether it is to be optimised, in bytes: V8 11 takes 66 KiB. */
const budget = 1_200_000

/**
 * Has functions optimised later. A run of a few seconds calls several hundred functions often enough for V8 11 (Node 20) to optimise them, and hardly any
 * often enough to gain what that takes (docs/decisions/274). Newer engines have a quick compiler between the two, and no such flag.
 */
export function optimiseLater(engine: string = process.versions.v8): void {
  if (engine.startsWith('11.')) setFlagsFromString(`--interrupt-budget=${budget}`)
}
