import { describe, expect, test } from 'vitest'
import { formattedRollout } from '../../src/plan/formats/rollout.ts'
import { planOf } from '../../src/plan/plan.ts'
import { planFolder } from '../../src/report/plan/folder.ts'
import { translate } from '../../src/translate.ts'
import { verifyTranslation } from '../../src/verify/verify.ts'
import { enrolledNamespace } from './enrolled-namespace.ts'

const container = '{containers: [{name: a, image: x}]}'
const long = `brine-${'o'.repeat(240)}`

const cellar = (policyName = 'brine') => `${enrolledNamespace('cellar')}---
apiVersion: v1
kind: Pod
metadata: {name: lone, namespace: cellar, labels: {app: lone, sidecar.istio.io/inject: "true"}}
spec: ${container}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: vat, namespace: cellar}
spec:
  updateStrategy: {type: OnDelete}
  selector: {matchLabels: {app: vat}}
  template: {metadata: {labels: {app: vat}}, spec: ${container}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: tap, namespace: cellar}
spec:
  selector: {matchLabels: {app: tap}}
  template: {metadata: {labels: {app: tap}}, spec: ${container}}
---
apiVersion: v1
kind: Service
metadata: {name: vat, namespace: cellar}
spec: {selector: {app: vat}, ports: [{name: http, port: 80}]}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: ${policyName}, namespace: cellar}
spec:
  selector: {matchLabels: {app: vat}}
  rules: [{from: [{source: {namespaces: [cellar]}}], to: [{operation: {methods: [GET]}}]}]
`

const planned = (text: string) => {
  const translation = translate([{ path: 'cellar.yaml', text }], { target: 'ambient' })
  const plan = planOf(translation, verifyTranslation(translation))
  const enrol = plan.waves.flatMap(({ steps }) => steps).find(({ kinds }) => kinds.includes('enrol'))
  return {
    files: planFolder({ ...plan, translation, rollout: formattedRollout(plan.waves, { name: 'kubectl' }) }),
    enrol: enrol!.commands,
    plan,
    translation,
  }
}

const words = (commands: readonly string[]) => commands.map((command) => command.replace(/ --type merge --patch-file \S+\d+-/, ' '))

describe('the commands of a step', () => {
  test('on the way back, ztunnel and waypoints stay until pods have sidecars again', () => {
    const { enrol, files } = planned(cellar())
    expect(words(enrol.back)).toEqual([
      'kubectl patch namespace/cellar namespace-cellar.first.undo',
      'kubectl -n cellar rollout restart deployment/tap',
      'kubectl -n cellar delete pods -l app=vat # statefulset/vat makes them anew',
      'kubectl -n cellar delete --ignore-not-found pod/lone',
      expect.stringContaining('pods.restored'),
      'kubectl -n cellar rollout status --timeout=5m deployment/tap',
      'kubectl patch -n cellar service/vat service-vat.undo',
      'kubectl patch namespace/cellar namespace-cellar.undo',
    ])
    const file = (end: string) => [...files].find(([path]) => path.endsWith(end))?.[1]
    expect(file('namespace-cellar.first.undo')).toBe('metadata:\n  labels:\n    istio-injection: enabled\n')
    expect(file('namespace-cellar.undo')).toContain('istio.io/dataplane-mode: null')
    expect(file('rollback.sh')?.match(/rollout status/g)).toHaveLength(1)
  })

  test('can be run again after a failure between the deletion of a pod and what makes it again', () => {
    const { enrol } = planned(cellar())
    expect([...enrol.forward, ...enrol.back].filter((command) => command.includes('patch') && command.includes('pod/lone'))).toEqual([])
    expect(enrol.forward).toContain('kubectl -n cellar delete --ignore-not-found pod/lone')
  })

  test('delete pods that a StatefulSet does not roll out by itself, and wait for no rollout of it', () => {
    const { enrol } = planned(cellar())
    expect(enrol.forward).toContain('kubectl -n cellar delete pods -l app=vat # statefulset/vat makes them anew')
    expect(enrol.checks).toEqual(['kubectl -n cellar rollout status --timeout=5m deployment/tap'])
  })

  test('name files that a file system takes, and that a search path of the shell does not lead elsewhere', () => {
    const { files } = planned(cellar(long))
    expect([...files.keys()].some((path) => path.includes('authorizationpolicy-brine-ooo'))).toBe(true)
    expect(Math.max(...[...files.keys()].flatMap((path) => path.split('/').map((name) => name.length)))).toBeLessThan(256)
    expect(files.get('wave-01-cellar/apply.sh')).toContain('\nCDPATH= cd -- "$(dirname -- "$0")/.."\n')
  })

  test('name the namespace of what is deleted, where the file leaves it to -n', () => {
    const text = `${enrolledNamespace('mill')}---
apiVersion: v1
kind: Service
metadata: {name: flour}
spec: {selector: {app: flour}, ports: [{name: http, port: 80}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: flour}
spec:
  selector: {matchLabels: {app: flour}}
  template: {metadata: {labels: {app: flour}}, spec: {containers: [{name: main, image: main}]}}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: flour}
spec: {hosts: [flour], http: [{timeout: 2s, route: [{destination: {host: flour}}]}]}
`
    const translation = translate([{ path: 'mill.yaml', text }], { target: 'ambient', defaultNamespace: 'mill' })
    const plan = planOf(translation, verifyTranslation(translation))
    const files = planFolder({ ...plan, translation, rollout: formattedRollout(plan.waves, { name: 'kubectl' }) })
    const removed = [...files].filter(([path]) => path.endsWith('objects.removed'))
    expect(removed.map(([, content]) => content.includes('  namespace: mill\n'))).toEqual([true])
  })
})
