// Small things that every view is made of.
import { html, useEffect, useRef, useState } from './preact.js'
import { useDoing, watched } from './service.js'
import { say, sayOf, system } from './words.js'

const sprite = new URL('./icons.svg', import.meta.url).pathname
let count = 0
const useId = () => useState(() => `i${++count}`)[0]

export const Icon = ({ name, of = '' }) =>
  html`<svg class=${`icon ${of}`} aria-hidden="true"><use href=${`${sprite}#${name}`} /></svg>`

export const SystemIcon = ({ os }) => html`<${Icon} name=${system(os).icon} of=${`system ${system(os).icon}`} />`

export const nameOf = image => image.name || image.id

// Text of other people: in a direction of its own, and never markup.
export const Name = ({ image }) =>
  image.name ? html`<bdi>${image.name}</bdi>` : html`<span class="unnamed">${say('unnamed')}</span>`

export const Account = ({ account, name, me }) =>
  me && account === me.account
    ? say('you')
    : name
      ? html`<bdi>${name}</bdi>`
      : html`<span class="account">${account}</span>`

const LEVELS = { ready: 'ok', check: 'warn', 'may-not-boot': 'close', unknown: 'clock' }

export const Badge = ({ level, children }) =>
  html`<span class=${`badge ${level}`}><${Icon} name=${LEVELS[level]} />${children}</span>`

export const Readiness = ({ level = 'unknown' }) => html`<${Badge} level=${level}>${sayOf('readiness', level)}<//>`

export const Reasons = ({ reasons = [], children }) => html`<ul class="reasons">${reasons.map(
  reason => html`<li key=${reason.code + reason.property} class=${reason.level}>
    <${Icon} name=${LEVELS[reason.level]} />
    <div><strong>${reason.words}</strong> <span class="soft">${reason.remedy}</span>${children?.(reason)}</div>
  </li>`,
)}</ul>`

const WHO = { private: 'lock', shared: 'people', community: 'link', public: 'globe' }

export const Visibility = ({ image }) => html`<span class="visibility"><${Icon} name=${WHO[image.visibility]} />
  ${sayOf('visibility', image.visibility)}${image.member_count ? ` · ${image.member_count}` : ''}</span>`

export const Chips = ({ image }) => html`<span class="chips">
  ${image.current && html`<span class="chip current" title=${say('current.help', { family: image.family })}>
    <bdi>${say('chip.current', { family: image.family })}</bdi></span>`}
  ${image.hidden && html`<span class="chip">${say('chip.retired')}</span>`}
  ${image.snapshot && html`<span class="chip">${say('chip.snapshot')}</span>`}
  ${image.status !== 'available' && html`<span class="chip status">${sayOf('status', image.status)}</span>`}
  ${image.tags?.map(tag => html`<span class="chip" key=${tag}><bdi>${tag}</bdi></span>`)}
</span>`

// What has just happened, said to everybody; with what undoes it, until it is put away.
export const notes = watched([])
export const putAway = key => notes.set(notes.get().filter(one => one.key !== key))

// What may be true no longer soon has a key, by which it is put away then.
export function note(words, undo, key = ++count) {
  notes.set([...notes.get().filter(one => one.key !== key).slice(-2), { key, words, undo }])
  if (!undo) setTimeout(putAway, 8000, key)
}

export const noteFault = fault => note(fault.message || say('fault.down'))

// What only those need who do not see it.
export const heard = watched('')

export function Copy({ text, label, words = say('copy') }) {
  const [copied, set] = useState(false)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
    } catch {
      // Browsers have none without TLS.
      return void prompt(say('copy.by-hand'), text)
    }
    set(true)
    heard.set(say('copied') + '\u00a0'.repeat(++count % 2))
    setTimeout(set, 2500, false)
  }
  return html`<button type="button" class="quiet copy" onClick=${copy} aria-label=${label} title=${label}>
    <${Icon} name=${copied ? 'ok' : 'copy'} />
    <span>${words}</span>
  </button>`
}

export const Code = ({ text, of }) =>
  html`<code class="long">${text}</code> <${Copy} text=${text} label=${say('copy.of', { of })} />`

// The strongest that is known of its bytes, and how it is called.
export const hashOf = ({ sha512, checksum, md5 } = {}) =>
  sha512 ? [sha512, 'SHA-512'] : checksum ? [checksum, say('checksum')] : [md5, 'MD5']

export const Fact = ({ label, children }) => html`<div class="fact"><dt>${label}</dt><dd>${children}</dd></div>`

// A no, in words: what it is, what helps, and what to tell an operator.
export function Trouble({ fault, again, missing }) {
  if (!fault) return null
  const kind = KINDS[fault.status] || (fault.status < 500 ? 'bad' : 'down')
  return html`<div class="trouble" role="alert">
    <p><${Icon} name="warn" /><strong>${say(`fault.${kind}`)}</strong></p>
    <p>${missing && kind === 'missing' ? missing : say(`fault.${kind}.help`)}</p>
    ${fault.message && html`<p><bdi lang="en">${fault.message}</bdi></p>`}
    ${fault.request && html`<p>${say('request')} <${Code} text=${fault.request} of=${say('request')} /></p>`}
    ${again && html`<p><button type="button" onClick=${again}>${say('again')}</button></p>`}
  </div>`
}

const KINDS = { 0: 'offline', 401: 'unauthorized', 403: 'forbidden', 404: 'missing', 405: 'forbidden' }
Object.assign(KINDS, { 409: 'conflict', 412: 'conflict', 413: 'limit', 429: 'many' })

export const Loading = () => html`<p class="loading" role="status">${say('loading')}</p>`

export const Empty = ({ title, children }) => html`<div class="empty">
  <${Icon} name="disk" /><h2>${title}</h2>${children}</div>`

// What was asked: on its way, refused, or there.
export const Answered = ({ to, missing, children }) => html`
  <${Trouble} fault=${to.fault} again=${to.again} missing=${missing} />
  ${to.data ? children(to.data) : !to.fault && html`<${Loading} />`}`

// A list: on its way, refused, empty, or there; and more of it.
export const Listed = ({ list, none, end, children }) => html`
  <${Trouble} fault=${list.fault} again=${list.rows.length ? undefined : list.again} />
  ${list.rows.length ? children : list.loading ? html`<${Loading} />` : !list.fault && none}
  ${list.rows.length > 0 && (list.next || end) && html`<div class="more">
    ${list.next
      ? html`<button type="button" disabled=${list.loading} onClick=${list.more}>
          ${say(list.loading ? 'loading' : 'more')}</button>`
      : end}
    ${list.complete === false && html`<p class="help">${say('incomplete', { n: list.count })}</p>`}</div>`}`

export function Dialog({ title, onClose, children, wide }) {
  const dialog = useRef(null)
  const id = useId()
  useEffect(() => {
    const before = document.activeElement
    const shown = dialog.current
    shown.showModal()
    return () => {
      shown.close()
      setTimeout(() => (before.isConnected ? before : document.querySelector('h1')).focus())
    }
  }, [])
  // Once something has been written, Esc goes to the button that drops it, and drops it only there.
  const written = useRef(false)
  const cancel = event => {
    event.preventDefault()
    const drop = dialog.current.querySelector('.answer button')
    if (written.current && drop && document.activeElement !== drop) drop.focus()
    else onClose()
  }
  return html`<dialog ref=${dialog} class=${wide ? 'wide' : ''} aria-labelledby=${id} onCancel=${cancel}
    onInput=${() => (written.current = true)}>
    <div class="title"><h2 id=${id}>${title}</h2><${Close} onClose=${onClose} /></div>
    ${children}
  </dialog>`
}

export const Close = ({ onClose, label = say('close'), disabled }) => html`<button type="button" class="quiet only"
  aria-label=${label} title=${label} disabled=${disabled} onClick=${onClose}><${Icon} name="close" /></button>`

// What is filled in, and what is done with it. A no is shown, and all that was written stays.
export function Form({ does, work, onCancel, danger, disabled, children }) {
  const { busy, fault, run } = useDoing()
  const submit = event => (event.preventDefault(), run(() => work(event.target)))
  return html`<form onSubmit=${submit}>
    ${children}
    <${Trouble} fault=${fault} />
    <div class="answer">
      ${onCancel && html`<button type="button" onClick=${onCancel}>${say('cancel')}</button>`}
      <button class=${danger ? 'danger' : 'main'} disabled=${busy || disabled}>${busy ? say('busy') : does}</button>
    </div>
  </form>`
}

// A question before something is done.
export function Question({ title, does = title, work, onClose, wide, children, ...rest }) {
  const answer = async form => (await work(form), onClose())
  return html`<${Dialog} title=${title} onClose=${onClose} wide=${wide}>
    <${Form} does=${does} work=${answer} onCancel=${onClose} ...${rest}>${children}<//>
  <//>`
}

// A field of a form, with its label, help, and what is wrong about it.
export function Field({ label, help, wrong, children }) {
  const id = useId()
  const about = [help && id + 'h', wrong && id + 'w'].filter(Boolean).join(' ') || undefined
  return html`<div class="field">
    <label for=${id}>${label}</label>
    ${children({ id, 'aria-describedby': about, 'aria-invalid': wrong ? 'true' : undefined })}
    ${help && html`<p class="help" id=${id + 'h'}>${help}</p>`}
    ${wrong && html`<p class="wrong" id=${id + 'w'}><${Icon} name="warn" />${wrong}</p>`}
  </div>`
}

export const Text = ({ label, help, wrong, set, ...rest }) => html`<${Field} ...${{ label, help, wrong }}>
  ${of => html`<input dir="auto" spellcheck=${false} ...${rest} ...${of}
    onInput=${event => set?.(event.target.value)} />`}
<//>`

export const Choice = ({ label, help, wrong, ...rest }) => html`<${Field} ...${{ label, help, wrong }}>
  ${of => html`<${Select} ...${rest} of=${of} />`}
<//>`

// One of several: pairs of what is chosen and how it is called; first that none is, if that can be.
export const Select = ({ value = '', set, any, options, of, required }) => html`<select ...${of} value=${value}
  class=${any && value ? 'chosen' : ''} required=${required} onChange=${event => set(event.target.value)}>
  ${any && html`<option value="">${any}</option>`}
  ${options.map(([key, words]) => html`<option key=${key} value=${key} selected=${key === value}>${words}</option>`)}
</select>`

export const Tick = ({ on, set, children }) => html`<label class="tick"><input type="checkbox" checked=${on}
  onChange=${event => set(event.target.checked)} /> ${children}</label>`

// Tabs with what they show below. Arrows go from one to the next.
export function Tabs({ tabs, label, children }) {
  const [open, set] = useState(0)
  const id = useId()
  const move = event => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!by) return
    const next = (open + by + tabs.length) % tabs.length
    set(next)
    document.getElementById(id + next).focus()
  }
  return html`<div class="tabs" role="tablist" aria-label=${label} onKeyDown=${move}>${tabs.map(
      (tab, n) => html`<button type="button" role="tab" key=${n} id=${id + n} aria-controls=${id}
        aria-selected=${String(n === open)} tabindex=${n === open ? 0 : -1} onClick=${() => set(n)}>${tab}</button>`,
    )}</div>
    <div role="tabpanel" id=${id} aria-labelledby=${id + open}>${children(open)}</div>`
}
