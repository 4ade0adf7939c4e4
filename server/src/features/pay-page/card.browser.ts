import { startCardForm } from './card-form.browser.ts'
import { watchResult } from './result.browser.ts'

// The one script of the pages under /card.
if (document.getElementById('card-data')) void startCardForm()
if (document.getElementById('result')) void watchResult()
