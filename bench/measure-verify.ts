import { translate } from '../src/translate.ts'
import { verifyTranslation } from '../src/verify/verify.ts'
import { type PolicyMesh, policyMesh } from './policies.ts'

/** What one process measures of a mesh with policies: translating it is the floor, verifying is comparing what came out with what went in. */
export interface VerifyMeasurement {
  readonly translateSeconds: number
  readonly verifySeconds: number
  /** Parts that were compared, and those of them that could not be decided. */
  readonly parts: number
  readonly undetermined: number
  readonly peakMegabytes: number
}

export function measureVerify(mesh: PolicyMesh): VerifyMeasurement {
  const files = policyMesh(mesh)
  const [translation, translateSeconds] = timed(() => translate(files, { target: 'ambient' }))
  const [{ parts }, verifySeconds] = timed(() => verifyTranslation(translation))
  if (parts.wider > 0) throw new Error(`${parts.wider} parts became wider`)
  return {
    translateSeconds,
    verifySeconds,
    parts: Object.values(parts).reduce((sum, count) => sum + count, 0),
    undetermined: parts.undetermined,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  }
}

function timed<T>(task: () => T): [result: T, seconds: number] {
  const start = process.hrtime.bigint()
  const result = task()
  return [result, Number(process.hrtime.bigint() - start) / 1e9]
}
