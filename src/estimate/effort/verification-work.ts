import type { Comparison } from '../../verify/comparison.ts'
import { isAgreed } from '../access.ts'
import type { Evidence } from '../evidence.ts'
import type { Work } from './item.ts'

/** What it takes to agree about what changes; without a comparison only that there has to be one. */
export function verificationWork(comparison: Comparison | undefined): readonly Work[] {
  const open = (comparison?.differences ?? []).filter((one) => !isAgreed(one))
  const unknown = open.filter(({ verdict }) => verdict === 'undetermined')
  const known = open.filter(({ verdict }) => verdict !== 'undetermined')
  return [
    {
      ledger: 'verification',
      weight: 'baseline',
      what: 'comparing before and after in CI',
      count: 1,
      spread: 'pipelines differ',
      evidence: [],
    },
    {
      ledger: 'verification',
      weight: 'difference',
      what: 'differences that an owner has to agree to',
      count: known.length,
      spread: 'clients may depend on them',
      evidence: known.flatMap(evidenceOf),
    },
    {
      ledger: 'verification',
      weight: 'undetermined',
      what: 'differences that the input does not decide',
      count: unknown.length,
      spread: 'each is equal or is not',
      evidence: unknown.flatMap(evidenceOf),
    },
  ]
}

function evidenceOf({ causes = [], destinations }: Comparison['differences'][number]): readonly Evidence[] {
  return causes.slice(0, 1).map(({ place }) => ({ object: destinations[0] ?? '', file: place.span.file, line: place.span.line }))
}
