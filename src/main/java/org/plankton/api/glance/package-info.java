/** What the versions of OpenStack Images have in common: their words, and how bytes come and go. */
package org.plankton.api.glance;
