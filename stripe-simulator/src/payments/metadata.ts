/** Merges `metadata` of an update: `''` for a key removes it, `''` for the whole removes all. */
export function mergeMetadata(
  current: Record<string, string> | null,
  change: Record<string, string | number | null> | '' | null | undefined,
): Record<string, string> {
  if (change === undefined) return current ?? {}
  if (!change) return {}
  const merged = { ...current }
  for (const [key, value] of Object.entries(change)) {
    if (value === '' || value === null) delete merged[key]
    else merged[key] = String(value)
  }
  return merged
}
