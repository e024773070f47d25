/**
 * The registry: what an image is and what may be done to it, in plain Java.
 *
 * <p>The code is a star, and this is its middle: no HTTP, no SQL, no JSON. Around it stands one package for each party
 * outside: clients ({@code api}), MariaDB ({@code database}), Astakos or Keystone ({@code identity}), Pithos+ or Swift
 * ({@code objects}), whoever reads of changes ({@code journal}). Each knows this package and none of the others; only
 * {@link org.plankton.Application} knows them all.
 *
 * <p>What operators should know it says to {@code System.Logger}, which the application brings into the service's log.
 *
 * <p>Everything that lasts longer than a request is immutable or guards itself, and may be used by any thread.
 */
package org.plankton.registry;
