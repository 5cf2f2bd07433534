/** `E1127 17:40:16.175280 11371 run.go:72] "command failed" err="no matches for Id …"`: kubectl's log has the time and the process. */
const logLine = /^[IWEF]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ \S+\] (?:.*?\berr=)?(.*)$/

/** What a program that builds kustomizations says of its failure, in one line that is the same in every run. */
export function failureText(stderr: string, exitCode: number | null): string {
  const lines = stderr.split('\n').filter((one) => one.trim() !== '' && !one.startsWith('#'))
  const line = lines[0] ?? `exit code ${exitCode}`
  const logged = logLine.exec(line)?.[1] ?? line
  const said = logged === '<' ? quotedLines(lines.slice(1)) : logged
  return unquoted(said)
    .replace(/^(?:Error|error): /, '')
    .trim()
    .slice(0, 400)
}

/** A text of several lines stands in lines of its own that begin with a tab, between `err=<` and ` >` (k8s.io/klog/v2/internal/serialize). */
function quotedLines(lines: readonly string[]): string {
  const end = lines.findIndex((line) => line.trim() === '>')
  return lines
    .slice(0, end === -1 ? lines.length : end)
    .map((line) => line.trim())
    .join(' ')
}

function unquoted(text: string): string {
  if (!/^".*"$/.test(text)) return text
  return text.slice(1, -1).replace(/\\(["\\nt])/g, (_, char: string) => (char === 'n' || char === 't' ? ' ' : char))
}
