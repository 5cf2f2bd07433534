import { describe, expect, test } from 'vitest'
import { applyChanges } from '../../src/manifest/edit/apply.ts'
import type { Change } from '../../src/model/change.ts'
import { formattedRollout } from '../../src/plan/formats/rollout.ts'
import { planOf } from '../../src/plan/plan.ts'
import { planJson } from '../../src/report/plan/json.ts'
import { opensOnTheWay } from '../../src/report/plan/report.ts'
import { planReportSchema } from '../../src/report/plan/schema.ts'
import { planText } from '../../src/report/plan/text.ts'
import { translate } from '../../src/translate.ts'
import type { Translation } from '../../src/translation.ts'
import { verifyTranslation } from '../../src/verify/verify.ts'
import { enrolledNamespace } from './enrolled-namespace.ts'

const namespace = `${enrolledNamespace('mill')}---
apiVersion: v1
kind: Service
metadata: {name: flour, namespace: mill}
spec: {selector: {app: flour}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: flour, namespace: mill}
spec:
  selector: {matchLabels: {app: flour}}
  template:
    metadata: {labels: {app: flour}}
    spec: {containers: [{name: main, image: main, ports: [{containerPort: 8080}]}]}
`
const policy = (action: string, method: string) => `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: ${action.toLowerCase()}, namespace: mill}
spec: {action: ${action}, rules: [{to: [{operation: {methods: [${method}]}}]}]}
`

/** A conversion that changes the methods of policies, in the order in which it names them. */
function changing(start: Readonly<Record<string, string>>, end: Readonly<Record<string, string>>): Translation {
  const text = [namespace, ...Object.entries(start).map(([action, method]) => policy(action, method))].join('---\n')
  const translation = translate([{ path: 'mill.yaml', text }], { target: 'ambient' })
  const changes = Object.entries(end).map(([action, method]): Change => {
    const place = translation.mesh.authorization.find(({ name }) => name === action.toLowerCase())!.place
    const edits = [{ op: 'set' as const, path: ['spec', 'rules', 0, 'to', 0, 'operation', 'methods'], value: method.split(', ') }]
    return { kind: 'edit', target: place.object, edits, causes: [place], why: 'another method' }
  })
  const emission = { changes, diagnostics: [] }
  return { ...translation, emission, output: applyChanges(translation.input, changes) }
}

describe('between the parts of a step', () => {
  // Nothing is allowed at either end; POST is with the new ALLOW beside the old DENY, and GET with the old ALLOW beside the new DENY.
  const crossed = changing({ ALLOW: 'GET', DENY: 'GET' }, { ALLOW: 'POST', DENY: 'POST' })
  const plan = planOf(crossed, verifyTranslation(crossed))

  test('what is allowed is said, where each part alone would open something', () => {
    const [step, ...others] = plan.waves.flatMap(({ steps }) => steps)
    expect(others).toEqual([])
    expect(step?.contents.patched.map(({ ref }) => ref.name)).toEqual(['allow', 'deny'])
    expect(step?.between.map(({ verdict }) => verdict)).toContain('wider')
    expect(step?.between[0]?.witness?.request.http?.method).toBe('POST')
    expect(opensOnTheWay(plan)).toBe(true)
  })

  test('what would help was tried: a policy that denies everything meanwhile', () => {
    // Where mill is all that moves, keeping its sidecars is the wave left out: nothing would be compared.
    expect(plan.waves.map(({ waysOut }) => waysOut)).toEqual([
      [{ kind: 'deny-meanwhile', namespaces: ['mill'], helps: true, policy: 'deny-meanwhile' }],
    ])
    const report = { ...plan, translation: crossed, rollout: formattedRollout(plan.waves, { name: 'kubectl' }) }
    const text = planText(report, { detail: 'brief' }).replace(/\s+/g, ' ')
    expect(text).toContain(
      'what would help: an AuthorizationPolicy deny-meanwhile in mill that denies every request (action: DENY, rules: [{}]) before the wave',
    )
    expect(text).toContain('no other order was compared')
    expect(text).not.toContain('keeping mill on sidecars')
    expect(planReportSchema.parse(planJson(report)).waves[0]?.waysOut).toEqual(plan.waves[0]?.waysOut)
  })

  test('the reports show the request, and do not claim that no state opens anything', () => {
    const report = { ...plan, translation: crossed, rollout: formattedRollout(plan.waves, { name: 'kubectl' }) }
    const text = planText(report, { detail: 'brief' })
    expect(text).toContain('parts of some steps allow what the')
    expect(text).not.toContain('none allows what the start denies')
    expect(text).toMatch(/WIDER Service mill\/flour:80[\s\S]*POST \//)
    expect(planReportSchema.parse(planJson(report)).waves[0]?.steps[0]?.between.length).toBeGreaterThan(0)
  })

  test('nothing is allowed where the other order opens nothing: that one is taken', () => {
    // The new ALLOW first would let POST in before it is denied.
    const translation = changing({ ALLOW: 'GET', DENY: 'GET' }, { ALLOW: 'POST', DENY: 'GET, POST' })
    const found = planOf(translation, verifyTranslation(translation))
    const [step] = found.waves.flatMap(({ steps }) => steps)
    expect(step?.contents.patched.map(({ ref }) => ref.name)).toEqual(['deny', 'allow'])
    expect(step?.states.flatMap(({ wider }) => wider)).toEqual([])
    expect(opensOnTheWay(found)).toBe(false)
    expect(step?.commands.back.map((command) => /\/(\w+) --type/.exec(command)?.[1])).toEqual(['allow', 'deny'])
  })
})
