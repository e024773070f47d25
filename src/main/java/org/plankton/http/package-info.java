/** HTTP towards other services, with a bound on everything. */
package org.plankton.http;
