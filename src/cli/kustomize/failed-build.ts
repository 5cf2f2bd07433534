/** `E1127 17:40:16.175280 11371 run.go:72] "command failed" err="no matches for Id …"`: kubectl's log has the time and the process. */
const logLine = /^[IWEF]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ \S+\] (?:.*?\berr=)?(.*)$/

/** What a program that builds kustomizations says of its failure, in one line that is the same in every run. */
export function failureText(stderr: string, exitCode: number | null): string {
  const line = stderr.split('\n').find((one) => one.trim() !== '' && !one.startsWith('#')) ?? `exit code ${exitCode}`
  const said = logLine.exec(line)?.[1] ?? line
  return unquoted(said)
    .replace(/^(?:Error|error): /, '')
    .trim()
    .slice(0, 400)
}

function unquoted(text: string): string {
  if (!/^".*"$/.test(text)) return text
  return text.slice(1, -1).replace(/\\(["\\nt])/g, (_, char: string) => (char === 'n' || char === 't' ? ' ' : char))
}
