import { xmlAttribute, xmlText } from '../escape/xml.ts'

export interface TestCase {
  readonly group: string
  readonly name: string
  readonly failure?: { readonly message: string; readonly text: string }
  /** Why it is neither good nor bad. */
  readonly skipped?: string
  readonly output?: string
}

export type TestSuite = readonly [name: string, cases: readonly TestCase[]]

/** Suites of test cases, as build servers read them. */
export function junitDocument(name: string, suites: readonly TestSuite[]): string {
  const cases = suites.flatMap(([, own]) => own)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    // Without `skipped`, which the schema of Jenkins has for a suite only (jenkinsci/xunit-plugin: junit-10.xsd).
    `<testsuites name="${xmlAttribute(name)}"${counts(cases)}>`,
    ...suites.flatMap(([suite, own]) => [
      `  <testsuite name="${xmlAttribute(suite)}"${counts(own)} skipped="${own.filter((one) => one.skipped !== undefined).length}">`,
      ...own.flatMap(caseLines),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n')
}

function caseLines({ group, name, failure, skipped, output }: TestCase): string[] {
  const open = `    <testcase classname="${xmlAttribute(group)}" name="${xmlAttribute(name)}"`
  if (failure !== undefined)
    return [`${open}>`, `      <failure message="${xmlAttribute(failure.message)}">${xmlText(failure.text)}</failure>`, '    </testcase>']
  if (skipped !== undefined) return [`${open}>`, `      <skipped message="${xmlAttribute(skipped)}"/>`, '    </testcase>']
  if (output !== undefined) return [`${open}>`, `      <system-out>${xmlText(output)}</system-out>`, '    </testcase>']
  return [`${open}/>`]
}

function counts(cases: readonly TestCase[]): string {
  const failures = cases.filter(({ failure }) => failure !== undefined).length
  return ` tests="${cases.length}" failures="${failures}" errors="0"`
}
