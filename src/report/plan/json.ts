import { type ObjectRef, objectText } from '../../diagnostics/place.ts'
import { namedWayOut } from '../../estimate/since.ts'
import type { FormattedRollout, FormattedStep } from '../../plan/formats/format.ts'
import type { Wave } from '../../plan/plan.ts'
import type { WaveRequest } from '../../plan/requests/wave-requests.ts'
import type { AppliedBy } from '../../plan/source/applied-by.ts'
import type { SourceEdit } from '../../plan/source/source-edit.ts'
import type { PlanStep } from '../../plan/steps-of-wave.ts'
import { deployerOf } from '../../rollout/applier.ts'
import type { Difference } from '../../verify/comparison.ts'
import { diagnosticJson, placeJson } from '../findings/json.ts'
import { reportVersion } from '../report-version.ts'
import { comparisonJson, differenceJson } from '../verify/json.ts'
import { restartsJson, waypointJson } from './availability-json.ts'
import { opensOnTheWay, type PendingMoves, type PlanReport, planPolicy } from './report.ts'
import { answerWord } from './request-text.ts'

/** The rollout for programs: objects by name, commands as they are run in the folder of the rollout, requests whole. */
export function planJson(report: PlanReport): Record<string, unknown> {
  const { target, waves, moved, addedBefore, calls, end, search, held, preflight, prepare, last, rollout, pending } = report
  return {
    schemaVersion: reportVersion,
    target,
    opensOnTheWay: opensOnTheWay(report),
    search: { states: search.states, exhaustive: search.exhaustive },
    moved,
    addedBefore: names(addedBefore.map((ref) => ({ ref }))),
    preflight: preflight.map(({ what, command, shown }) => ({
      what,
      command,
      ...(shown === undefined ? {} : { shown: { holds: shown.holds, ...placeJson(shown.place) } }),
    })),
    prepare,
    ...(report.done === undefined ? {} : { done: report.done }),
    ...(rollout.begin.length === 0 ? {} : { begin: rollout.begin }),
    waves: waves.map((wave) => waveJson(wave, rollout)),
    ...(last === undefined ? {} : { last: { when: last.when, commands: last.commands } }),
    calls: calls.map(({ client, server, evidence, place, series }) => ({
      ...{ client, server, evidence },
      ...(place === undefined ? {} : placeJson(place)),
      ...(series === undefined ? {} : { series }),
    })),
    held: held.map(({ object, cause }) => ({ object: objectText(object), cause: diagnosticJson(cause) })),
    ...(pending === undefined ? {} : { pending: pendingJson(pending) }),
    end: comparisonJson(end, planPolicy),
  }
}

function pendingJson({ decisions, together, today, moves, withAll }: PendingMoves): Record<string, unknown> {
  return {
    decisions: decisions.map(({ wayOut, causes, resources, moves: then }) => ({
      wayOut: namedWayOut(wayOut),
      codes: causes.map(({ code }) => code),
      resources: resources.map(objectText),
      ...(then === undefined ? {} : { moves: then.map(objectText) }),
    })),
    together: together.map((one) => decisions.indexOf(one)),
    ...{ today, moves, withAll },
  }
}

function waveJson(wave: Wave, rollout: FormattedRollout): Record<string, unknown> {
  const { number, phase, folder, namespaces, moves, callers, rules, steps, between, restarts, waypoints } = wave
  const { requests, notRequested, files } = wave
  return {
    number,
    phase,
    folder,
    namespaces,
    moves: names(moves.map((ref) => ({ ref }))),
    callers,
    rules,
    sourceFiles: files.map(({ path, status }) => ({ path, status })),
    between: differences(between),
    waysOut: wave.waysOut.map(({ kind, namespaces, helps, policy }) => ({
      ...{ kind, namespaces, helps },
      ...(policy === undefined ? {} : { policy }),
    })),
    ...(restarts === undefined ? {} : { restarts: restartsJson(restarts) }),
    waypoints: waypoints.map(waypointJson),
    requests: requests.map(requestJson),
    notRequested,
    steps: steps.map((step) => stepJson(step, rollout.step(step))),
  }
}

function requestJson({ sent: { from, to, method, path, headers, http2 }, expected }: WaveRequest): Record<string, unknown> {
  return {
    client: from,
    to: to.kind === 'service' ? { host: to.host, port: to.port } : { pod: `${to.namespace}/${to.workload}`, port: to.port },
    method,
    path,
    headers: headers.map(([name, value]) => ({ name, value })),
    http2,
    expected: expected.map(answerWord),
  }
}

function stepJson(step: PlanStep, { forward, back }: FormattedStep): Record<string, unknown> {
  const { kinds, contents, commands, sources, states, between } = step
  const { folder, checks } = commands
  return {
    kinds,
    folder,
    adds: names(contents.added),
    changes: names(contents.patched),
    removes: names(contents.removed),
    commands: forward,
    checks,
    rollback: back,
    unclearAges: contents.restored.unclear.map((pair) => names(pair)),
    source: sources.map(sourceJson),
    states: states.map(({ comparison, undetermined }) => ({ parts: comparison.parts, undetermined })),
    interim: differences(states.at(-1)?.interim ?? []),
    between: differences(between),
  }
}

function sourceJson({ object, what, at, builtBy, origin, appliedBy }: SourceEdit): Record<string, unknown> {
  return {
    object: objectText(object),
    what,
    at,
    builtBy,
    ...(origin === undefined ? {} : { origin }),
    ...(appliedBy === undefined ? {} : { appliedBy: appliedByJson(appliedBy) }),
  }
}

function appliedByJson({ place, ...applier }: AppliedBy): Record<string, unknown> {
  return { controller: deployerOf[applier.kind], ...applier, ...(place === undefined ? {} : placeJson(place)) }
}

function names(objects: readonly { readonly ref: ObjectRef }[]): string[] {
  return objects.map(({ ref }) => objectText(ref))
}

function differences(list: readonly Difference[]): readonly unknown[] {
  return list.map((difference) => differenceJson(difference, planPolicy))
}
