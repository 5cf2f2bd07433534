import { accessChanges, type LosingClient, type NamespaceAccess } from '../../estimate/access.ts'
import type { Estimate } from '../../estimate/estimate.ts'
import { addressText, clientText } from '../decision/request-text.ts'
import { textLines } from '../escape/lines.ts'
import { table } from '../table.ts'
import { wrapped } from '../wrapped.ts'
import { refusedSentence } from './headline.ts'

/** How the decisions of both meshes compare, `40 parts: 38 equal, 2 narrower`, to which namespaces access changes, and who loses it. */
export function accessText(estimate: Estimate): string {
  const { access, accessByNamespace = [], effort } = estimate
  const confidence = textLines(indented(confidenceText(effort)))
  if (access === undefined) return `  not compared: --no-verify\n${confidence}`
  const lines = [partsText(access), ...refusedSentence(estimate)]
  const losing = accessByNamespace.flatMap((row) => row.losing.slice(0, losingAtMost).map((one) => `loses access: ${losingText(one)}`))
  const rest = accessByNamespace.reduce((sum, row) => sum + Math.max(0, row.losing.length - losingAtMost), 0)
  const after = [...new Set(losing), ...(rest === 0 ? [] : [`and ${rest} more, which verify names`]), ...unchangedNote(estimate)]
  return textLines(lines.flatMap(indented)) + namespacesTableText(accessByNamespace) + textLines(after.flatMap(indented)) + confidence
}

/** How far figures can be trusted, by what the input lacks. */
export function confidenceText({ confidence: { level, missing } }: Estimate['effort']): string {
  return `confidence ${level}${missing.length === 0 ? '' : `: ${missing.join('; ')}`}`
}

const losingAtMost = 3

function indented(text: string): readonly string[] {
  return wrapped(text, { indent: '  ', hanging: '    ' })
}

/** `40 parts: 38 equal, 2 narrower` */
export function partsText(access: NonNullable<Estimate['access']>): string {
  const all = Object.values(access).reduce((sum, count) => sum + count, 0)
  const found = (['equal', 'wider', 'narrower', 'rerouted', 'undetermined', 'identified'] as const).filter((verdict) => access[verdict] > 0)
  return `${all} ${all === 1 ? 'part' : 'parts'}${all === 0 ? '' : `: ${found.map((verdict) => `${access[verdict]} ${verdict}`).join(', ')}`}`
}

/** `shop/storefront at Service shop/cart:80 (pods that leave their sidecars)` */
export function losingText({ request, clients, code }: LosingClient): string {
  return `${clientText(request.client)} at ${addressText(request.address)} (${[...clients.slice(0, 1), ...(code === undefined ? [] : [code])].join(', ')})`
}

/** Where nothing moves, nothing changes: equal parts say nothing of what decisions bring. What was refused is compared all the same. */
export function unchangedNote({ readiness, access, writes }: Estimate): readonly string[] {
  if (access === undefined || !writes || readiness.today > 0 || readiness.afterDecision === 0) return []
  return ['nothing moves today, so nothing changes; what the decisions change is compared once they are taken']
}

function namespacesTableText(rows: readonly NamespaceAccess[]): string {
  if (rows.length === 0) return ''
  const accepted = rows.some(({ settled }) => settled > 0)
  return table(
    [
      ['', ...accessChanges, ...(accepted ? ['accepted'] : [])],
      ...rows.map((row) => [
        row.namespace === '' ? '(outside)' : row.namespace,
        ...accessChanges.map((change) => row[change]),
        ...(accepted ? [row.settled] : []),
      ]),
    ],
    '  ',
  )
}
