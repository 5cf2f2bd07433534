import { describe, expect, test } from 'vitest'
import { deleteListText, firstDeleteListText, lastDeleteListText } from '../../src/rollout/delete-list.ts'
import { deletionsOf, lastDeletionsOf } from '../../src/rollout/deletions.ts'
import { shellWord } from '../../src/rollout/shell-word.ts'
import { stepsOf } from '../../src/rollout/steps.ts'
import { translate } from '../../src/translate.ts'

const namespace = `apiVersion: v1
kind: Namespace
metadata: {name: pantry, labels: {istio-injection: enabled}}
`
const jam = `apiVersion: v1
kind: Service
metadata: {name: jam, namespace: pantry}
spec: {selector: {app: jam}, ports: [{name: http, port: 80}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: jam, namespace: pantry}
spec:
  selector: {matchLabels: {app: jam}}
  template: {metadata: {labels: {app: jam}}, spec: {containers: [{name: c, image: x}]}}
`
const route = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: jam, namespace: pantry}
spec:
  hosts: [jam]
  http: [{match: [{uri: {prefix: /old}}], redirect: {uri: /new}}, {route: [{destination: {host: jam}}]}]
`

const converted = (text: string) => translate([{ path: 'mesh.yaml', text }], { target: 'ambient' })

describe('what has to be deleted', () => {
  test('is the VirtualService whose routes are HTTPRoutes now, as kubectl delete takes it', () => {
    const translation = converted([namespace, jam, route].join('---\n'))
    const deletions = deletionsOf(translation)
    expect(deletions).toEqual([{ apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', namespace: 'pantry', name: 'jam' }])
    expect(deleteListText(deletions)).toContain(
      'apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata:\n  name: jam\n  namespace: pantry\n',
    )
  })

  test('is an item of a list, too, and counts as removed', () => {
    const items = [namespace, ...jam.split('---\n'), route].map((text) => `- ${text.trimEnd().replaceAll('\n', '\n  ')}\n`).join('')
    const translation = converted(`apiVersion: v1\nkind: List\nitems:\n${items}`)
    expect(deletionsOf(translation).map(({ kind, name }) => `${kind} ${name}`)).toEqual(['VirtualService jam'])
  })

  test('is nothing where nothing is removed', () => {
    const translation = converted([namespace, jam].join('---\n'))
    expect(deletionsOf(translation)).toEqual([])
    expect(deleteListText([])).toBeUndefined()
  })
})

describe('the order', () => {
  test('is to apply, to restart, and to delete what sidecars needed', () => {
    const translation = converted([namespace, jam, route].join('---\n'))
    const steps = stepsOf(translation, { folder: 'out/', deletions: deletionsOf(translation) })
    expect(steps.flatMap(({ commands }) => commands)).toEqual([
      'kubectl apply -R -f out/',
      'kubectl -n pantry rollout restart deployment/jam',
      'kubectl delete --ignore-not-found -f out/unsidecar.delete',
    ])
  })

  test('deletes a younger VirtualService, which no sidecar follows, before a waypoint could', () => {
    const aged = (name: string, year: number) =>
      route.replace('{name: jam, namespace: pantry}', `{name: ${name}, namespace: pantry, creationTimestamp: '${year}-01-01T00:00:00Z'}`)
    const translation = converted([namespace, jam, aged('jam', 2021), aged('younger', 2022)].join('---\n'))
    const deletions = deletionsOf(translation)
    expect(deletions.map(({ name, first }) => [name, first])).toEqual([
      ['jam', undefined],
      ['younger', true],
    ])
    expect(stepsOf(translation, { folder: 'out', deletions }).map(({ step }) => step)).toEqual([
      'delete-first',
      'apply',
      'restart',
      'delete',
    ])
    expect(firstDeleteListText(deletions)).toContain('name: younger')
    expect(firstDeleteListText(deletions)).not.toContain('name: jam')
    expect(deleteListText(deletions)).not.toContain('name: younger')
    expect(stepsOf(translation, { deletions })[0]?.commands).toEqual([
      'kubectl delete --ignore-not-found -n pantry virtualservice.v1.networking.istio.io/younger',
    ])
  })

  test('takes labels from a namespace before pods are restarted where some of them still need the injector', () => {
    const gateway = `apiVersion: apps/v1
kind: Deployment
metadata: {name: edge, namespace: pantry}
spec:
  selector: {matchLabels: {app: edge}}
  template:
    metadata: {labels: {app: edge}, annotations: {inject.istio.io/templates: gateway}}
    spec: {containers: [{name: istio-proxy, image: auto}]}
`
    const translation = converted([namespace, jam, gateway].join('---\n'))
    expect(stepsOf(translation, { folder: 'out', deletions: [] }).flatMap(({ commands }) => commands)).toEqual([
      'kubectl apply -R -f out',
      'kubectl label namespace pantry istio-injection-',
      'kubectl -n pantry rollout restart deployment/jam',
    ])
  })

  test('replaces pods that no rollout restarts', () => {
    const podSpec = 'spec: {containers: [{name: c, image: x}]}'
    const template = (labels: string) => `{metadata: {labels: ${labels}}, ${podSpec}}`
    const controlled = (kind: string, name: string, apiVersion: string, selector: string, labels: string) =>
      `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}, namespace: pantry}\nspec: {selector: ${selector}, template: ${template(labels)}}\n`
    const objects = [
      namespace,
      jam,
      controlled(
        'ReplicaSet',
        'plum',
        'apps/v1',
        '{matchLabels: {app: plum}, matchExpressions: [{key: tier, operator: In, values: [a, b]}]}',
        '{app: plum, tier: a}',
      ),
      controlled('ReplicationController', 'fig', 'v1', '{app: fig}', '{app: fig}'),
      `apiVersion: v1\nkind: ReplicationController\nmetadata: {name: quince, namespace: pantry}\nspec: {template: ${template('{app: quince}')}}\n`,
      controlled('CloneSet', 'lime', 'apps.kruise.io/v1alpha1', '{matchExpressions: [{key: lime, operator: Exists}]}', '{lime: "1"}'),
      `apiVersion: v1\nkind: Pod\nmetadata: {name: pear, namespace: pantry, labels: {app: jam}}\n${podSpec}\n`,
      `apiVersion: batch/v1\nkind: Job\nmetadata: {name: cook, namespace: pantry}\nspec: {template: {metadata: {labels: {app: cook}}, spec: {restartPolicy: Never, containers: [{name: c, image: x}]}}}\n`,
      `apiVersion: apps/v1\nkind: ReplicaSet\nmetadata: {name: jam-1, namespace: pantry, ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: jam, uid: u}]}\nspec: {selector: {matchLabels: {app: jam}}, template: ${template('{app: jam}')}}\n`,
    ]
    const translation = converted(objects.join('---\n'))
    expect(translation.emission.moves?.objects.map(({ name }) => name).sort()).toEqual([
      ...['cook', 'fig', 'jam', 'jam-1', 'lime', 'pear', 'plum', 'quince'],
    ])
    expect(stepsOf(translation, { folder: 'out', deletions: [] }).flatMap(({ commands }) => commands)).toEqual([
      'kubectl apply -R -f out',
      'kubectl -n pantry rollout restart deployment/jam',
      'kubectl -n pantry delete pods -l lime # cloneset/lime makes them anew',
      "kubectl -n pantry delete pods -l 'app=plum,tier in (a,b)' # replicaset/plum makes them anew",
      'kubectl -n pantry delete pods -l app=fig # replicationcontroller/fig makes them anew',
      'kubectl -n pantry delete pods -l app=quince # replicationcontroller/quince makes them anew',
      'kubectl -n pantry get job/cook # pods that still run keep their sidecars until they end',
      'kubectl -n pantry delete --ignore-not-found pod/pear',
      'kubectl apply -R -f out',
    ])
  })

  test('builds kustomizations where the output mirrors them', () => {
    const files = [
      { path: 'apps/base/kustomization.yaml', text: 'resources: [mesh.yaml]\n' },
      { path: 'apps/base/mesh.yaml', text: [namespace, jam].join('---\n') },
      { path: 'apps/live/kustomization.yaml', text: 'resources: [../base]\n' },
    ]
    const translation = translate(files, { target: 'ambient' })
    expect(stepsOf(translation, { folder: 'out', deletions: [] })[0]?.commands).toEqual(['kubectl apply -k out/live'])
    const two = translate([...files, { path: 'apps/trial/kustomization.yaml', text: 'resources: [../base]\n' }], { target: 'ambient' })
    expect(stepsOf(two, { folder: 'out', deletions: [] })[0]?.commands).toEqual([
      'kubectl apply -k out/live # in the cluster that this overlay is for',
      'kubectl apply -k out/trial # in the cluster that this overlay is for',
    ])
  })

  test('names what has to be deleted where no folder was written', () => {
    const translation = converted([namespace, jam, route].join('---\n'))
    const steps = stepsOf(translation, { deletions: deletionsOf(translation) })
    expect(steps.find(({ step }) => step === 'delete')?.commands).toEqual([
      'kubectl delete --ignore-not-found -n pantry virtualservice.v1.networking.istio.io/jam',
    ])
  })

  test('quotes what a shell would read otherwise', () => {
    expect(shellWord("it's $HOME")).toBe("'it'\\''s $HOME'")
    expect(shellWord('out/a-b_c.d')).toBe('out/a-b_c.d')
  })
})

describe('what goes with the last sidecar', () => {
  const cluster = [namespace, jam].join('---\n')
  const settings = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: jam, namespace: pantry}
spec: {host: jam, trafficPolicy: {loadBalancer: {simple: RANDOM}}}
`
  const gateway = `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: door, namespace: pantry}
spec:
  selector: {istio: ingressgateway}
  servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ['*']}]
`
  const fault = route.replace(
    'redirect: {uri: /new}',
    'fault: {abort: {httpStatus: 503, percentage: {value: 1}}}, route: [{destination: {host: jam}}]',
  )
  const toCilium = (...texts: string[]) =>
    translate([{ path: 'mesh.yaml', text: [cluster, ...texts].join('---\n') }], {
      target: 'cilium',
      options: { assume: ['sidecars-removed', 'slashes-merged'] },
    })
  const last = (...texts: string[]) => lastDeletionsOf(toCilium(...texts)).map(({ kind, name }) => `${kind} ${name}`)

  test('are routes and settings that Cilium has now, which stay in the output until then', () => {
    const translation = toCilium(route, settings)
    expect(last(route, settings)).toEqual(['DestinationRule jam', 'VirtualService jam'])
    expect(deletionsOf(translation)).toEqual([])
    expect(lastDeleteListText(lastDeletionsOf(translation))).toContain(
      'kind: DestinationRule\nmetadata:\n  name: jam\n  namespace: pantry\n',
    )
  })

  test('is a step with its condition, in which gateways count where they follow something of it', () => {
    const steps = (...texts: string[]) =>
      stepsOf(toCilium(...texts), { folder: 'out', deletions: [] }).filter(({ step }) => step === 'delete-last')
    expect(steps(route).map(({ when, commands }) => [when, commands.at(-1)])).toEqual([
      ['no pod of the cluster has a sidecar', 'kubectl delete --ignore-not-found -f out/unsidecar.delete-last'],
    ])
    expect(steps(route)[0]?.commands[0]).toMatch(/# prints no pods but gateways$/)
    expect(steps(route, settings).map(({ when }) => when)).toEqual(['no pod of the cluster has a proxy of Istio, gateways among them'])
    expect(steps(route, settings)[0]?.commands[0]).toMatch(/# prints nothing$/)
    expect(steps()).toEqual([])
  })

  test('is nothing that is not translated, nor what gateways of Istio follow', () => {
    expect(last(fault)).toEqual([])
    expect(last(route.replace('hosts: [jam]', 'hosts: [jam]\n  gateways: [mesh, door]'), settings, gateway)).toEqual([])
    expect(last(route, settings, gateway)).toEqual(['VirtualService jam'])
  })

  test('is the PeerAuthentication that lets Cilium read what sidecars send', () => {
    const readers = `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: readers, namespace: pantry}
spec: {selector: {matchLabels: {app: jam}}, rules: [{to: [{operation: {methods: [GET]}}]}]}
`
    expect(last(readers, fault)).toEqual(['PeerAuthentication readers-plaintext'])
  })
})
