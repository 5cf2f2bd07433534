import {
  applyAcceptList,
  changeReviewReport,
  checkExpectations,
  compareManifests,
  decide,
  diffFormats,
  type InputFile,
  pairedFiles,
  printReport,
  readAcceptList,
  readExpectations,
  reportFails,
  requestFrom,
  traceFormats,
  translate,
  translationReviewReport,
  unselectedChanges,
  verificationReport,
  verifyFormats,
  verifyTranslation,
} from 'unsidecar'

/** What a bot posts about a change, and whether it stops it. */
export interface Answer {
  /** The comment, below 60 KB; its first line is a marker by which the bot finds and updates it. */
  readonly comment: string
  /** For code scanning. */
  readonly sarif: string
  readonly stops: boolean
}

/** The lists of a repository: texts of the files that `--accept` and `--expect` take, and the day on which they are read. */
export interface Lists {
  readonly accept: string
  readonly expect: string
  readonly today: string
}

/** Reviews a change of policies or routes. */
export function reviewChange(before: readonly InputFile[], after: readonly InputFile[], lists: Lists): Answer {
  const compared = compareManifests(before, after)
  const accept = readAcceptList(lists.accept, 'accept.yaml')
  const accepted = applyAcceptList(compared.comparison, accept.entries, lists.today)
  const expect = readExpectations(lists.expect, 'expect.yaml')
  const verified = {
    comparison: accepted.comparison,
    diagnostics: [
      ...compared.diagnostics,
      ...unselectedChanges(compared.before, compared.after),
      ...accept.diagnostics,
      ...accepted.diagnostics,
      ...expect.diagnostics,
    ],
    expectations: checkExpectations(expect.expectations, compared.before, compared.after),
    reviewed: compared.after,
  }
  const report = verificationReport(verified)
  return {
    comment: printReport(diffFormats.markdown, changeReviewReport(verified, pairedFiles(before, after))),
    sarif: printReport(verifyFormats.sarif, report),
    stops: reportFails(report),
  }
}

/** Reviews a move to ambient mode. A change that would allow more has no files in it. */
export function reviewMove(files: readonly InputFile[]): string {
  const translation = translate(files, { target: 'ambient' })
  const comparison = verifyTranslation(translation)
  return printReport(diffFormats.markdown, translationReviewReport(translation, { comparison }))
}

/** The walk of one request before and after a change, as `unsidecar trace` prints it. */
export function explainRequest(before: readonly InputFile[], after: readonly InputFile[], from: string, service: string): string {
  const meshes = compareManifests(before, after)
  const request = requestFrom({ from, to: { service } }, meshes.before)
  if ('problem' in request) return `not asked: ${request.problem}\n`
  const sides = [
    { side: 'before' as const, title: 'Before', decision: decide(meshes.before, request) },
    { side: 'after' as const, title: 'After', decision: decide(meshes.after, request) },
  ]
  return printReport(traceFormats.text, { request, sides })
}
