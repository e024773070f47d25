/** Pithos+ or Swift: what lies at a location, its bytes, and who may read them. */
package org.plankton.objects;
