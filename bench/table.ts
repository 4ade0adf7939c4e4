/** One line of the report. `ratio` is against the row of the same `job` named in `beside`. */
export interface Row {
  job: string
  candidate: string
  value: number
  unit: string
  ratio?: string
}

/** The middle value: one slow round on a shared machine does not move it. */
export function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

export function printTable(rows: Row[]): void {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  const say = (value: number) => (value >= 100 ? value.toFixed(0) : value.toFixed(1))
  console.log(line(['job', 'candidate', 'median', 'ratio']))
  console.log(line(['---', '---', '---:', '---']))
  for (const row of rows)
    console.log(line([row.job, row.candidate, `${say(row.value)} ${row.unit}`, row.ratio ?? '']))
}
