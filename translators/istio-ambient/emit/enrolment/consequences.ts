import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import { compareText, type Place } from '../../../../src/diagnostics/place.ts'
import type { Emission } from '../../../../src/model/change.ts'
import { ownValue } from '../../../../src/model/own-value.ts'
import type { Workload } from '../../../../src/model/workload.ts'
import { clientsThatCount } from '../../migration/identity-reach.ts'
import type { Migration } from '../../migration/migration.ts'
import { podsOf } from '../../migration/pods.ts'
import { effectiveModes } from '../../migration/policy/mtls.ts'
import { lostAnnotations } from './annotations.ts'
import { excludedUnderStrict } from './excluded-ports.ts'

/** What changes for workloads besides policies and routes, each at its place. */
export function announceConsequences(migration: Migration): Emission {
  const diagnostics: Diagnostic[] = []
  for (const workload of migration.mesh.workloads) {
    if (!migration.moves(workload.namespace)) continue
    if (workload.address !== undefined) {
      diagnostics.push(diagnose(catalogue.machineStays, workload.place, { name: workload.name }))
    } else if (workload.hostNetwork) {
      diagnostics.push(diagnose(catalogue.hostNetwork, workload.place, { workload: workload.name }))
    } else if (migration.workloadMoves(workload)) diagnostics.push(...ofWorkload(migration, workload))
  }
  for (const group of migration.mesh.machineGroups) {
    if (migration.moves(group.namespace)) diagnostics.push(diagnose(catalogue.machineStays, group.place, { name: group.name }))
  }
  for (const service of migration.mesh.services) {
    if (!service.headless || !migration.moves(service.namespace)) continue
    const pods = migration.workloadsOf(service)
    if (pods.some(migration.workloadMoves) && clientsThatCount(migration, service, pods) !== undefined)
      diagnostics.push(diagnose(catalogue.headlessPlaintext, service.place, { service: service.name }))
    const guarded = migration.policiesOf(service)
    const bound = migration
      .workloadsOf(service)
      .some((workload) => migration.servicesOf(workload).some((other) => migration.waypointOf(other) !== undefined))
    if (bound || guarded.requests.length > 0)
      diagnostics.push(diagnose(catalogue.headlessUnguarded, service.place, { service: service.name }))
  }
  return { changes: [], diagnostics }
}

function ofWorkload(migration: Migration, workload: Workload): Diagnostic[] {
  const found: Diagnostic[] = []
  for (const annotation of Object.keys(workload.annotations).sort(compareText)) {
    const unintercepted = annotation === 'sidecar.istio.io/interceptionMode' && workload.annotations[annotation] === 'NONE'
    const lost = unintercepted
      ? 'without interception nothing was in the mesh; now every port and all outbound TCP is'
      : ownValue(lostAnnotations, annotation)
    if (lost === undefined) continue
    // Ports that were kept from the sidecar are guarded now; the other annotations decide about no request to the pods.
    const guarded = annotation.endsWith('InboundPorts') || unintercepted ? {} : { announces: [] }
    const at = annotationPlace(workload, annotation)
    found.push(
      diagnose(catalogue.annotationLost, at, { annotation, lost }, guarded),
      ...excludedUnderStrict(migration, workload, annotation, at),
    )
  }
  const command = workload.commands.find(({ text }) => /quitquitquit|(?:localhost|127\.0\.0\.1):1502[01]/.test(text))
  if (command !== undefined) found.push(diagnose(catalogue.talksToSidecar, command.place, { workload: workload.name }))
  if (workload.annotations['prometheus.io/scrape'] === 'true' && effectiveModes(migration.mesh, podsOf(workload)).base === 'strict') {
    const params = { workload: workload.name, policies: allowing(migration, workload), scrapers: scrapersIn(migration) }
    found.push(diagnose(catalogue.metricsNotMerged, annotationPlace(workload, 'prometheus.io/scrape'), params))
  }
  if (workload.initContainers) found.push(diagnose(catalogue.initInMesh, workload.place, { workload: workload.name }))
  return found
}

/** Where an ALLOW policy is, who scrapes has to be admitted by name. */
function allowing(migration: Migration, workload: Workload): readonly string[] {
  const allow = migration.policiesOfWorkload(workload).authorization.filter(({ effect, dryRun }) => effect === 'allow' && !dryRun)
  return allow.map(({ namespace, name }) => `${namespace}/${name}`)
}

/** Pods of Prometheus, by the labels of its charts and operator or by their name. */
function scrapersIn(migration: Migration): readonly string[] {
  const own = migration.mesh.workloads.filter(
    ({ name, labels }) => name === 'prometheus' || [labels.app, labels['app.kubernetes.io/name']].includes('prometheus'),
  )
  return own.map(({ namespace, name }) => `${namespace}/${name}`)
}

function annotationPlace(workload: Workload, annotation: string): Place {
  return workload.templatePlace.field('annotations').field(annotation)
}
