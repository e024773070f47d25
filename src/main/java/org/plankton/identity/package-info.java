/** Astakos or Keystone: whose token a token is, and a memory for the answers. */
package org.plankton.identity;
