import type { Comparison, Difference } from '../../verify/comparison.ts'
import { differenceId } from '../../verify/lists/accept-list.ts'
import { findingsJson } from '../baseline/findings-json.ts'
import { decisionJson } from '../decision/json.ts'
import { placeJson } from '../findings/json.ts'
import { suppressedJson } from '../findings/suppressed.ts'
import { reportVersion } from '../report-version.ts'
import { buildsJson } from '../translation/builds.ts'
import { changedValues } from './changed-values.ts'
import { type FailurePolicy, fails, isComplete, reportFails, type VerifyReport } from './report.ts'

/** The report of `verify` for programs. Requests in it are whole: each can be decided again. */
export function verifyJson(report: VerifyReport): Record<string, unknown> {
  const { target, comparison, expectations, states, policy, diagnostics, builds } = report
  const kustomize = builds === undefined ? undefined : buildsJson(builds)
  return {
    schemaVersion: reportVersion,
    ...(target === undefined ? {} : { target }),
    failOn: policy.failOn,
    failOnUndetermined: policy.failOn === 'undetermined' || policy.undeterminedFails === true,
    fails: reportFails(report),
    complete: isComplete(report),
    ...comparisonJson(comparison, policy),
    expectations: expectations.map(({ name, place, side, expected, got, passed, decision }) => ({
      name,
      file: place.file,
      line: place.line,
      col: place.col,
      side,
      expected,
      got,
      passed,
      ...(decision === undefined ? {} : { decision: decisionJson(decision) }),
    })),
    ...(states === undefined
      ? {}
      : {
          states: states.map(({ k, namespaces, comparison: state, interim }) => ({
            k,
            namespaces,
            ...comparisonJson(state, policy),
            interim: interim.map((difference) => differenceJson(difference, policy)),
          })),
        }),
    diagnostics: findingsJson(diagnostics, report.baseline),
    ...suppressedJson(report.suppressed),
    ...(kustomize === undefined ? {} : { kustomize }),
  }
}

/** What convert's report says about its own output as well. */
export function comparisonJson(
  { parts, differences, outside, assumptions, unread, traffic }: Comparison,
  policy: FailurePolicy,
): Record<string, unknown> {
  return {
    parts,
    traffic: traffic === undefined ? { lookedAt: false } : { lookedAt: true, ...traffic },
    differences: differences.map((difference) => differenceJson(difference, policy)),
    outside: outside.map(({ what, place }) => ({ what, ...placeJson(place) })),
    assumptions,
    unread: unread.map(({ why, what, span }) => ({
      why,
      what,
      ...(span === undefined ? {} : { file: span.file, line: span.line, col: span.col }),
    })),
  }
}

export function differenceJson(difference: Difference, policy: FailurePolicy): Record<string, unknown> {
  const { witness, announcedBy, covers: _, causes = [], ...rest } = difference
  return {
    id: differenceId(difference),
    fails: fails(difference, policy),
    ...rest,
    changes: changedValues(difference),
    causes: causes.map(({ what, place }) => ({ what, ...placeJson(place) })),
    ...(announcedBy === undefined
      ? {}
      : {
          announcedBy: {
            code: announcedBy.code,
            message: announcedBy.message,
            ...(announcedBy.place === undefined ? {} : placeJson(announcedBy.place)),
          },
        }),
    ...(witness === undefined
      ? {}
      : {
          witness: {
            request: witness.request,
            ...(witness.requestBefore === undefined ? {} : { requestBefore: witness.requestBefore }),
            ...(witness.externalAllows === undefined ? {} : { externalAllows: witness.externalAllows }),
            before: decisionJson(witness.before),
            after: decisionJson(witness.after),
          },
        }),
  }
}
