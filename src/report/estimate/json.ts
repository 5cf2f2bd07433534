import { type ObjectRef, objectText } from '../../diagnostics/place.ts'
import type { NamespaceAccess } from '../../estimate/access.ts'
import type { HoldingCause } from '../../estimate/causes.ts'
import type { PendingDecision } from '../../estimate/decision.ts'
import type { Estimate } from '../../estimate/estimate.ts'
import { namedWayOut } from '../../estimate/since.ts'
import { addressText, clientText } from '../decision/request-text.ts'
import { diagnosticJson } from '../findings/json.ts'
import { reportVersion } from '../report-version.ts'
import { type BuildsReport, buildsJson } from '../translation/builds.ts'

export function estimateJson(estimate: Estimate, builds?: BuildsReport): Record<string, unknown> {
  const { outcomes, causes, decisions, remaining, best, accessByNamespace, holdsAll, ...rest } = estimate
  const kustomize = builds === undefined ? undefined : buildsJson(builds)
  return {
    schemaVersion: reportVersion,
    ...rest,
    ...(accessByNamespace === undefined ? {} : { accessByNamespace: accessByNamespace.map(accessJson) }),
    ...(holdsAll === undefined
      ? {}
      : { holdsAll: { code: holdsAll.cause.code, findings: holdsAll.findings, resources: holdsAll.resources } }),
    decisions: decisions.map(decisionJson),
    best: { decisions: best.decisions.map((one) => decisions.indexOf(one)), moves: best.moves.map(nameJson) },
    remaining: remaining.map(causeJson),
    causes: causes.map(causeJson),
    outcomes: outcomes.map(({ ref, place, verdict, because }) => ({
      object: objectText(ref),
      file: ref.file,
      line: place.span.line,
      verdict,
      because: [...new Set(because.map(({ code }) => code))],
    })),
    ...(kustomize === undefined ? {} : { kustomize }),
  }
}

function accessJson({ losing, ...counts }: NamespaceAccess): Record<string, unknown> {
  return {
    ...counts,
    losing: losing.map(({ request, clients, difference, code }) => ({
      client: clientText(request.client),
      address: addressText(request.address),
      clients,
      difference,
      ...(code === undefined ? {} : { code }),
    })),
  }
}

function decisionJson({ wayOut, causes, resources, moves }: PendingDecision): Record<string, unknown> {
  return {
    wayOut: namedWayOut(wayOut),
    codes: causes.map(({ code }) => code),
    resources: resources.map(nameJson),
    namespaces: [...new Set(resources.map(({ namespace }) => namespace))].sort(),
    ...(moves === undefined ? {} : { moves: moves.map(nameJson) }),
  }
}

function causeJson({ example, resources, objects, code, title }: HoldingCause): Record<string, unknown> {
  return {
    code,
    title,
    severity: example.severity,
    holdsUp: resources.length,
    objects: objects.map(nameJson),
    example: diagnosticJson(example),
  }
}

function nameJson(ref: ObjectRef): string {
  return objectText(ref)
}
