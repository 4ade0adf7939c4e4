/** No script stacks more marks on a letter than this; a text that does would be drawn over its neighbours. */
const tooManyMarks = /(\p{M}{6})\p{M}+/gu

/** Controls, and characters that Unicode says are none. Line feed is handled before. */
const notText = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\ufeff]/g

/**
 * Text as it can be drawn: line ends are '\n', tabs are spaces, control characters and soft hyphens are gone, half a
 * surrogate pair is U+FFFD, letters and their marks are composed where Unicode can (NFC).
 */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u000b\u000c\u0085\u2028\u2029]/g, '\n')
    .replaceAll('\t', '    ')
    .replace(notText, '')
    .normalize('NFC')
    .replace(tooManyMarks, '$1')
}
