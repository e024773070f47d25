// Signing in: with a token, user and password, the web log-in of the identity service, or as one for development.
import { ask, post } from './api.js'
import { Dialog, Form, Icon, Text, Trouble } from './pieces.js'
import { html, useState } from './preact.js'
import { giveUp, leaveForLogIn, offered, refuseOffered, session, signedIn, site } from './state.js'
import { say } from './words.js'

const enter = async token => signedIn(token, (await ask('GET', '/catalogue/v1/me', { token })).data)

// Who a token from before belongs to. One that is no longer taken is forgotten without a word.
export async function recall() {
  const { token } = session.get()
  if (!token) return
  await enter(token).catch(fault => {
    if (fault.status !== 401) throw fault
    session.set({ token: null, me: null, expired: false })
  })
}

export function SignIn() {
  const { sign_in: ways } = site.get()
  const [asked, answer] = useState(offered())
  const [fault, tellFault] = useState(null)
  const enterBy = token => enter(token).catch(no => tellFault(wrong(no)))
  return html`<div class="sign-in">
    ${asked && html`<section class="told"><p>${say('offered')}</p><p class="row">
      <button type="button" class="main" onClick=${() => enterBy(asked)}>${say('offered.take')}</button>
      <button type="button" onClick=${() => answer(refuseOffered())}>${say('no')}</button></p></section>`}
    ${ways.users?.length > 0 && html`<section><h2>${say('sign-in.users')}</h2>
      <p class="help">${say('sign-in.users.help')}</p>
      <p class="row">${ways.users.map(
        one => html`<button type="button" key=${one.name} onClick=${() => enterBy(one.token)}>
          <${Icon} name="user" />${one.name}</button>`,
      )}</p></section>`}
    ${ways.web && html`<p><a class="button main" href=${ways.web} onClick=${leaveForLogIn}>${say('sign-in.web')}</a></p>`}
    ${ways.password && html`<${Form} does=${say('sign-in')} work=${byPassword}>
      <${Text} label=${say('sign-in.user')} name="user" autocomplete="username" required />
      <${Text} label=${say('sign-in.password')} name="password" type="password" autocomplete="current-password" required />
      <details><summary>${say('sign-in.more')}</summary>
        <${Text} label=${say('sign-in.domain')} name="domain" value="Default" />
        <${Text} label=${say('sign-in.project')} help=${say('sign-in.project.help')} name="project" /></details>
    <//>`}
    ${ways.token !== false && html`<${Form} does=${say('sign-in.by-token')} work=${byToken}>
      <${Text} label=${say('sign-in.token')} help=${say('sign-in.token.help')} name="token" type="password"
        autocomplete="off" required /><//>`}
    <${Trouble} fault=${fault} />
  </div>`
}

// A token or password that is not taken is no session that has expired.
function wrong(fault) {
  if (fault.status === 401) fault.message = say('sign-in.wrong')
  return fault
}

const byToken = form => enter(form.token.value.trim()).catch(fault => Promise.reject(wrong(fault)))

async function byPassword({ elements: { user, password, domain, project } }) {
  const more = project.value && { project: project.value }
  const body = { user: user.value, password: password.value, domain: domain.value || 'Default', ...more }
  const { token } = await post('/catalogue/v1/sign-in', body).catch(fault => Promise.reject(wrong(fault)))
  await enter(token)
}

// In the middle of something: nothing of it is lost.
export const SignInAgain = () => html`<${Dialog} title=${say('expired')} onClose=${giveUp}>
  <p>${say('expired.help')}</p><${SignIn} /><//>`
