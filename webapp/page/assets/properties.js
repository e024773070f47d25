// An image's properties as a form, drawn from the catalogue of properties; what is not in there is text. And whether an
// image that is described so would boot, asked while somebody still writes.
import { catalogue, post, useAsked } from './api.js'
import { Choice, Close, Icon, Readiness, Reasons, Text } from './pieces.js'
import { html, useEffect, useState } from './preact.js'
import { language, say, tell } from './words.js'

export const useSchema = () => useAsked(catalogue('properties')).data

const same = (a, b) => a.toLowerCase() === b.toLowerCase()

// What the catalogue says of a key, however it is spelled.
function described({ properties = {}, patternProperties = {} } = {}, key) {
  const known = Object.keys(properties).find(name => same(name, key))
  return properties[known] || patternProperties[Object.keys(patternProperties).find(one => new RegExp(one, 'i').test(key))]
}

export const titleOf = (schema, key) => described(schema, key)?.title

let count = 0
const entry = (key, value, added) => ({ n: ++count, key, value, added })
export const entriesOf = properties => Object.entries(properties || {}).map(([key, value]) => entry(key, String(value)))

export const propertiesOf = entries =>
  Object.fromEntries(entries.filter(({ key, value }) => key.trim() && value !== '').map(one => [one.key.trim(), one.value]))

function wrongOf({ pattern, enum: values }, value) {
  if (!value) return ''
  if (values && !values.includes(value)) return say('properties.not-one', { values: values.join(', ') })
  return pattern && !new RegExp(pattern, 'u').test(value) ? say('properties.not-so') : ''
}

// What the catalogue can check before anything is sent.
export const faulty = (schema, entries) => entries.some(({ key, value }) => wrongOf(described(schema, key) || {}, value))

export function PropertiesForm({ entries, change, reasons = [], at = '' }) {
  const schema = useSchema()
  if (!schema) return null
  const known = Object.entries(schema.properties)
  const find = name => entries.find(({ key }) => same(key, name))
  const set = (name, value) => {
    const there = find(name)
    change(there ? entries.map(one => (one === there ? { ...one, value } : one)) : [...entries, entry(name, value)])
  }
  const draw = ([name, of]) => html`<${Known} key=${name} name=${name} of=${of} value=${find(name)?.value}
    set=${value => set(name, value)} focus=${same(at, name)} />`
  const other = entries.filter(({ key }) => !known.some(([name]) => same(name, key)))
  return html`<div class="fields">
    ${known.filter(([, of]) => of['x-shown']).map(draw)}
    ${schema['x-groups'].map(group => {
      const mine = known.filter(([, of]) => !of['x-shown'] && of['x-group'] === group.name)
      const n = mine.filter(([name]) => find(name)?.value).length
      return mine.length > 0 && html`<details key=${group.name} open=${n > 0 || mine.some(([name]) => same(at, name))}>
        <summary>${group.title} <span class="count">${n ? say('filled', { n }) : mine.length}</span></summary>
        <div class="fields">${mine.map(draw)}</div></details>`
    })}
    <fieldset><legend>${say('properties.other')}</legend>
      ${!other.length && html`<p class="help">${say('properties.other.none')}</p>`}
      ${other.map(one => html`<${Other} key=${one.n} one=${one} about=${described(schema, one.key)?.description}
        meant=${reasons.find(reason => reason.suggestion && same(reason.property || '', one.key))?.suggestion}
        replace=${by => change(entries.map(each => (each === one ? { ...one, ...by } : each)))}
        remove=${() => change(entries.filter(each => each !== one))} focus=${one.added || same(at, one.key)} />`)}
      <p><button type="button" onClick=${() => change([...entries, entry('', '', true)])}><${Icon} name="plus" />
        ${say('property.add')}</button></p>
    </fieldset>
  </div>`
}

// Where somebody has come to mend something.
const useFocus = wanted => {
  const [node, set] = useState(null)
  useEffect(() => {
    if (wanted && node) (node.querySelector?.('input, select') || node).focus()
  }, [node])
  return set
}

function Known({ name, of, value = '', set, focus }) {
  const readers = of['x-readers']?.length && say('readers', { names: of['x-readers'].join(', ') })
  const all = {
    label: html`${of.title} <code>${name}</code>`,
    help: [of.description, readers].filter(Boolean).join(' '),
    wrong: wrongOf(of, value),
    value,
    set,
  }
  const options = [...new Set([...(of.enum || []), value])].filter(Boolean)
  const example = of.examples?.length && say('example', { value: of.examples[0] })
  return html`<div ref=${useFocus(focus)}>${of.enum
    ? html`<${Choice} ...${all} any=${of.default ? say('default', { value: of.default }) : say('not-set')}
        options=${options.map(one => [one, of['x-labels']?.[one] || one])} />`
    : html`<${Text} ...${all} placeholder=${example || ''} />`}</div>`
}

const Other = ({ one, meant, about, replace, remove, focus }) => html`<div class="other" ref=${useFocus(focus)}>
  <input aria-label=${say('property.key')} value=${one.key} dir="auto" spellcheck=${false}
    placeholder=${say('property.key')} onInput=${event => replace({ key: event.target.value })} />
  <input aria-label=${say('property.value', { key: one.key })} value=${one.value} dir="auto" spellcheck=${false}
    placeholder=${say('value')} onInput=${event => replace({ value: event.target.value })} />
  <${Close} label=${say('property.remove', { key: one.key })} onClose=${remove} />
  ${meant
    ? html`<p class="meant" role="status"><${Icon} name="warn" />${tell('meant', { key: html`<code>${meant}</code>` })}
        <button type="button" onClick=${() => replace({ key: meant })}>${say('meant.take', { key: meant })}</button></p>`
    : about && html`<p class="help">${about}</p>`}
</div>`

export function useVerdict(draft) {
  const [verdict, set] = useState(null)
  const asked = JSON.stringify(draft)
  useEffect(() => {
    const control = new AbortController()
    const timer = setTimeout(() => post(catalogue('readiness'), draft, control).then(set, () => {}), 350)
    return () => (clearTimeout(timer), control.abort())
  }, [asked, language()])
  return verdict
}

export const Verdict = ({ verdict }) => html`<div class=${`boots ${verdict?.readiness}`} role="status">
  ${verdict
    ? html`<p class="verdict"><${Readiness} level=${verdict.readiness} />${verdict.login &&
        html`<span>${tell('log-in', { name: html`<code>${verdict.login.name}</code>` })}</span>`}</p>
        <${Reasons} reasons=${verdict.reasons} />`
    : say('verdict.coming')}
</div>`
