/** Pithos+: what lies at a location, and who may read it. */
package org.plankton.objects;
