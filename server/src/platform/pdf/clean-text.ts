/** Most text is this, and needs nothing done to it. */
const plain = /^[\n\u0020-\u007e]*$/

/** No script stacks more marks on a letter than this; a text that does would be drawn over its neighbours. */
const tooManyMarks = /(\p{M}{6})\p{M}+/gu

/** Controls, and characters that Unicode says are none. Line feed is handled before. */
const notText = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\ufeff]/g

/** Spaces that no line may end at: French and others group figures with them. */
const fixedSpaces = /[\u2007\u202f]/g

/**
 * Text as it can be drawn: line ends are '\n', tabs are spaces, control characters and soft hyphens are gone, half a
 * surrogate pair is U+FFFD, spaces and hyphens of special
 * widths are usual ones, letters and their marks are composed where Unicode can (NFC).
 */
export function cleanText(text: string): string {
  if (plain.test(text)) return text
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u000b\u000c\u0085\u2028\u2029]/g, '\n')
    .replaceAll('\t', '    ')
    .replace(notText, '')
    .replace(fixedSpaces, '\u00a0')
    .replace(/[\u2000-\u2006\u2008-\u200a\u205f]/g, ' ')
    .replace(/[\u2010\u2011]/g, '-')
    .normalize('NFC')
    .replace(tooManyMarks, '$1')
}
