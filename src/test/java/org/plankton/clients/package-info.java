/**
 * Glance clients that others have written and many use, unmodified, against the service as it is deployed: what they
 * are told is what the registry knows, and what they do is what the other dialects find done.
 */
package org.plankton.clients;
