/** The app speaks English; figures and dates follow the reader's kind of it. */
export const locale = /^en\b/.test(navigator.language) ? navigator.language : 'en'
