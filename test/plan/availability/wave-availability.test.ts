import { describe, expect, test } from 'vitest'
import { objectText } from '../../../src/diagnostics/place.ts'
import { formattedRollout } from '../../../src/plan/formats/rollout.ts'
import { planOf } from '../../../src/plan/plan.ts'
import { planFolder } from '../../../src/report/plan/folder.ts'
import { waveNotes } from '../../../src/report/plan/text.ts'
import { translate } from '../../../src/translate.ts'
import { verifyTranslation } from '../../../src/verify/verify.ts'
import { enrolledNamespace } from '../enrolled-namespace.ts'

const workload = (name: string, spec = '', kind = 'Deployment') => `apiVersion: apps/v1
kind: ${kind}
metadata: {name: ${name}, namespace: pond}
spec:
  selector: {matchLabels: {app: ${name}}}
  template: {metadata: {labels: {app: ${name}}}, spec: {containers: [{name: main, image: main}]}}
${spec}`
const budget = (name: string, spec: string) => `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: ${name}, namespace: pond}
spec: ${spec}
`
const scaler = (name: string, min: number) => `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: ${name}, namespace: pond}
spec: {minReplicas: ${min}, maxReplicas: 6, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: ${name}}}
`
const namespace = enrolledNamespace('pond')
/** Makes the conversion add a waypoint. */
const served = `apiVersion: v1
kind: Service
metadata: {name: frog, namespace: pond}
spec: {selector: {app: frog}, ports: [{name: http, port: 80}]}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: frog, namespace: pond}
spec:
  selector: {matchLabels: {app: frog}}
  rules: [{to: [{operation: {methods: [GET]}}]}]
`

function planned(...texts: string[]) {
  const translation = translate([{ path: 'pond.yaml', text: [namespace, ...texts].join('---\n') }], { target: 'ambient' })
  const plan = planOf(translation, verifyTranslation(translation))
  const wave = plan.waves.find(({ moves }) => moves.length > 0)!
  const files = planFolder({ ...plan, translation, rollout: formattedRollout(plan.waves, { name: 'kubectl' }) })
  return { wave, notes: waveNotes(wave, true), files }
}

describe('what a wave says of restarts', () => {
  const restarted = (...texts: string[]) => {
    const { restarts } = planned(...texts).wave
    return {
      pods: restarts?.pods,
      uncounted: restarts?.uncounted,
      interrupted: restarts?.interrupted.map(({ kind, place }) => `${kind} ${objectText(place.object)}:${place.span.line}`),
      alone: restarts?.alone.map((place) => objectText(place.object)),
      budgets: restarts?.budgets.map(({ place, forbids }) => [place.object.name, forbids]),
    }
  }

  test('counts pods by replicas and autoscalers, and not those of a DaemonSet', () => {
    expect(restarted(workload('frog', '  replicas: 3\n'), workload('newt'), scaler('newt', 2), workload('toad', '', 'DaemonSet'))).toEqual({
      pods: { low: 5, high: 9 },
      uncounted: 1,
      interrupted: [],
      alone: [],
      budgets: [],
    })
  })

  test('a workload is interrupted where its last pod stops before the next one starts, and only then', () => {
    const rolling = (surge: string) => `  strategy: {rollingUpdate: {maxSurge: ${surge}}}\n`
    const stateful = (spec: string) => `  serviceName: x\n${spec}`
    const found = restarted(
      workload('recreated', '  replicas: 4\n  strategy: {type: Recreate}\n'),
      workload('surging', rolling('1')),
      workload('fixed', rolling('0')),
      workload('spare', '  strategy: {rollingUpdate: {maxUnavailable: 1}}\n'),
      workload('stateful', stateful(''), 'StatefulSet'),
      workload('two', stateful('  replicas: 2\n'), 'StatefulSet'),
      workload('held', stateful('  replicas: 2\n  updateStrategy: {type: OnDelete}\n'), 'StatefulSet'),
      workload('idle', '  replicas: 0\n  strategy: {type: Recreate}\n'),
    )
    expect(found.interrupted?.map((one) => one.replace(/:\d+$/, ''))).toEqual([
      'one-pod Deployment pond/fixed',
      'deleted StatefulSet pond/held',
      'recreate Deployment pond/recreated',
      'one-pod Deployment pond/spare',
      'one-pod StatefulSet pond/stateful',
    ])
    expect(found.alone).toEqual(['Deployment pond/surging'])
  })

  test('names the PodDisruptionBudgets of its pods, and those that allow no eviction', () => {
    const found = restarted(
      workload('frog', '  replicas: 2\n'),
      budget('none', '{maxUnavailable: 0, selector: {matchLabels: {app: frog}}}'),
      budget('half', '{minAvailable: 50%, selector: {matchExpressions: [{key: app, operator: In, values: [frog]}]}}'),
      budget('all', '{minAvailable: 2, selector: {}}'),
      budget('other', '{maxUnavailable: 0, selector: {matchLabels: {app: newt}}}'),
      budget('without', '{maxUnavailable: 0}'),
    )
    expect(found.budgets).toEqual([
      ['none', 2],
      ['half', undefined],
      ['all', 2],
    ])
  })

  test('its notes have the places', () => {
    const { notes } = planned(
      workload('frog', '  strategy: {type: Recreate}\n'),
      budget('frog', '{minAvailable: 1, selector: {matchLabels: {app: frog}}}'),
    )
    expect(notes.slice(-3)).toMatchInlineSnapshot(`
      [
        "restarts 1 pod",
        "interrupted, because all pods stop before new ones start: Deployment pond/frog (pond.yaml:11:20)",
        "a restart does not ask PodDisruptionBudget pond/frog (pond.yaml:16:7), which allows no eviction while there is 1 pod: nodes with these pods cannot be drained",
      ]
    `)
  })
})

describe('what a wave says of its waypoints', () => {
  test('writes an autoscaler and a PodDisruptionBudget for a waypoint that has neither, and the commands for them', () => {
    const { notes, files, wave } = planned(workload('frog', '  replicas: 3\n'), served)
    expect(files.get(`${wave.folder}/waypoints.optional`)).toMatchInlineSnapshot(`
      "apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata:
        name: waypoint
        namespace: pond
      spec:
        scaleTargetRef:
          apiVersion: apps/v1
          kind: Deployment
          name: waypoint
        minReplicas: 2
        maxReplicas: 5
        metrics:
        - type: Resource
          resource:
            name: cpu
            target:
              type: Utilization
              averageUtilization: 80
      ---
      apiVersion: policy/v1
      kind: PodDisruptionBudget
      metadata:
        name: waypoint
        namespace: pond
      spec:
        maxUnavailable: 1
        selector:
          matchLabels:
            gateway.networking.k8s.io/gateway-name: waypoint
      "
    `)
    expect(notes.filter((one) => /waypoint/.test(one))).toMatchInlineSnapshot(`
      [
        "source: pond.yaml, waypoint-pond.yaml",
        "no HorizontalPodAutoscaler, no PodDisruptionBudget for pond/waypoint: istiod gives a waypoint one pod, and what it carries fails while none runs",
        "optional, once it is programmed (2 to 5 pods, evicted one at a time): kubectl apply -f wave-01-pond/waypoints.optional",
        "rollback.sh leaves that in place: kubectl delete --ignore-not-found -f wave-01-pond/waypoints.optional",
      ]
    `)
  })

  test('leaves out what the input has, for the waypoint or for its class', () => {
    const own = planned(
      workload('frog'),
      served,
      scaler('waypoint', 2),
      budget('gates', '{minAvailable: 1, selector: {matchLabels: {gateway.networking.k8s.io/gateway-name: waypoint}}}'),
    )
    expect(own.files.has(`${own.wave.folder}/waypoints.optional`)).toBe(false)
    expect(own.notes.filter((one) => /waypoint/.test(one))).toMatchInlineSnapshot(`
      [
        "source: pond.yaml, waypoint-pond.yaml",
        "waypoint pond/waypoint is scaled by HorizontalPodAutoscaler pond/waypoint (pond.yaml:24:1)",
        "waypoint pond/waypoint is kept from being evicted at one time by PodDisruptionBudget pond/gates (pond.yaml:29:1)",
      ]
    `)
    const ofClass = planned(
      workload('frog'),
      served,
      `apiVersion: v1
kind: ConfigMap
metadata: {name: any, namespace: istio-system, labels: {gateway.istio.io/defaults-for-class: istio-waypoint}}
data: {horizontalPodAutoscaler: "spec: {minReplicas: 2, maxReplicas: 4}"}
`,
    )
    expect(ofClass.files.get(`${ofClass.wave.folder}/waypoints.optional`)).toMatch(/^apiVersion: policy\/v1\nkind: PodDisruptionBudget\n/)
  })

  test('says nothing where no waypoint is added', () => {
    const { wave, files } = planned(workload('frog'))
    expect([wave.waypoints, [...files.keys()].filter((path) => path.endsWith('.optional'))]).toEqual([[], []])
  })
})
