// What the page says, in two languages; numbers, sizes and times as they are written there; names of systems.
import { html } from './preact.js'
import sentences from './sentences.js'
import { language, speaking } from './service.js'

export const LANGUAGES = { en: 'English', el: 'Ελληνικά' }
const KEY = 'plankton.language'

export function speak(wanted, keep) {
  if (keep) localStorage.setItem(KEY, wanted)
  document.documentElement.lang = wanted
  speaking.set(wanted)
}

export function preferred() {
  const kept = localStorage.getItem(KEY)
  if (kept in LANGUAGES) return kept
  return navigator.languages.map(tag => tag.slice(0, 2).toLowerCase()).find(tag => tag in LANGUAGES) || 'en'
}

// The words for a key, in pieces: each value in its place, be it text or what is drawn.
export function tell(key, values = {}) {
  const [one, more, none] = (sentences[key]?.[language() === 'el' ? 1 : 0] ?? key).split('|')
  const words = !more || plural(values.n) === 'one' ? one : values.n === 0 && none ? none : more
  return words.split(/\{(\w+)\}/).map((piece, at) => (at % 2 ? shown(values[piece]) : piece))
}

export const say = (key, values) => tell(key, values).join('')

// The words for what is one of several, or itself where it is none that is known.
export const sayOf = (kind, one) => (`${kind}.${one}` in sentences ? say(`${kind}.${one}`) : one)

// What Intl makes for a language is dear, and made once.
const made = {}
const intl = (kind, options) =>
  (made[language() + kind + JSON.stringify(options)] ??= new Intl[kind](language(), options))

const plural = n => intl('PluralRules').select(n)
const shown = value => (typeof value === 'number' ? number(value) : value ?? '')

export const number = (n, options) => intl('NumberFormat', options).format(n)

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']

export function size(bytes) {
  if (bytes === undefined) return '–'
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), 5)
  const n = bytes / 1024 ** power
  return `${number(n, { maximumFractionDigits: power && n < 10 ? 1 : 0 })}\u00a0${UNITS[power]}`
}

const STEPS = Object.entries({ year: 31557600, month: 2629800, week: 604800, day: 86400, hour: 3600, minute: 60 })
const stepOf = (seconds, steps) => steps.find(([, length]) => Math.abs(seconds) >= length) || ['second', 1]

function ago(time) {
  const seconds = (new Date(time) - Date.now()) / 1000
  const [unit, length] = stepOf(seconds, STEPS)
  const format = intl('RelativeTimeFormat', { numeric: 'auto', style: 'short' })
  return format.format(Math.trunc(seconds / length), unit)
}

const date = (time, options) => intl('DateTimeFormat', options).format(new Date(time))
export const moment = time => date(time, { dateStyle: 'long', timeStyle: 'medium' })
export const day = time => date(time, { dateStyle: 'medium' })

export const Time = ({ at }) => html`<time datetime=${at} title=${moment(at)}>${ago(at)}</time>`

export function duration(seconds) {
  const [unit, length] = stepOf(seconds, STEPS.slice(4))
  return number(Math.ceil(seconds / length), { style: 'unit', unit, unitDisplay: 'long' })
}

export function sorted(rows, of = row => row) {
  return [...rows].sort((a, b) => intl('Collator', { numeric: true }).compare(of(a), of(b)))
}

export const list = items => intl('ListFormat').format(items)

// Operating systems: key, how it is written, and its mark where that has another name.
const SYSTEMS = Object.entries({
  almalinux: ['AlmaLinux', 'disk'],
  alpine: ['Alpine', 'disk'],
  arch: ['Arch Linux'],
  centos: ['CentOS'],
  debian: ['Debian'],
  fedora: ['Fedora'],
  freebsd: ['FreeBSD'],
  gentoo: ['Gentoo', 'disk'],
  opensuse: ['openSUSE'],
  redhat: ['Red Hat'],
  rhel: ['Red Hat Enterprise Linux', 'redhat'],
  rocky: ['Rocky Linux'],
  sles: ['SUSE Linux Enterprise', 'opensuse'],
  suse: ['SUSE', 'opensuse'],
  ubuntu: ['Ubuntu'],
  windows: ['Windows'],
})

export function system(os = '') {
  const [key, [label, icon]] = SYSTEMS.find(([one]) => os.toLowerCase().startsWith(one)) || ['disk', [os]]
  return { icon: icon || key, label: key.length === os.length ? label : os }
}

// Those that are asked for by name, with what is met beside them.
export const systems = met =>
  sorted([...new Set([...SYSTEMS.map(([key]) => key), ...met.filter(Boolean).map(os => os.toLowerCase())])])
