import { existsSync, readFileSync } from 'node:fs'
import { type Fate, fateOrder } from '../../src/diagnostics/fate.ts'
import { compareText } from '../../src/diagnostics/place.ts'

/**
 * A finding that decided about values of a field in some golden: it gave them another fate than the field has, or is the one that says so.
 * `field` is where the fate is declared, such as `spec.rules.when.key`; `spec` for findings about the whole object.
 */
export interface OverruledFate {
  readonly target: string
  /** With its group: `networking.istio.io/Gateway`. */
  readonly kind: string
  readonly field: string
  readonly code: string
  readonly fate: Fate
}

/** Written by `npm run golden`. */
export const overruledFile = 'golden/overruled-fates.txt'

/** One line each, such as `ambient networking.istio.io/Gateway spec.servers US3066 refused`. */
export function overruledText(all: Iterable<OverruledFate>): string {
  const lines = new Set([...all].map(({ target, kind, field, code, fate }) => `${target} ${kind} ${field} ${code} ${fate}\n`))
  return [...lines].sort(compareText).join('')
}

export function recordedFates(): OverruledFate[] {
  const text = existsSync(overruledFile) ? readFileSync(overruledFile, 'utf8') : ''
  return text.split('\n').flatMap((line) => {
    const [target = '', kind = '', field = '', code = '', word = ''] = line.split(' ')
    const fate = fateOrder.find((one) => one === word)
    return fate === undefined ? [] : [{ target, kind, field, code, fate }]
  })
}
