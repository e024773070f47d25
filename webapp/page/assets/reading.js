// What is there to be read: families with what is current, the catalogue of properties, and how the service is.
import { catalogue, useAsked, useList } from './api.js'
import { Account, Answered, Badge, Code, Copy, Empty, Fact, Listed, Name, Readiness, SystemIcon } from './pieces.js'
import { html, useState } from './preact.js'
import { address, pageOf, session, site } from './state.js'
import { number, say, sayOf, size, sorted, system, Time } from './words.js'

export function Families() {
  const { me } = session.use()
  const families = useList(catalogue('families', { limit: 200 }), 'families')
  const groups = {}
  for (const one of sorted(families.rows, row => row.family)) {
    const os = one.current?.os || one.family.replace(/-[^-]*$/, '')
    ;(groups[os] ||= []).push(one)
  }
  return html`<h1 tabindex="-1">${say('view.os')}</h1><p>${say('os.help')}</p>
    <${Listed} list=${families} none=${html`<${Empty} title=${say('os.none')}><p>${say('os.none.help')}</p><//>`}>
      <div class="families">${sorted(Object.keys(groups)).map(os => html`<section key=${os} class="card">
        <h2><${SystemIcon} os=${os} /><bdi>${system(os).label}</bdi></h2>
        <ul>${groups[os].map(one => html`<${Family} key=${one.family + one.owner} ...${one} me=${me} />`)}</ul>
        <p><a href=${address('/page/images', { os })}>${say('os.all', { name: system(os).label })}</a></p>
      </section>`)}</div><//>`
}

const Family = ({ family, owner, owner_name: name, current, me }) => html`<li>
  <p><strong><bdi>${family}</bdi></strong><span class="help"><${Account} ...${{ account: owner, name, me }} /></span></p>
  ${current
    ? html`<p><a data-row href=${pageOf('images', current.id)}><${Name} image=${current} /></a></p>
        <p class="figures"><${Readiness} level=${current.readiness} /><span>${size(current.size)}</span>
          <${Time} at=${current.created_at} /><${Copy} text=${current.id} label=${say('copy.id')} /></p>`
    : html`<p class="help">${say('os.no-current')}</p>`}</li>`

export function Catalogue() {
  const [text, write] = useState('')
  const word = text.trim().toLowerCase()
  const has = ([key, of]) => [key, of.title, of.description, of['x-aliases']].join(' ').toLowerCase().includes(word)
  return html`<div class="narrow"><h1 tabindex="-1">${say('view.properties')}</h1><p>${say('catalogue.help')}</p>
    <${Answered} to=${useAsked(catalogue('properties'))}>${schema => {
      const found = Object.entries({ ...schema.properties, ...schema.patternProperties }).filter(has)
      return html`<p class="row"><input type="search" value=${text} aria-label=${say('catalogue.search')}
          placeholder=${say('catalogue.search')} onInput=${event => write(event.target.value)} />
          <span class="help" role="status">${say('catalogue.n', { n: found.length })}</span></p>
        ${schema['x-groups'].map(group => {
          const mine = found.filter(([, of]) => of['x-group'] === group.name)
          return mine.length > 0 && html`<section key=${group.name}><h2>${group.title}</h2>
            <p class="help">${group.description}</p>${mine.map(([key, of]) => Property(key, of))}</section>`
        })}`
    }}<//></div>`
}

// A key of a pattern is shown as people write it.
const plain = key => key.replace(/^\^|\$$/g, '').replace(/[.(\[].*$/, '…')

function Property(key, of) {
  const words = (label, all, name = '') => all?.length > 0 && html`<${Fact} label=${say(label)}>${all.map(
    one => html`<span key=${one} class="value"><code>${one}</code> ${name[one]}</span>`,
  )}<//>`
  return html`<article key=${key} class="card"><h3>${of.title} <code>${plain(key)}</code></h3><p>${of.description}</p>
    <dl class="facts">${words('values', of.enum, of['x-labels'])}
      ${words('default.of', of.default ? [of.default] : [])} ${words('example.of', of.examples)}
      ${words('readers.of', of['x-readers'])} ${words('aliases', of['x-aliases'])}</dl></article>`
}

export function Status() {
  const { token } = session.use()
  return html`<div class="narrow"><h1 tabindex="-1">${say('view.status')}</h1>
    <section class="card"><h2>${say('health')}</h2>
      <${Answered} to=${useAsked('/health/ready')}>${({ degraded, parties = {} }) => html`
        <p><${Badge} level=${degraded ? 'check' : 'ready'}>${say(degraded ? 'health.degraded' : 'health.ready')}<//></p>
        <dl class="facts">${Object.entries(parties).map(([name, { state, since }]) => html`
          <${Fact} key=${name} label=${sayOf('party', name)}>${sayOf('health', state)}
            ${' '}${since && html`<${Time} at=${since} />`}<//>`)}</dl>`}<//></section>
    ${token ? html`<${Me} />` : html`<p>${say('status.signed-out')}</p>`}
    <${Addresses} /></div>`
}

const Me = () => html`<${Answered} to=${useAsked(catalogue('me'))}>${({ name, account, is_administrator: may, usage }) =>
  html`<section class="card"><h2>${say('me')}</h2><dl class="facts">
      ${name && html`<${Fact} label=${say('name')}><bdi>${name}</bdi><//>`}
      <${Fact} label=${say('account')}><${Code} text=${account} of=${say('account')} /><//>
      ${may && html`<${Fact} label=${say('rights')}>${say('administrator')}<//>`}</dl></section>
    <section class="card"><h2>${say('usage')}</h2>${!usage?.length && html`<p class="help">${say('usage.none')}</p>`}
      <dl class="facts">${usage?.map(Usage)}</dl></section>`}<//>`

function Usage({ quota, count, limit }) {
  const name = sayOf('quota', quota)
  const amount = quota.includes('bytes') ? size : number
  return html`<${Fact} key=${quota} label=${name}>${limit > 0
    ? html`<meter max=${limit} high=${limit * 0.9} value=${count} aria-label=${name}></meter>
        ${' '}${say('usage.of', { count: amount(count), limit: amount(limit) })}`
    : amount(count)}<//>`
}

function Addresses() {
  const { public_url: own, identity_url: identity, store_url: store, version } = site.get()
  return html`<section class="card"><h2>${say('addresses')}</h2><dl class="facts">
    ${Object.entries({ own, identity, store }).map(([key, url]) => url && html`
      <${Fact} key=${key} label=${say(`party.${key}`)}><${Code} text=${url} of=${url} /><//>`)}
    <${Fact} label=${say('version')}>${version}<//></dl></section>`
}
