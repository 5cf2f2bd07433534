import { RE2JS } from 're2js'

const tests = new Map<string, (text: string) => boolean>()

/**
 * Whether a pattern of a schema or a rule is found in a text, in RE2's syntax and meaning, as in the API server; JavaScript's own
 * engine would differ in meaning and take exponential time for some of the Gateway API's patterns. A pattern that RE2 cannot read
 * throws: schemas come with the project, so that is a fault of ours.
 */
export function patternTest(pattern: string): (text: string) => boolean {
  let test = tests.get(pattern)
  if (test === undefined) {
    const regex = RE2JS.compile(pattern)
    test = remember((text) => regex.matcher(text).find())
    tests.set(pattern, test)
  }
  return test
}

/** Names, paths and types repeat a lot within one mesh, so answers are kept, up to a bound. */
function remember(test: (text: string) => boolean): (text: string) => boolean {
  const answers = new Map<string, boolean>()
  return (text) => {
    const known = answers.get(text)
    if (known !== undefined) return known
    const answer = test(text)
    if (answers.size >= bound) answers.clear()
    answers.set(text, answer)
    return answer
  }
}

const bound = 2000
