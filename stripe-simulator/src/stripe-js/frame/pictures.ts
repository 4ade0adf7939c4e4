const card = (ground: string, inside: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 34 22"><rect width="34" height="22" rx="3.5" fill="${ground}"/>${inside}</svg>`
const word = (text: string, color: string, size = 8) =>
  `<text x="17" y="14" fill="${color}" font-family="Arial, sans-serif" font-size="${size}" font-weight="700" font-style="italic" text-anchor="middle">${text}</text>`

/** Small signs for card brands, drawn plainly. */
export const brandPictures: Record<string, string> = {
  visa: card('#1a3b8f', word('VISA', '#fff', 9)),
  mastercard: card(
    '#252525',
    '<circle cx="13.5" cy="11" r="6" fill="#eb001b"/><circle cx="20.5" cy="11" r="6" fill="#f79e1b" fill-opacity=".88"/>',
  ),
  amex: card('#1f72cd', word('AMEX', '#fff', 7.5)),
  discover: card('#f4f4f4', `${word('DISC', '#333', 7.5)}<circle cx="28" cy="17" r="3" fill="#f47216"/>`),
  diners: card(
    '#0079be',
    '<circle cx="17" cy="11" r="7" fill="#fff"/><path d="M15 6.6v8.8a4.8 4.8 0 0 1 0-8.8Zm4 0v8.8a4.8 4.8 0 0 0 0-8.8Z" fill="#0079be"/>',
  ),
  jcb: card('#0f7b3c', word('JCB', '#fff')),
  unionpay: card('#12687a', word('UP', '#fff')),
}

export const cardPicture =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="currentColor"><path d="M2 3a2 2 0 0 0-2 2v1h16V5a2 2 0 0 0-2-2H2Zm14 5H0v3a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2V8ZM3 10h3a.75.75 0 0 1 0 1.5H3A.75.75 0 0 1 3 10Z"/></svg>'
export const bankPicture =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="currentColor"><path d="M8 1 1 4.5V6h14V4.500L8 1ZM2.500 7v4.500h2V7h-2Zm4.500 0v4.500h2V7H7Zm4.500 0v4.500h2V7h-2ZM1 12.500V14h14v-1.500H1Z"/></svg>'
export const cvcPicture =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 26 18"><rect x=".5" y=".5" width="25" height="17" rx="3" fill="none" stroke="currentColor" stroke-opacity=".45"/><path d="M1 4h24v3H1z" fill="currentColor" fill-opacity=".45"/><text x="17" y="14.500" font-family="Arial" font-size="6.500" font-weight="700" fill="currentColor" fill-opacity=".75" text-anchor="middle">123</text></svg>'
export const chevronPicture =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="2"><path d="m3 6 5 5 5-5"/></svg>'
