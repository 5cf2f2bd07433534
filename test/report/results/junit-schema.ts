interface ElementRule {
  readonly in: string
  readonly attributes: readonly string[]
  readonly required: readonly string[]
  /** Whether text stands in it. */
  readonly text: boolean
}

/**
 * What the schema that Jenkins checks reports with has of each element that is written here (jenkinsci/xunit-plugin: junit-10.xsd). Elements of a suite and of
 * a case come in any order.
 */
const rules: Readonly<Record<string, ElementRule>> = {
  testsuites: { in: '', attributes: ['name', 'time', 'tests', 'failures', 'errors'], required: [], text: false },
  testsuite: {
    in: 'testsuites',
    attributes: [
      'name',
      'tests',
      'failures',
      'errors',
      'skipped',
      'time',
      'timestamp',
      'hostname',
      'id',
      'package',
      'file',
      'log',
      'url',
      'group',
    ],
    required: ['name', 'tests', 'failures', 'errors'],
    text: false,
  },
  testcase: { in: 'testsuite', attributes: ['name', 'time', 'classname', 'group'], required: ['name'], text: false },
  failure: { in: 'testcase', attributes: ['type', 'message'], required: [], text: true },
  skipped: { in: 'testcase', attributes: ['type', 'message'], required: [], text: true },
  'system-out': { in: 'testcase', attributes: [], required: [], text: true },
}

const tag = /<(\/?)([a-z-]+)((?:\s+[a-z]+="[^"<]*")*)\s*(\/?)>/g

/** Where a report is not what the schema asks, or where its counts are not those of its cases. */
export function junitProblems(xml: string): string[] {
  const [declaration, ...rest] = xml.split('\n')
  const problems = declaration === '<?xml version="1.0" encoding="UTF-8"?>' ? [] : ['no XML declaration']
  const stack: { readonly name: string; readonly attributes: ReadonlyMap<string, string>; readonly own: Record<string, number> }[] = []
  let last = 0
  const body = rest.join('\n')
  for (const match of body.matchAll(tag)) {
    const [whole, end, name = '', text = '', closed] = match
    const between = body.slice(last, match.index)
    last = match.index + whole.length
    const parent = stack.at(-1)
    if (between.trim() !== '' && rules[parent?.name ?? '']?.text !== true) problems.push(`text in ${parent?.name}`)
    if (/<|&(?!(?:lt|gt|amp|quot|apos|#\d+|#x[\da-f]+);)/i.test(between)) problems.push(`text that is not escaped in ${parent?.name}`)
    if (end === '/') {
      if (parent?.name !== name) problems.push(`${name} ends where it did not begin`)
      else problems.push(...countProblems(parent))
      stack.pop()
      continue
    }
    const rule = rules[name]
    if (rule?.in !== (parent?.name ?? '')) problems.push(`${name} in ${parent?.name}`)
    const attributes = new Map([...text.matchAll(/([a-z]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]))
    for (const key of attributes.keys()) if (rule?.attributes.includes(key) !== true) problems.push(`${name} has ${key}`)
    for (const key of rule?.required ?? []) if (!attributes.has(key)) problems.push(`${name} lacks ${key}`)
    for (const { own } of stack) own[name] = (own[name] ?? 0) + 1
    if (closed !== '/') stack.push({ name, attributes, own: {} })
  }
  return [...problems, ...stack.map(({ name }) => `${name} does not end`)]
}

function countProblems({
  name,
  attributes,
  own,
}: {
  name: string
  attributes: ReadonlyMap<string, string>
  own: Record<string, number>
}): string[] {
  const counted = { tests: 'testcase', failures: 'failure', errors: 'error', skipped: 'skipped' }
  return Object.entries(counted).flatMap(([key, element]) => {
    const said = attributes.get(key)
    const found = own[element] ?? 0
    return name.startsWith('testsuite') && said !== undefined && Number(said) !== found ? [`${name} says ${said} ${key}, has ${found}`] : []
  })
}
